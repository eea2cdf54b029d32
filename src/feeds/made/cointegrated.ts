import { exp } from "../../core/chance/exact";
import { checkKeys, expected } from "../../core/checks";
import { type Seed, type Stream, seedOf, streamOf } from "../chance/streams";
import { moveAlong } from "../path/along";
import type { Grid } from "../path/grid";
import { type MadeBar, madeSource, type Path } from "../path/made";
import {
  type MadeOptions,
  madeKeys,
  madeTerms,
  numberIn,
  priceOf,
  type SymbolsInput,
  symbolList,
  volumeOf,
} from "../path/options";
import { Volumes } from "../path/volumes";
import type { FeedSource, SymbolTruth, Truth } from "../source/source";

/** One of the two symbols of `cointegrated`. All numbers have defaults. */
export interface PairTerms {
  /** The price before the first bar. Default 100. */
  price?: number;
  /** Mean volume of a day. Default a million. */
  volume?: number;
}

/** How `cointegrated` makes its pair. All have defaults. */
export interface PairOptions extends MadeOptions {
  /** Trading days in which half of the spread is expected to be gone. Default 10. */
  halfLife?: number;
  /** Volatility of the spread a year, that of its shocks. Default 0.1. */
  spreadVolatility?: number;
  /** How many per cent the first symbol moves with one of the second. Default 1. */
  beta?: number;
  /** Growth of the second symbol a year, as that of `gbm`. Default 0. */
  drift?: number;
  /** Volatility of the second symbol a year. Default 0.2. */
  volatility?: number;
}

/** What a pair is made of, a year being the unit of time. */
interface PairParts {
  readonly seed: Seed;
  readonly symbols: readonly { readonly symbol: string; readonly price: number; readonly volume: number }[];
  readonly beta: number;
  readonly drift: number;
  readonly volatility: number;
  readonly spreadVolatility: number;
  /** The rate at which the spread goes back, kappa = ln 2 / half-life. */
  readonly rate: number;
  readonly daysPerYear: number;
}

/**
 * Makes a pair of symbols A and B whose spread ln A - beta ln B goes back to where it began: an Ornstein-Uhlenbeck process
 * dX = -kappa X dt + s dW with kappa = ln 2 / half-life, by its exact discretisation, while B follows a geometric Brownian
 * motion. Extremes of B are those of its path; those of A are of a Brownian bridge with the variance of its bar, which is
 * near the truth where a bar is short beside the half-life. Throws INVALID_OPTION and UNKNOWN_OPTION.
 */
export function cointegratedSource(input: SymbolsInput<PairTerms>, options: PairOptions = {}): FeedSource {
  const ownKeys = ["halfLife", "spreadVolatility", "beta", "drift", "volatility"] as const;
  checkKeys("cointegrated", options, [...madeKeys, ...ownKeys]);
  const terms = madeTerms(options);
  const list = symbolList("cointegrated", input, ["price", "volume"]);
  if (list.length !== 2) throw expected("symbols", "two, a pair", input);
  const each = list.map((one) => ({ symbol: one.symbol, price: priceOf(one), volume: volumeOf(one) }));
  const numbers = {
    halfLife: numberIn("halfLife", options.halfLife, { or: 10, least: 0, most: 1e6, above: true }),
    spreadVolatility: numberIn("spreadVolatility", options.spreadVolatility, { or: 0.1, least: 0, most: 10 }),
    beta: numberIn("beta", options.beta, { or: 1, least: -10, most: 10 }),
    drift: numberIn("drift", options.drift, { or: 0, least: -10, most: 10 }),
    volatility: numberIn("volatility", options.volatility, { or: 0.2, least: 0, most: 10 }),
  };
  const days = terms.calendar.periodsPerYear;
  const { halfLife, ...rest } = numbers;
  const rate = Math.LN2 / (halfLife / days);
  const parts: PairParts = {
    seed: seedOf("cointegrated", terms.seed),
    symbols: each,
    ...rest,
    rate,
    daysPerYear: days,
  };
  return madeSource({
    kind: "cointegrated",
    symbols: each.map(({ symbol }) => symbol),
    terms,
    own: { symbols: each, ...numbers },
    truth: { ...truthOf(parts), halfLife },
    path: (places) => new PairPath(parts, places),
  });
}

