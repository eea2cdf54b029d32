import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

// Hardly any strategy on daily bars keeps such a ratio for as long. In a record of some hours or weeks chance alone gives
// it, and hardly ever one of three standard errors.
const [SHARPE, RETURNS, ERRORS] = [4, 60, 3];
// None wins as often. These are round trips from flat to flat, because a position that is sold in parts is one bet.
const [WINS, TRIPS] = [0.95, 30];

/** Results beyond belief, as strategies have them that see the future. */
export const tooGood: Diagnostic = {
  find(examined) {
    const { isOver, measured, content } = examined;
    if (!isOver || content.fillRows.length === 0) return undefined;
    const { roundTrips, roundTripWinRate, sharpe: whole } = measured.metrics;
    const sharpe = examined.sharpeOfTrading;
    const cure = "Check it with lab.checkLookAhead(feed, strategy), and its prices for errors";
    const least = Math.max(SHARPE, ERRORS * Number(examined.sharpeError(sharpe)));
    if (sharpe !== null && sharpe > least && measured.returns >= RETURNS) {
      const without = sharpe === whole ? "" : ", without the interest on cash,";
      return {
        what: `A Sharpe ratio of ${formatValue(sharpe, "ratio")}${without} is beyond belief: look-ahead is suspected`,
        amount: sharpe,
        cure,
      };
    }
    if (roundTripWinRate === null || roundTripWinRate < WINS || Number(roundTrips) < TRIPS) return undefined;
    const what = `${formatValue(roundTripWinRate, "percent")} of ${roundTrips} round trips won: look-ahead is suspected`;
    return { what, amount: roundTripWinRate, cure };
  },
};
