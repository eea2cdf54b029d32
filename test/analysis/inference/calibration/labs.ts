import { returnsComparison } from "../../../../src/analysis/inference/compare-returns";
import type { ResampledMetric } from "../../../../src/analysis/resampling/resampled-metrics";
import { Rate } from "./rate";
import { equalStrategies, type World } from "./worlds";

/** Labs of equal strategies. */
export interface LabOptions {
  readonly labs: number;
  readonly strategies: number;
  readonly days: number;
  readonly draws: number;
  readonly alpha: number;
}

/** How often somebody was wrongly excluded, and how often somebody was wrongly called better, by metric. */
export interface LabErrors {
  /** One of equal strategies was not in the model confidence set. */
  readonly excluded: Rate;
  /** One of equal strategies was said to beat the first one. */
  readonly better: Rate;
  /** The first two were told apart. */
  readonly apart: Rate;
}

/** Runs the labs, and counts wrong answers: all strategies are equal, so that every difference found is one. */
export function labErrors(world: World, options: LabOptions): Map<ResampledMetric, LabErrors> {
  const { labs, strategies, days, draws, alpha } = options;
  const errors = new Map<ResampledMetric, LabErrors>(
    world.metrics.map((metric) => [metric, { excluded: new Rate(), better: new Rate(), apart: new Rate() }]),
  );
  const terms = { draws, alpha, periodsPerYear: 252, riskFree: 0 };
  for (let lab = 0; lab < labs; lab++) {
    const series = equalStrategies(world, strategies, days, `${world.name} ${lab}`);
    const comparison = returnsComparison(series, { ...terms, seed: lab });
    const two = returnsComparison(series.slice(0, 2), { ...terms, seed: lab });
    for (const [metric, { excluded, better, apart }] of errors) {
      const set = comparison.by(metric);
      if (set.kind === "set") excluded.add(set.notDistinguishable.length < strategies - 1);
      const against = comparison.against("strategy 1", metric);
      if (against.kind === "baseline") better.add(against.better.length > 0);
      const pair = two.by(metric);
      if (pair.kind === "pair") apart.add(pair.notDistinguishable.length === 0);
    }
  }
  return errors;
}
