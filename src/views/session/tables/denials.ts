import type { SessionContent } from "../../../run/content";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** The orders of a symbol that were refused for the same reason, by the same rule. */
export interface DenialRow {
  /** The code of the reason. */
  readonly code: string;
  /** The risk rule; absent if the account or the broker refused them. */
  readonly rule?: string;
  readonly symbol: string;
  readonly count: number;
  /** When the first and the last of them were refused, epoch milliseconds UTC. */
  readonly first: number;
  readonly last: number;
  /** The whole reason of the last. */
  readonly reason: string;
}

/** What was refused, by reason, rule and symbol: orders denied by a risk rule or the account, or rejected by the broker. */
export const denials = sessionTable(
  ({ content }): readonly DenialRow[] => denialsOf(content),
  columnsOf<DenialRow>({
    code: ["text", "id"],
    rule: ["text", "result"],
    symbol: "text",
    count: ["count", "result"],
    first: "time",
    last: "time",
    reason: ["text", "detail"],
  }),
);

function denialsOf({ orders, deniedBy }: SessionContent): DenialRow[] {
  const rows = new Map<string, DenialRow>();
  for (const { id, symbol, status, reason = "", createdAt, endedAt = createdAt } of orders) {
    if (status !== "denied" && status !== "rejected") continue;
    const [code] = reason.split(":");
    const rule = deniedBy.get(id);
    const key = JSON.stringify([code, rule, symbol]);
    const before = rows.get(key);
    rows.set(key, {
      code,
      ...(rule !== undefined && { rule }),
      symbol,
      count: (before?.count ?? 0) + 1,
      first: Math.min(before?.first ?? endedAt, endedAt),
      last: Math.max(before?.last ?? endedAt, endedAt),
      reason,
    });
  }
  return [...rows.values()];
}
