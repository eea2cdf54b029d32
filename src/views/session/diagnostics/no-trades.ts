import { counted } from "../../../core/short-text";
import type { Diagnostic } from "./diagnostic";

/** A session that is over and has no fill. */
export const noTrades: Diagnostic = {
  find({ isOver, content: { fills, orders, steps } }) {
    if (!isOver || fills.length > 0) return undefined;
    const what = `Nothing was traded in ${counted(steps, "step")}`;
    if (orders.length === 0)
      return {
        what: `${what}: no order was placed`,
        amount: 0,
        cure: "log() in the strategy tells which condition never holds",
      };
    return {
      what: `${what}: ${counted(orders.length, "order")} filled nothing`,
      amount: orders.length,
      cure: "orders() has the reason of each",
    };
  },
};
