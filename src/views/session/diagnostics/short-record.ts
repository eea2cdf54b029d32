import { isShortRecord } from "../../../analysis/measured";
import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

/** A record of less than a year. */
export const shortRecord: Diagnostic = {
  find(examined) {
    const {
      isOver,
      measured,
      content: { fillRows },
    } = examined;
    const sharpeError = examined.sharpeError();
    if (!isOver || fillRows.length === 0 || !isShortRecord(measured) || sharpeError === null) return undefined;
    const { returns, periodsPerYear } = measured;
    return {
      what: `A short record, ${counted(returns, "return")} of ${formatValue(periodsPerYear, "span")} a year: the Sharpe ratio is uncertain by ±${formatValue(1.96 * sharpeError, "ratio")}`,
      amount: returns / periodsPerYear,
      cure: "Run it over more years before you believe its ratios",
    };
  },
};
