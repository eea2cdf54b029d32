import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Hardly any strategy on daily bars keeps such a ratio for as long. In a record of some hours or weeks chance alone gives
// it, and hardly ever one of three standard errors.
const [SHARPE, RETURNS, ERRORS] = [4, 60, 3];
// None wins as often. These are round trips from flat to flat, because a position that is sold in parts is one bet.
const [WINS, TRIPS] = [0.95, 30];

/** Results beyond belief, as strategies have them that see the future. */
export const tooGood: Diagnostic = {
  find({ isOver, measured: { metrics, returns }, sharpeError }) {
    if (!isOver) return undefined;
    const { sharpe, roundTrips, roundTripWinRate } = metrics;
    const cure = "Check it with lab.checkLookAhead(feed, strategy), and its prices for errors";
    if (sharpe !== null && sharpe > Math.max(SHARPE, ERRORS * Number(sharpeError)) && returns >= RETURNS) {
      return {
        what: `A Sharpe ratio of ${formatValue(sharpe, "ratio")} is beyond belief: look-ahead is suspected`,
        amount: sharpe,
        cure,
      };
    }
    if (roundTripWinRate === null || roundTripWinRate < WINS || Number(roundTrips) < TRIPS) return undefined;
    const what = `${formatValue(roundTripWinRate, "percent")} of ${roundTrips} round trips won: look-ahead is suspected`;
    return { what, amount: roundTripWinRate, cure };
  },
};
