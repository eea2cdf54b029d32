import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Of fewer trades, one is always a large part.
const FEWEST = 10;
const SHARE = 0.5;

/** One trade of ten or more that earned over half of what all trades earned. */
export const oneTrade: Diagnostic = {
  find({ isOver, content: { profits, trades } }) {
    if (!isOver || profits.length < FEWEST) return undefined;
    let [total, best] = [0, 0];
    for (let at = 0; at < profits.length; at++) {
      const net = profits.netPnl(at);
      total += net;
      if (net > profits.netPnl(best)) best = at;
    }
    const amount = profits.netPnl(best) / total;
    if (!(total > 0 && amount > SHARE)) return undefined;
    const { id } = trades[best];
    const part =
      amount < 1 ? `${formatValue(amount, "percent")} of the net profit` : "more than all others together, which lost";
    return {
      what: `One of ${counted(profits.length, "trade")}, ${id}, made ${part}`,
      amount,
      cure: `Look at it with trade("${id}")`,
    };
  },
};
