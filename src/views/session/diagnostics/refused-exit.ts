import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

/** Orders that would have reduced a position and were refused, where no other order closes it at once or at the same price. */
export const refusedExit: Diagnostic = {
  find({ shortfalls: { exits } }) {
    if (exits.length === 0) return undefined;
    const [{ id, side, quantity, symbol, reason }] = exits;
    const first = `${id}, to ${side} ${formatValue(quantity, "quantity")} ${symbol}: ${reason}`;
    const what =
      exits.length === 1
        ? `An exit was refused (${first})`
        : `${formatValue(exits.length, "count")} exits were refused (the first: ${first})`;
    return {
      what,
      amount: exits.length,
      cure: "The position was held on, or its exit stayed at another price; see denials()",
    };
  },
};
