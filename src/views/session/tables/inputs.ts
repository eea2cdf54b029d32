import type { SessionInput } from "../../../core/journal/inputs";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

/** What was asked for by hand. The rows are the requests themselves; the frame has one flat row per request. */
export const inputs: SessionTable<readonly SessionInput[]> = {
  rows: ({ content }) => [...content.inputs],
  frame: (core) => frameOfRows(core.content.inputs.map(flatInput), columns, dayOf(core)),
};

/** A request as a row. Fields that it does not have are absent. */
interface InputRow extends Pick<SessionInput, "number" | "step" | "time" | "kind" | "orderId"> {
  readonly symbol?: string;
  readonly side?: string;
  readonly quantity?: number;
  readonly text?: string;
}

const columns = columnsOf<InputRow>({
  number: ["count", "detail"],
  step: ["count", "result"],
  time: "time",
  kind: ["text", "result"],
  orderId: ["text", "id"],
  symbol: "text",
  side: "text",
  quantity: ["quantity", "result"],
  text: ["text", "result"],
});

function flatInput(input: SessionInput): InputRow {
  const { number, step, time, kind, orderId } = input;
  const base = { number, step, time, kind };
  if (input.kind === "cancel") return { ...base, orderId: input.request.id };
  if (input.kind === "replace") return { ...base, orderId: input.request.id, text: optionsText(input.request.changes) };
  if (input.kind === "close") return { ...base, symbol: input.request.symbol };
  if (input.kind === "tradingState") return { ...base, text: input.request.state };
  const { symbol, side, quantity, ...options } = input.request;
  return { ...base, orderId, symbol, side, quantity, text: optionsText(options) };
}

// As typed: `type: limit, limitPrice: 101`.
function optionsText(options: object): string | undefined {
  const parts = Object.entries(options).map(([key, value]) => {
    return `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}`;
  });
  return parts.length === 0 ? undefined : parts.join(", ");
}
