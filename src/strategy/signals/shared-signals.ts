import { SeriesMemory } from "../indicators/mechanism/series-memory";
import type { WholeColumns } from "./columns";
import type { Wanted } from "./wanted";

/** What is wanted of each symbol of a run, `undefined` for one that signals leave out. */
export type RunSignals = readonly (Wanted | undefined)[];

// What signals want is small beside the columns that they are made of, but params may be many.
const MOST_SIGNALS = 256;

/**
 * What runs of one strategy on the same bars share: the bars as whole columns, indicators over them, and what its signals want with some params.
 * Signals of the same params are computed once.
 */
export class SharedSignals {
  /** Series of indicators over the whole columns. */
  readonly series: SeriesMemory;
  /** Whether the strategy is known to write into no column that it is given. */
  readonly leavesLists: boolean;
  #columns: WholeColumns | undefined;
  readonly #signals = new Map<string, RunSignals>();

  /** `series`: what runs of other strategies on the same bars have computed. */
  constructor(series = new SeriesMemory(), leavesLists = false) {
    this.series = series;
    this.leavesLists = leavesLists;
  }

  /** Returns the columns; `make` makes them the first time. */
  columns(make: () => WholeColumns): WholeColumns {
    this.#columns ??= make();
    return this.#columns;
  }

  /** Returns what signals want with some params; `compute` computes it the first time. It throws as `compute` does. */
  signals(params: unknown, compute: () => RunSignals): RunSignals {
    const key = JSON.stringify(params);
    const known = this.#signals.get(key);
    if (known !== undefined) return known;
    const computed = compute();
    if (this.#signals.size >= MOST_SIGNALS) this.#signals.clear();
    this.#signals.set(key, computed);
    return computed;
  }
}
