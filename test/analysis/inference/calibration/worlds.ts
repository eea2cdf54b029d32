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

const ratios = ["mean", "sharpe"] as const;
const half = Math.SQRT1_2;

/** Worlds that the correction for short records was not designed on. */
export const unseenWorlds: readonly World[] = [
  {
    name: "with heavy tails",
    metrics: ratios,
    returns: (market, own) => market.map((one) => mean + deviation * half * (one + heavy(own))),
  },
  {
    name: "skewed",
    metrics: ratios,
    returns: (market, own) => market.map((one) => mean + deviation * half * (one + 1 - own.exponential())),
  },
  {
    name: "with nothing in common",
    metrics: ratios,
    returns: (market, own) => market.map(() => mean + deviation * own.normal()),
  },
  {
    name: "with nearly all in common",
    metrics: ratios,
    returns: (market, own) =>
      market.map((one) => mean + deviation * (Math.sqrt(0.95) * one + Math.sqrt(0.05) * own.normal())),
  },
  {
    name: "that revert",
    metrics: ratios,
    returns(market, own) {
      let last = 0;
      return mixed(market, own).map((one) => {
        last = -0.2 * last + Math.sqrt(1 - 0.2 ** 2) * one;
        return mean + deviation * last;
      });
    },
  },
  {
    name: "in and out of the market",
    metrics: ratios,
    returns(market, own) {
      let isIn = false;
      return mixed(market, own).map((one) => {
        // One day in ten.
        if (own.uniform() < 0.1) isIn = !isIn;
        return isIn ? 2 * mean + Math.SQRT2 * deviation * one : 0;
      });
    },
  },
];

// Student's t with four degrees of freedom, of variance 1.
function heavy(own: Stream): number {
  let squares = 0;
  for (let degree = 0; degree < 4; degree++) squares += own.normal() ** 2;
  return (own.normal() / Math.sqrt(squares / 4)) * half;
}

/** Makes the day returns of equal strategies. */
export function equalStrategies(world: World, count: number, days: number, seed: string): NamedReturns[] {
  const shared = streamOf(seed, "market");
  const market = Float64Array.from({ length: days }, () => shared.normal());
  return Array.from({ length: count }, (_, strategy) => ({
    name: `strategy ${strategy + 1}`,
    returns: world.returns(market, streamOf(seed, `strategy ${strategy}`), strategy),
  }));
}
