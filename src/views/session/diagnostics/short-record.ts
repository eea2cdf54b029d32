import { isShortRecord } from "../../../analysis/measured";
import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

/**
 * A record of less than a year. The standard error of its annual Sharpe ratio is `√((1 + SR²/2N)/n)·√N` for independent
 * returns (Lo, "The Statistics of Sharpe Ratios", 2002).
 */
export const shortRecord: Diagnostic = {
  find({ isOver, measured, content: { fillRows } }) {
    if (!isOver || fillRows.length === 0 || !isShortRecord(measured)) return undefined;
    const { returns, periodsPerYear, metrics } = measured;
    const { sharpe } = metrics;
    if (sharpe === null) return undefined;
    const error = Math.sqrt(((1 + sharpe ** 2 / (2 * periodsPerYear)) / returns) * periodsPerYear);
    return {
      what: `A short record, ${counted(returns, "return")} of ${formatValue(periodsPerYear, "quantity")} a year: the Sharpe ratio is uncertain by ±${formatValue(1.96 * error, "ratio")}`,
      amount: returns / periodsPerYear,
      cure: "Run it over more years before you believe its ratios",
    };
  },
};
