import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Fewer, and a smaller share of the orders, are left to the card.
const LEAST = 5;
const SHARE = 0.1;

/** Orders of a session of several symbols that found no buying power left for theirs, because others had taken it. */
export const shortOfCash: Diagnostic = {
  find({ shortfalls: { crowdedOut: count }, content: { orders }, core }) {
    const symbols = core.record.config.symbols.length;
    if (symbols < 2 || count < LEAST || count < SHARE * orders.length) return undefined;
    const many = `${formatValue(count, "count")} of ${counted(orders.length, "order")}`;
    return {
      what: `${many} found no buying power left, so that which of the ${symbols} symbols is held depends on which came first`,
      amount: count,
      cure: "Give each symbol its share, such as a weight of 1 / symbols.length: true as a signal is a weight of 1",
    };
  },
};
