import type { Material } from "../statistics/material";

/** What a metric is: all that a table, a page or a comparison has to know of it. */
export interface MetricDescription {
  /** Its name for people. */
  readonly title: string;
  readonly unit: MetricUnit;
  /** Which value wins a comparison; `"none"` where neither is better in itself. */
  readonly better: "higher" | "lower" | "none";
  /** One line, in the words of `docs/metrics.md`. */
  readonly formula: string;
  /** Whether it raises a growth to the power of years, so that a record of days tells of a year that never was. */
  readonly extrapolates?: boolean;
}

/** What a metric measures in. */
export type MetricUnit = "fraction" | "ratio" | "currency" | "days" | "count";

/** A metric of the catalog. */
export interface Metric extends MetricDescription {
  /** Returns its value, `null` where it is undefined or its material is missing. */
  measure(material: Material): number | null;
}

/** Declares a metric that is made of one part of the material. */
export function metricOf<Part extends keyof Material>(
  part: Part,
  metric: MetricDescription & { value(of: NonNullable<Material[Part]>): number | null },
): Metric {
  const { value, ...description } = metric;
  return {
    ...description,
    measure(material) {
      const of = material[part];
      return of === undefined ? null : value(of as NonNullable<Material[Part]>);
    },
  };
}
