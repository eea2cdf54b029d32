import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Hardly any strategy on daily bars keeps such a ratio for as long, and none wins as often with as many trades.
const [SHARPE, RETURNS] = [4, 60];
const [WINS, TRADES] = [0.95, 30];

/** Results beyond belief, as strategies have them that see the future. */
export const tooGood: Diagnostic = {
  find({ isOver, measured: { metrics, returns }, content: { profits } }) {
    if (!isOver) return undefined;
    const { sharpe, winRate } = metrics;
    const cure = "Check it with lab.checkLookAhead(feed, strategy), and its prices for errors";
    if (sharpe !== null && sharpe > SHARPE && returns >= RETURNS) {
      return {
        what: `A Sharpe ratio of ${formatValue(sharpe, "ratio")} is beyond belief: look-ahead is suspected`,
        amount: sharpe,
        cure,
      };
    }
    if (winRate === null || winRate < WINS || profits.length < TRADES) return undefined;
    const what = `${formatValue(winRate, "percent")} of ${profits.length} trades won: look-ahead is suspected`;
    return { what, amount: winRate, cure };
  },
};
