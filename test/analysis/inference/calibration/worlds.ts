import type { NamedReturns } from "../../../../src/analysis/inference/answers";
import type { ResampledMetric } from "../../../../src/analysis/resampling/resampled-metrics";
import { type Stream, streamOf } from "../../../../src/feeds/chance/streams";

/** A world in which all strategies are equally good by some metrics. */
export interface World {
  readonly name: string;
  /** By which metrics. */
  readonly metrics: readonly ResampledMetric[];
  /** The day returns of a strategy, from those of the market; both have mean 0 and variance 1 before `scaled`. */
  returns(market: Float64Array, own: Stream, strategy: number): Float64Array;
}

const all = ["mean", "annualVolatility", "sharpe", "sortino", "cagr"] as const;
// A day's mean and standard deviation: a Sharpe ratio of 0.8 a year.
const [mean, deviation] = [0.0005, 0.01];
// Share of a day's variance that all strategies have in common.
const common = 0.5;

function mixed(market: Float64Array, own: Stream): Float64Array {
  return market.map((one) => Math.sqrt(common) * one + Math.sqrt(1 - common) * own.normal());
}

/** The worlds, from the simplest on. */
export const worlds: readonly World[] = [
  {
    name: "alike",
    metrics: all,
    returns: (market, own) => mixed(market, own).map((one) => mean + deviation * one),
  },
  {
    name: "of other leverage",
    metrics: ["sharpe", "sortino"],
    returns: (market, own, strategy) =>
      mixed(market, own).map((one) => (0.3 + strategy / 8) * (mean + deviation * one)),
  },
  {
    name: "with volatility in spells",
    metrics: all,
    returns(market, own) {
      // GARCH(1, 1) of mean variance 1.
      let [variance, last] = [1, 0];
      return mixed(market, own).map((one) => {
        variance = 0.05 + 0.1 * last * last + 0.85 * variance;
        last = Math.sqrt(variance) * one;
        return mean + deviation * last;
      });
    },
  },
  {
    name: "that trend",
    metrics: all,
    returns(market, own) {
      // AR(1), of variance 1.
      let last = 0;
      return mixed(market, own).map((one) => {
        last = 0.15 * last + Math.sqrt(1 - 0.15 ** 2) * one;
        return mean + deviation * last;
      });
    },
  },
];

/** Makes the day returns of equal strategies. */
export function equalStrategies(world: World, count: number, days: number, seed: string): NamedReturns[] {
  const shared = streamOf(seed, "market");
  const market = Float64Array.from({ length: days }, () => shared.normal());
  return Array.from({ length: count }, (_, strategy) => ({
    name: `strategy ${strategy + 1}`,
    returns: world.returns(market, streamOf(seed, `strategy ${strategy}`), strategy),
  }));
}
