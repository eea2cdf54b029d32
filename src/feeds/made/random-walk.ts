import { checkKeys, expected } from "../../core/checks";
import { type Seed, type Stream, seedOf, streamOf } from "../chance/streams";
import { type Grid, sessionLength } from "../path/grid";
import { type MadeBar, madeSource, type Path } from "../path/made";
import {
  type MadeOptions,
  madeKeys,
  madeTerms,
  priceOf,
  type SymbolsInput,
  symbolList,
  volumeOf,
} from "../path/options";
import { Volumes } from "../path/volumes";
import type { FeedSource } from "../source/source";

/** One symbol of `randomWalk`. All numbers have defaults. */
export interface WalkTerms {
  /** The price before the first bar, a multiple of its step. Default 100. */
  price?: number;
  /** How far each bar moves, up or down. Default 0.01. */
  step?: number;
  /** Mean volume of a day. Default a million. */
  volume?: number;
}

interface WalkSymbol {
  readonly symbol: string;
  readonly price: number;
  readonly step: number;
  readonly volume: number;
}

/**
 * Makes prices that move by one step up or down with every bar, each with probability 1/2 and whatever came before. At the
 * lowest price, one step, they go up, so that they never reach zero. Throws INVALID_OPTION and UNKNOWN_OPTION.
 */
export function randomWalkSource(input: SymbolsInput<WalkTerms>, options: MadeOptions = {}): FeedSource {
  checkKeys("randomWalk", options, madeKeys);
  const terms = madeTerms(options);
  const list = symbolList("randomWalk", input, ["price", "step", "volume"]);
  const each = list.map((one) => {
    const price = priceOf(one);
    return { symbol: one.symbol, price, step: stepOf(one, price), volume: volumeOf(one) };
  });
  const days = terms.calendar.periodsPerYear;
  const barsPerYear = days * Math.ceil(sessionLength(terms) / terms.interval);
  return madeSource({
    kind: "randomWalk",
    symbols: each.map(({ symbol }) => symbol),
    terms,
    own: { symbols: each },
    truth: {
      symbols: Object.fromEntries(
        each.map(({ symbol, price, step }) => {
          return [symbol, { drift: 0, volatility: (step * Math.sqrt(barsPerYear)) / price, sharpe: 0 }];
        }),
      ),
      correlation: each.map((_, i) => each.map((_, j) => (i === j ? 1 : 0))),
    },
    path: (places) =>
      new WalkPath(
        seedOf("randomWalk", terms.seed),
        places.map((place) => each[place]),
        days,
      ),
  });
}

// Steps may be as small as this part of a price; then counts of them are still exact.
const smallestStep = 1e-12;

function stepOf({ symbol, step = 0.01 }: { symbol: string; step?: number }, price: number): number {
  if (typeof step !== "number" || !(step >= price * smallestStep && step <= price))
    throw expected(`${symbol}.step`, `a number above 0 and at most its price, ${price}`, step);
  const count = price / step;
  if (Math.abs(count - Math.round(count)) <= 1e-6 * Math.max(1, count * 1e-6)) return step;
  throw expected(`${symbol}.price`, `a multiple of its step, ${step}`, price);
}

/** The paths of some symbols, which have nothing to do with one another. */
class WalkPath implements Path {
  readonly bars: readonly MadeBar[];
  readonly #walkers: readonly Walker[];

  constructor(seed: Seed, symbols: readonly WalkSymbol[], days: number) {
    this.#walkers = symbols.map((symbol) => new Walker(seed, symbol, days));
    this.bars = this.#walkers.map(({ bar }) => bar);
  }

  step({ share }: Grid): void {
    for (const walker of this.#walkers) walker.step(share);
  }
}

class Walker {
  readonly bar: MadeBar;
  readonly #moves: Stream;
  readonly #volumes: Volumes;
  readonly #priceAt: (count: number) => number;
  /** The price in steps. */
  #count: number;

  constructor(seed: Seed, { symbol, price, step, volume }: WalkSymbol, days: number) {
    this.#moves = streamOf(seed, symbol, "close");
    this.#volumes = new Volumes(seed, symbol, volume * days);
    this.#count = Math.round(price / step);
    // Of steps of 1/n prices are the nearest numbers to their decimals.
    const perUnit = Math.round(1 / step);
    this.#priceAt = Math.abs(perUnit * step - 1) < 1e-9 ? (count) => count / perUnit : (count) => count * step;
    this.bar = { open: price, high: price, low: price, close: price, volume: 0 };
  }

  step(share: number): void {
    const goesUp = this.#moves.uniform() < 0.5 || this.#count === 1;
    this.#count += goesUp ? 1 : -1;
    const { bar } = this;
    bar.open = bar.close;
    bar.close = this.#priceAt(this.#count);
    bar.high = Math.max(bar.open, bar.close);
    bar.low = Math.min(bar.open, bar.close);
    bar.volume = this.#volumes.of(share);
  }
}
