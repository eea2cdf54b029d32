import { exp } from "../../core/chance/exact";
import { dayOfDate } from "../../core/days";
import type { CorporateAction } from "../../core/market/corporate-action";
import { PaperLabError } from "../../errors";
import { type Seed, type Stream, streamOf } from "../chance/streams";
import { moveAlong } from "./along";
import type { Grid } from "./grid";
import { type Jump, JumpTimes } from "./jumps";
import type { MadeBar, Path } from "./made";
import { Volumes } from "./volumes";

/** One symbol of a geometric Brownian motion, a year being the unit of time. */
export interface GbmSymbol {
  readonly symbol: string;
  readonly price: number;
  readonly drift: number;
  readonly volatility: number;
  readonly volume: number;
}

/** What the paths of some symbols are made of. */
export interface GbmParts {
  readonly seed: Seed;
  readonly symbols: readonly GbmSymbol[];
  /** Lower triangle of the correlation, see `cholesky`. */
  readonly lower: readonly (readonly number[])[];
  /** The part of a day's variance and drift before its open. */
  readonly overnight: number;
  readonly jumps: { readonly perYear: number; readonly mean: number; readonly volatility: number } | undefined;
  readonly actions: readonly CorporateAction[];
  /** Whether high and low are those of the path. */
  readonly extremes: boolean;
  readonly daysPerYear: number;
}

/** The paths of the symbols in some places. */
export class GbmPath implements Path {
  readonly bars: readonly MadeBar[];
  readonly #parts: GbmParts;
  readonly #places: readonly number[];
  readonly #closes: Shocks;
  readonly #nights: Shocks;
  readonly #walkers: readonly Walker[];
  /** What is due before the open of each day, and whose place among the symbols. */
  readonly #actions = new Map<number, { readonly place: number; readonly action: CorporateAction }[]>();

  constructor(parts: GbmParts, places: readonly number[]) {
    this.#parts = parts;
    this.#places = places;
    this.#closes = new Shocks(parts, "close", places);
    this.#nights = new Shocks(parts, "overnight", places);
    this.#walkers = places.map((place) => new Walker(parts, parts.symbols[place]));
    this.bars = this.#walkers.map(({ bar }) => bar);
    for (const action of parts.actions) {
      const place = places.findIndex((one) => parts.symbols[one].symbol === action.symbol);
      const day = dayOfDate(action.ex_date);
      if (place >= 0) this.#actions.set(day, [...(this.#actions.get(day) ?? []), { place, action }]);
    }
  }

  step({ share, opens, days, day }: Grid): void {
    const { overnight, daysPerYear } = this.#parts;
    if (opens) for (const { place, action } of this.#actions.get(day) ?? []) this.#walkers[place].act(action);
    const closes = this.#closes.draw();
    // The first open of all is the price that was given.
    const nights = overnight > 0 && opens && days > 1 ? this.#nights.draw() : undefined;
    for (let at = 0; at < this.#places.length; at++) {
      const walker = this.#walkers[at];
      if (nights !== undefined) walker.pass(overnight / daysPerYear, nights[at]);
      walker.trade(share, share * (1 - overnight), closes[at]);
    }
  }
}

/** Normal numbers of the symbols in some places, correlated with those of the symbols before them. */
class Shocks {
  readonly #streams: readonly Stream[];
  readonly #rows: readonly Float64Array[];
  readonly #own: Float64Array;
  readonly #drawn: Float64Array;

  constructor({ seed, symbols, lower }: GbmParts, purpose: string, places: readonly number[]) {
    this.#streams = symbols.slice(0, Math.max(...places) + 1).map(({ symbol }) => streamOf(seed, symbol, purpose));
    this.#rows = places.map((place) => Float64Array.from(lower[place].slice(0, place + 1)));
    this.#own = new Float64Array(this.#streams.length);
    this.#drawn = new Float64Array(places.length);
  }

