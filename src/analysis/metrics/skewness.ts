import { defined } from "../statistics/defined";
import { isFlat } from "../statistics/moments";
import { metricOf } from "./metric";

/** Population skewness g1 of the returns. `null` below three returns and at zero variance. */
export const skewness = metricOf("returns", {
  title: "Skewness",
  unit: "ratio",
  better: "higher",
  formula: "m3 / m2^1.5, population",
  value({ moments }) {
    const { count, squares, cubes } = moments;
    if (count < 3 || isFlat(moments)) return null;
    return defined(cubes / count / (squares / count) ** 1.5);
  },
});
