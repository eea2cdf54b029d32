import { Mean } from "../windows/mean";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

/**
 * Returns the simple moving average of the last `period` values: their exact sum over `period`, so that the average of
 * equal values is exactly that value.
 */
export const sma = ofValues({
  name: "sma",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new Mean(period),
  decidedBy: (period: number) => period,
});