  draw(): Float64Array {
    for (let at = 0; at < this.#own.length; at++) this.#own[at] = this.#streams[at].normal();
    for (let at = 0; at < this.#rows.length; at++) {
      const row = this.#rows[at];
      let sum = 0;
      for (let other = 0; other < row.length; other++) sum += row[other] * this.#own[other];
      this.#drawn[at] = sum;
    }
    return this.#drawn;
  }
}

/** One symbol on its way. */
class Walker {
  readonly bar: MadeBar;
  readonly #volatility: number;
  /** Drift of the logarithm a year. */
  readonly #drift: number;
  /** Where extremes are drawn from; none if high and low are those of open and close. */
  readonly #range: Stream | undefined;
  readonly #volumes: Volumes;
  readonly #jumps: JumpTimes | undefined;
  /** Shares for each one at the beginning. */
  #shares = 1;
  // Of the last length of a bar, which is that of most.
  #time = Number.NaN;
  #mean = 0;
  #variance = 0;
  #deviation = 0;

  constructor(
    { seed, jumps, extremes, daysPerYear }: GbmParts,
    { symbol, price, drift, volatility, volume }: GbmSymbol,
  ) {
    this.#volatility = volatility;
    this.#drift = drift - volatility ** 2 / 2;
    if (extremes) this.#range = streamOf(seed, symbol, "range");
    this.#volumes = new Volumes(seed, symbol, volume * daysPerYear);
    if (jumps !== undefined && jumps.perYear > 0) this.#jumps = new JumpTimes(seed, symbol, jumps);
    this.bar = { open: price, high: price, low: price, close: price, volume: 0 };
  }

  /** Takes from the price what is no longer due to a holder of the share. */
  act({ type, value, symbol, ex_date }: CorporateAction): void {
    const { close } = this.bar;
    if (type === "dividend" && value >= close) {
      const text = `Expected the dividend of ${symbol} on ${ex_date} to be less than the price, ${close}, was ${value}`;
      throw new PaperLabError("INVALID_DATA", text);
    }
    this.bar.close = type === "split" ? close / value : close - value;
    if (type === "split") this.#shares *= value;
  }

  /** Goes on without a bar, by a part of a year. */
  pass(time: number, shock: number): void {
    this.bar.close *= exp(this.#drift * time + this.#volatility * Math.sqrt(time) * shock);
  }

  /** Goes on by a bar of a share of a year's trading, of which `time` moves prices. */
  trade(share: number, time: number, shock: number): void {
    if (time !== this.#time) {
      this.#time = time;
      // Jumps keep to trading; what they are expected to bring is taken out of every bar.
      this.#mean = this.#drift * time - (this.#jumps?.growth ?? 0) * share;
      this.#variance = this.#volatility ** 2 * time;
      this.#deviation = Math.sqrt(this.#variance);
    }
    const { bar } = this;
    bar.open = bar.high = bar.low = bar.close;
    bar.volume = this.#volumes.of(share * this.#shares);
    const end = this.#mean + this.#deviation * shock;
    const jumps = this.#jumps?.within(share);
    if (jumps === undefined || jumps.length === 0) moveAlong(bar, end, this.#variance, this.#range);
    else this.#leap(jumps, end);
  }

  /** A bar with jumps is a bridge before, between and behind them; where these meet follows from where the path ends. */
  #leap(jumps: readonly Jump[], end: number): void {
    const { bar } = this;
    let [at, reached] = [0, 0];
    for (const { place, size, shock } of jumps) {
      const [part, rest] = [place - at, 1 - at];
      const spread = Math.sqrt((this.#variance * part * (rest - part)) / rest);
      const step = ((end - reached) * part) / rest + spread * shock;
      moveAlong(bar, step, this.#variance * part, this.#range);
      reached += step;
      at = place;
      bar.close *= exp(size);
      bar.high = Math.max(bar.high, bar.close);
      bar.low = Math.min(bar.low, bar.close);
    }
    moveAlong(bar, end - reached, this.#variance * (1 - at), this.#range);
  }
}
