import { ExtremeFold } from "./highest";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

/**
 * Returns the lowest of the last `period` values. With an `offset` of 1 it ends at the bar before, so that the newest
 * value can be below it.
 */
export const lowest = ofValues<[period: number, offset?: number]>({
  name: "lowest",
  parameters: [wholeNumber("period"), wholeNumber("offset", 0, 0)],
  fold: (period, offset) => new ExtremeFold(period, offset, -1),
  decidedBy: (period, offset) => period + offset,
});
