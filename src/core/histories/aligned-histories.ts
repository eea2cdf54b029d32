import { SymbolHistory } from "../market/history";

/**
 * The bars of several symbols at the times at which all of them have one, so that a row is the same time in each. Taking
 * in a bar costs the same however many there are.
 */
export class AlignedHistories {
  /** The histories, by symbol. They are other objects after bars were missed. */
  bySymbol: Readonly<Record<string, SymbolHistory>>;
  readonly symbols: readonly string[];
  readonly #limit: number;
  #aligned: readonly SymbolHistory[];
  // By symbol: bars taken in, ever, and how many of the newest are still to be looked at.
  readonly #taken: Float64Array;
  readonly #left: Float64Array;
  // By symbol: splits taken in.
  readonly #splits: Float64Array;
  // By symbol: the history that bars were taken from. A longer one that has lost bars begins anew, as another object.
  readonly #from: SymbolHistory[] = [];
  readonly #beginsAnew: boolean;
  // The same bars as traded, if a symbol is split.
  #raw: AlignedHistories | undefined = undefined;

  /** `limit`: newest bars kept of each. `beginsAnew`: whether to begin anew with a history that has done so. */
  constructor(symbols: readonly string[], limit: number, beginsAnew: boolean) {
    this.#beginsAnew = beginsAnew;
    this.symbols = symbols;
    this.#limit = limit;
    this.#taken = new Float64Array(symbols.length);
    this.#left = new Float64Array(symbols.length);
    this.#splits = new Float64Array(symbols.length);
    this.#aligned = symbols.map((symbol) => new SymbolHistory(symbol, limit));
    this.bySymbol = this.#named();
  }

  /** Takes in what came since. `sources` are the histories of the symbols, in their order, all up to now. */
  catchUp(sources: readonly SymbolHistory[]): void {
    let isNew = false;
    for (let at = 0; at < sources.length; at++) {
      const { seen, length, splits } = sources[at];
      if (this.#beginsAnew && this.#from[at] !== sources[at]) this.#takeFrom(at, sources[at]);
      // All bars so far were taken in before them.
      for (; this.#splits[at] < splits.length; this.#splits[at]++)
        if (this.#taken[at] > 0) this.#aligned[at].split(splits[this.#splits[at]].ratio);
      const count = seen - this.#taken[at];
      if (count > 0) isNew = true;
      if (count > length && this.#taken[at] > 0) this.#startAnew();
      this.#left[at] = Math.min(count, length);
      this.#taken[at] = seen;
    }
    if (isNew) while (this.#hasRow(sources)) this.#append(sources);
    if (this.#raw !== undefined || sources.some((source) => source.raw !== source)) this.#catchUpRaw(sources);
  }

  #catchUpRaw(sources: readonly SymbolHistory[]): void {
    this.#raw ??= new AlignedHistories(this.symbols, this.#limit, this.#beginsAnew);
    this.#raw.catchUp(sources.map(({ raw }) => raw));
    for (const [at, history] of this.#aligned.entries()) history.raw = this.#raw.#aligned[at];
  }

  // Goes on to the next time at which all have a bar.
  #hasRow(sources: readonly SymbolHistory[]): boolean {
    const left = this.#left;
    let latest = Number.NEGATIVE_INFINITY;
    for (let matched = 0, at = 0; matched < sources.length; at = (at + 1) % sources.length) {
      while (left[at] > 0 && sources[at].timeBefore(left[at] - 1) < latest) left[at]--;
      // Later bars of the others have no match either: all of this symbol up to now were looked at.
      if (left[at] === 0) return false;
      const time = sources[at].timeBefore(left[at] - 1);
      matched = time === latest ? matched + 1 : 1;
      latest = time;
    }
    return true;
  }

  #append(sources: readonly SymbolHistory[]): void {
    for (let at = 0; at < sources.length; at++) sources[at].copyTo(this.#aligned[at], --this.#left[at]);
  }

  #takeFrom(at: number, source: SymbolHistory): void {
    if (this.#taken[at] > 0) this.#startAnew();
    this.#from[at] = source;
    this.#taken[at] = 0;
    this.#splits[at] = 0;
  }

  // Bars that are no longer kept leave a hole.
  #startAnew(): void {
    this.#aligned = this.symbols.map((symbol) => new SymbolHistory(symbol, this.#limit));
    this.bySymbol = this.#named();
  }

  #named(): Readonly<Record<string, SymbolHistory>> {
    return Object.freeze(Object.fromEntries(this.#aligned.map((history) => [history.symbol, history])));
  }
}
