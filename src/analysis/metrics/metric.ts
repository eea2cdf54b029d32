import type { Material } from "../statistics/material";

/** What a table, a page or a comparison needs to know about a metric. */
export interface MetricDescription {
  /** Its name for people. */
  readonly title: string;
  readonly unit: MetricUnit;
  /** Which value wins a comparison; `"none"` if neither direction is better. */
  readonly better: "higher" | "lower" | "none";
  /** One line, in the words of `docs/metrics.md`. */
  readonly formula: string;
  /** Whether it compounds growth to a year, which misleads for a record of a few days. */
  readonly extrapolates?: boolean;
}

/** The unit of a metric. */
export type MetricUnit = "fraction" | "ratio" | "currency" | "days" | "count";

/** A metric of the catalog. */
export interface Metric extends MetricDescription {
  /** What it is taken from. */
  readonly part: keyof Material;
  /** Returns its value, or `null` if it is undefined or its material is missing. */
  measure(material: Material): number | null;
}

/** Declares a metric that uses one part of the material. */
export function metricOf<Part extends keyof Material>(
  part: Part,
  metric: MetricDescription & { value(of: NonNullable<Material[Part]>): number | null },
): Metric {
  const { value, ...description } = metric;
  return {
    ...description,
    part,
    measure(material) {
      const of = material[part];
      return of === undefined ? null : value(of as NonNullable<Material[Part]>);
    },
  };
}
