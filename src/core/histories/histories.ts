import { expected } from "../checks";
import { dayLength } from "../days";
import type { Calendar } from "../market/calendar";
import type { SymbolHistory } from "../market/history";
import { AlignedHistories } from "./aligned-histories";
import { barEnds } from "./bar-ends";
import { LongerHistory } from "./longer-history";
import { checkLonger, longerLength } from "./longer-interval";

/** What histories at other intervals need to know of a run. */
export interface HistoryTerms {
  readonly symbols: readonly string[];
  readonly calendar: Calendar;
  /** Milliseconds between bars; `undefined` if they come at any time. */
  readonly interval: number | undefined;
  /** Whether bars are trading days. */
  readonly daily: boolean;
  /** Newest bars kept of each symbol. */
  readonly historyBars: number;
  readonly behavior: {
    /** Whether aligned histories begin anew with a longer one that does. */
    readonly alignsAnew: boolean;
  };
}

/** The longer bars of one length, by the index of their symbol. */
interface Longer {
  readonly length: number;
  readonly endOf: (time: number) => number;
  readonly histories: (LongerHistory | undefined)[];
}

/** The histories that are made of those of the symbols: of longer bars, and aligned over symbols. */
export class Histories {
  readonly #terms: HistoryTerms;
  readonly #bars: (symbolIndex: number) => SymbolHistory;
  readonly #longer = new Map<string | number, Longer>();
  readonly #aligned: { readonly interval: string | number | undefined; readonly histories: AlignedHistories }[] = [];
  // The indices of the symbols last asked for, and their histories.
  readonly #sources: SymbolHistory[] = [];

  /** `bars` returns the bars of a symbol up to now. */
  constructor(terms: HistoryTerms, bars: (symbolIndex: number) => SymbolHistory) {
    this.#terms = terms;
    this.#bars = bars;
  }

  /** Returns the longer bars of a symbol that are over at `now`. Throws INVALID_OPTION for an interval that does not fit. */
  longer(symbolIndex: number, interval: string | number, now: number): SymbolHistory {
    const { length, endOf, histories } = this.#longer.get(interval) ?? this.#begin(interval);
    let history = histories[symbolIndex];
    if (history === undefined) {
      history = new LongerHistory(this.#terms.symbols[symbolIndex], length, endOf, this.#terms.historyBars);
      histories[symbolIndex] = history;
    }
    return history.at(this.#bars(symbolIndex), now);
  }

  /**
   * Returns the histories of symbols at the times at which all have a bar. `indexOf` returns the index of a symbol, and
   * throws for one that there is not. Throws INVALID_OPTION unless `symbols` is a list of at least one.
   */
  aligned(
    symbols: readonly string[],
    interval: string | number | undefined,
    now: number,
    indexOf: (symbol: string) => number,
  ): Readonly<Record<string, SymbolHistory>> {
    if (!Array.isArray(symbols) || symbols.length === 0)
      throw expected("symbols of histories", 'a list of symbols, such as ["A", "B"]', symbols);
    const found = this.#find(symbols, interval);
    const sources = this.#sources;
    sources.length = symbols.length;
    for (let at = 0; at < symbols.length; at++) {
      const index = indexOf(symbols[at]);
      sources[at] = interval === undefined ? this.#bars(index) : this.longer(index, interval, now);
    }
    const aligned = found ?? this.#align(symbols, interval);
    aligned.catchUp(sources);
    return aligned.bySymbol;
  }

  #begin(interval: string | number): Longer {
    const { symbols, calendar, daily, interval: has = daily ? dayLength : undefined } = this.#terms;
    const length = longerLength(interval, "interval of history");
    checkLonger("the feed", has, length, "interval of history");
    const longer = { length, endOf: barEnds(calendar, length), histories: symbols.map(() => undefined) };
    this.#longer.set(interval, longer);
    return longer;
  }

  #find(symbols: readonly string[], interval: string | number | undefined): AlignedHistories | undefined {
    for (const one of this.#aligned)
      if (one.interval === interval && areEqual(one.histories.symbols, symbols)) return one.histories;
    return undefined;
  }

  #align(symbols: readonly string[], interval: string | number | undefined): AlignedHistories {
    const histories = new AlignedHistories([...symbols], this.#terms.historyBars, this.#terms.behavior.alignsAnew);
    // A strategy whose symbols change at every bar must not fill the memory.
    if (this.#aligned.length === MOST) this.#aligned.shift();
    this.#aligned.push({ interval, histories });
    return histories;
  }
}

const MOST = 100;

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
