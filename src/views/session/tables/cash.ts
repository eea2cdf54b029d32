import type { CashKind } from "../../../core/journal/cash-entry";
import type { Fill } from "../../../core/orders/fill";
import type { SessionCore } from "../../../session/core";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** One entry of the cash account. */
export interface CashRow {
  /** From 1, in the order in which they happened. */
  readonly number: number;
  /** Epoch milliseconds UTC; absent before the first bar. */
  readonly time?: number;
  readonly kind: CashKind | "fill" | "commission";
  readonly symbol?: string;
  /** Currency, negative if it left the account. */
  readonly amount: number;
  /** The cash after it, currency. */
  readonly balance: number;
  /** Its fill and order, with the order's tag, or what else moved the cash. */
  readonly cause: string;
}

/** The cash account: every entry that moved cash, in order, with the balance after it. */
export const cash = sessionTable(
  (core): readonly CashRow[] => rowsOf(core),
  columnsOf<CashRow>({
    number: ["count", "id"],
    time: "time",
    kind: ["text", "result"],
    symbol: "text",
    amount: ["currency", "result"],
    balance: ["currency", "result"],
    cause: ["text", "detail"],
  }),
);

type Moved = Omit<CashRow, "number" | "balance">;

function rowsOf({ content, initialCapital }: SessionCore): CashRow[] {
  const rows: CashRow[] = [];
  let balance = 0;
  for (const entry of entriesOf(content.events, initialCapital)) {
    // The same additions in the same order as the account's own, so that the last bit is the same too.
    balance += entry.amount;
    rows.push({ number: rows.length + 1, ...entry, balance });
  }
  return rows;
}

function* entriesOf(events: SessionCore["content"]["events"], initialCapital: number): Iterable<Moved> {
  yield { kind: "deposit", amount: initialCapital, cause: "initial capital" };
  for (const event of events) {
    if (event.kind === "fill") yield* movedBy(event.fill);
    if (event.kind !== "cash") continue;
    const { number: _, ...entry } = event.entry;
    yield entry;
  }
}

function* movedBy({ id, orderId, tag, time, symbol, side, quantity, price, commission }: Fill): Iterable<Moved> {
  const cause = `${id} of ${orderId}${tag === undefined ? "" : `, ${tag}`}`;
  const signed = side === "buy" ? quantity : -quantity;
  yield { time, kind: "fill", symbol, amount: -(signed * price), cause };
  if (commission !== 0) yield { time, kind: "commission", symbol, amount: -commission, cause };
}
