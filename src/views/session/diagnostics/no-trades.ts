import { counted } from "../../../core/short-text";
import type { Diagnostic } from "./diagnostic";

const ofSignals = "Its signals want nothing at any bar: console.log in signals() shows its columns";

/** A session that is over and has no fill. */
export const noTrades: Diagnostic = {
  find({ isOver, content: { fills, orders, steps }, core }) {
    if (!isOver || fills.length > 0) return undefined;
    const what = `Nothing was traded in ${counted(steps, "step")}`;
    if (orders.length === 0)
      return {
        what: `${what}: no order was placed`,
        amount: 0,
        cure: isOfSignals(core.record.config.strategy)
          ? ofSignals
          : "log() in the strategy tells which condition never holds",
      };
    return {
      what: `${what}: ${counted(orders.length, "order")} filled nothing`,
      amount: orders.length,
      cure: "orders() has the reason of each",
    };
  },
};

function isOfSignals({ functions }: { readonly functions: object }): boolean {
  return "signals" in functions || "signalsAll" in functions;
}