/** The truth of days once the spread has forgotten where it began: its changes then have the variance 2 V (1 - e^(-kappa t)). */
function truthOf({ symbols, beta, drift, volatility, spreadVolatility, rate, daysPerYear: days }: PairParts): Truth {
  const spread = (spreadVolatility ** 2 / rate) * (1 - exp(-rate / days));
  const ofB = volatility ** 2 / days;
  const ofA = beta ** 2 * ofB + spread;
  const meanOfB = (drift - volatility ** 2 / 2) / days;
  const truth = (mean: number, variance: number): SymbolTruth => {
    const growth = exp(mean + variance / 2);
    const deviation = growth * Math.sqrt(exp(variance) - 1);
    const sharpe = deviation === 0 ? Number.NaN : ((growth - 1) / deviation) * Math.sqrt(days);
    return { drift: (mean + variance / 2) * days, volatility: Math.sqrt(variance * days), sharpe };
  };
  const between = ofA === 0 || ofB === 0 ? 0 : (beta * ofB) / Math.sqrt(ofA * ofB);
  const [a, b] = symbols;
  return {
    symbols: { [a.symbol]: truth(beta * meanOfB, ofA), [b.symbol]: truth(meanOfB, ofB) },
    correlation: [
      [1, between],
      [between, 1],
    ],
  };
}

/** The paths of the pair. */
class PairPath implements Path {
  readonly bars: readonly MadeBar[];
  readonly #parts: PairParts;
  readonly #market: Stream;
  readonly #spread: Stream;
  readonly #legs: readonly [Leg, Leg];
  #distance = 0;

  constructor(parts: PairParts, places: readonly number[]) {
    const { seed, symbols, daysPerYear } = parts;
    const [a, b] = symbols;
    this.#parts = parts;
    this.#spread = streamOf(seed, a.symbol, "spread");
    this.#market = streamOf(seed, b.symbol, "close");
    this.#legs = [new Leg(seed, a, daysPerYear), new Leg(seed, b, daysPerYear)];
    this.bars = places.map((place) => this.#legs[place].bar);
  }

  step({ share }: Grid): void {
    const { beta, drift, volatility, spreadVolatility, rate } = this.#parts;
    const variance = volatility ** 2 * share;
    const move = (drift - volatility ** 2 / 2) * share + Math.sqrt(variance) * this.#market.normal();
    const kept = exp(-rate * share);
    const ofSpread = (spreadVolatility ** 2 * (1 - kept * kept)) / (2 * rate);
    const distance = this.#distance * kept + Math.sqrt(ofSpread) * this.#spread.normal();
    this.#legs[0].move(beta * move + distance - this.#distance, beta ** 2 * variance + ofSpread, share);
    this.#legs[1].move(move, variance, share);
    this.#distance = distance;
  }
}

class Leg {
  readonly bar: MadeBar;
  readonly #range: Stream;
  readonly #volumes: Volumes;

  constructor(seed: Seed, { symbol, price, volume }: PairParts["symbols"][number], days: number) {
    this.#range = streamOf(seed, symbol, "range");
    this.#volumes = new Volumes(seed, symbol, volume * days);
    this.bar = { open: price, high: price, low: price, close: price, volume: 0 };
  }

  move(end: number, variance: number, share: number): void {
    const { bar } = this;
    bar.open = bar.high = bar.low = bar.close;
    moveAlong(bar, end, variance, this.#range);
    bar.volume = this.#volumes.of(share);
  }
}
