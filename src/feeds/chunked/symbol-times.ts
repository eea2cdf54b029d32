import { leastGap } from "../found/clock-days";
import { isFarFrom } from "../found/strays";

/** A first or last row that is far from all others. */
interface StrayRow {
  readonly path: string;
  readonly text: string;
}

/** The times of the rows of a symbol, which come part by part, in their order. */
export class SymbolTimes {
  /** Rows so far. */
  rows = 0;
  /** The times of all rows that have times of day, as long as these are as far apart as those of days. */
  apart: number[] | undefined;
  readonly #gaps = new Map<number, number>();
  readonly #shared: Map<number, number> | undefined;
  #last = Number.NaN;
  // Runs of one gap are counted at once.
  #place = Number.NaN;
  #run = Number.NaN;
  #count = 0;
  // Gaps of the rows of one file: the first, the last, and the longest between them.
  #path: string;
  #fileRows = 0;
  #before = Number.NaN;
  #firstTimes: [number, number] = [Number.NaN, Number.NaN];
  #longest = 0;
  #stray: StrayRow | undefined;

  /**
   * `path`: the file of the rows that come; `isTimed`: whether they are bars with times of day; `shared` counts gaps
   * together with those of others.
   */
  constructor(path: string, isTimed: boolean, shared?: Map<number, number>) {
    this.#shared = shared;
    this.#path = path;
    this.apart = isTimed ? [] : undefined;
  }

  /** Takes the next row: its time, and what its gaps are counted in, NaN where they are not. */
  add(time: number, place: number): void {
    const gap = time - this.#last;
    if (this.apart !== undefined) {
      if (gap < leastGap) this.apart = undefined;
      else this.apart.push(time);
    }
    this.rows++;
    if (++this.#fileRows > 3 && this.#last - this.#before > this.#longest) this.#longest = this.#last - this.#before;
    if (this.#fileRows <= 2) this.#firstTimes[this.#fileRows - 1] = time;
    this.#before = this.#last;
    this.#last = time;
    const counted = place - this.#place;
    this.#place = place;
    if (counted === this.#run) this.#count++;
    else if (!Number.isNaN(counted)) {
      this.#close();
      [this.#run, this.#count] = [counted, 1];
    }
  }

  /** How often each gap comes. */
  get gaps(): ReadonlyMap<number, number> {
    this.#close();
    return this.#gaps;
  }

  #close(): void {
    const gaps = this.#shared ?? this.#gaps;
    if (this.#count > 0) gaps.set(this.#run, (gaps.get(this.#run) ?? 0) + this.#count);
    this.#count = 0;
  }

  /** Goes on to another file, whose first and last rows are judged for themselves. */
  beginFile(path: string): void {
    this.#stray = this.stray();
    this.#path = path;
    this.#fileRows = 0;
    this.#longest = 0;
  }

  /** Returns a first or last row of a file that is far from all others, as `strayEnds` finds them. */
  stray(): StrayRow | undefined {
    if (this.#stray !== undefined || this.#fileRows < 3) return this.#stray;
    const [[start, second], before, end] = [this.#firstTimes, this.#before, this.#last];
    const [first, last] = [second - start, end - before];
    const at = Math.max(first, last);
    if (!isFarFrom(at, Math.max(this.#longest, Math.min(first, last)))) return undefined;
    return { path: this.#path, text: new Date(last === at ? end : start).toISOString() };
  }
}
