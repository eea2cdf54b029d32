import type { SessionContent } from "../../../run/content";
import { columnsOf } from "../../tables";
import { ruleOf } from "../shortfalls";
import { sessionTable } from "./session-table";

/** The orders of a symbol, or the changes of them, that were refused for the same reason, by the same rule. */
export interface DenialRow {
  /** The code of the reason. */
  readonly code: string;
  /** Whether they were orders, or changes of working orders, such as `replace` asks for. */
  readonly what: "order" | "change";
  /** The risk rule; absent if the account or the broker refused them. For changes also under rules 1 to 5. */
  readonly rule?: string;
  readonly symbol: string;
  readonly count: number;
  /** When the first and the last of them were refused, epoch milliseconds UTC. */
  readonly first: number;
  readonly last: number;
  /** The whole reason of the last. */
  readonly reason: string;
}

/**
 * What was refused, by reason, rule and symbol: orders denied by a risk rule or the account, or rejected by the broker, and
 * then the changes of working orders that were denied.
 */
export const denials = sessionTable(
  ({ content }): readonly DenialRow[] => denialsOf(content),
  columnsOf<DenialRow>({
    code: ["text", "id"],
    what: "text",
    rule: ["text", "result"],
    symbol: "text",
    count: ["count", "result"],
    first: "time",
    last: "time",
    // It begins with the code.
    reason: ["sentence", "result"],
  }),
);

// What was refused once.
interface Refusal extends Pick<DenialRow, "what" | "rule" | "symbol" | "reason"> {
  readonly time: number;
}

function denialsOf(content: SessionContent): DenialRow[] {
  const rows = new Map<string, DenialRow>();
  for (const { what, rule, symbol, reason, time } of [...refusedOrders(content), ...refusedChanges(content)]) {
    const [code] = reason.split(":");
    const key = JSON.stringify([code, what, rule, symbol]);
    const before = rows.get(key);
    rows.set(key, {
      code,
      what,
      ...(rule !== undefined && { rule }),
      symbol,
      count: (before?.count ?? 0) + 1,
      first: Math.min(before?.first ?? time, time),
      last: Math.max(before?.last ?? time, time),
      reason,
    });
  }
  return [...rows.values()];
}

function refusedOrders({ orders, deniedBy }: SessionContent): Refusal[] {
  return orders.flatMap(({ id, symbol, status, reason = "", createdAt, endedAt: time = createdAt }) => {
    if (status !== "denied" && status !== "rejected") return [];
    return [{ what: "order", rule: deniedBy.get(id), symbol, reason, time }];
  });
}

function refusedChanges({ events }: SessionContent): Refusal[] {
  return events.flatMap((event) => {
    if (event.kind !== "orderChangeDenied") return [];
    const { time, reason, order } = event;
    return [{ what: "change", rule: ruleOf(reason), symbol: order.symbol, reason, time }];
  });
}
