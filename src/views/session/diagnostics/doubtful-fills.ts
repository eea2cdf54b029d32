import { counted, grouped } from "../../../core/short-text";
import type { Diagnostic } from "./diagnostic";

/** Fills that a market may not have given, by the codes of the broker's page. */
export const doubtfulFills: Diagnostic = {
  find({ content: { fills } }) {
    const codes = new Map<string, number>();
    for (const { doubtful } of fills) if (doubtful !== undefined) codes.set(doubtful, (codes.get(doubtful) ?? 0) + 1);
    const amount = [...codes.values()].reduce((sum, count) => sum + count, 0);
    if (amount === 0) return undefined;
    const each = Array.from(codes, ([code, count]) => `${grouped(count)} ${code}`).join(", ");
    return {
      what: `${counted(amount, "doubtful fill")} of ${grouped(fills.length)} (${each})`,
      amount,
      cure: "fills() marks each; docs/broker.md says what is doubted",
    };
  },
};
