import type { SessionMetrics } from "../analysis/session-metrics";
import { PaperLabError } from "../errors";
import type { ListedRow, SessionName, Store } from "../store/store";
import type { SessionConfig } from "./plan/config";
import { metricsOfRecord } from "./record/record";
import { hasEnded } from "./record/status";
import { contentOfStored } from "./record/stored-content";

type Metrics = SessionMetrics["metrics"];

// A lab is opened at once. So many steps are read in a few hundredths of a second.
const MOST_STEPS = 20_000;

/**
 * The metrics of sessions that have not ended and are not open here, as they stand in the store, which has those of sessions
 * that have ended only.
 */
export class UnfinishedMetrics {
  readonly #store: Store;
  readonly #known = new Map<number, { readonly steps: number; readonly metrics: Metrics }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Returns what was read of a session, if it still stands at that step. */
  at(id: number, steps: number): Metrics | undefined {
    const known = this.#known.get(id);
    return known?.steps === steps ? known.metrics : undefined;
  }

  /** Gives a row its metrics, if it is that of such a session. */
  async add(row: ListedRow): Promise<void> {
    if (hasEnded(row.state) || row.cursor === 0 || row.metricNames.length > 0) return;
    const metrics = this.at(row.id, row.cursor) ?? (await this.#read(row.id));
    if (metrics === undefined) return;
    const values = Float64Array.from(Object.values(metrics), (value) => value ?? Number.NaN);
    Object.assign(row, { metricNames: Object.keys(metrics), metricValues: values });
  }

  /** Reads those of some sessions that have not ended, the last first, unless they have taken very many steps. */
  async readAhead(names: readonly (readonly [id: number, name: SessionName])[]): Promise<void> {
    const ids = names.filter(([, { state }]) => !hasEnded(state)).map(([id]) => id);
    if (ids.length === 0 || this.#store.keepsObjects) return;
    let left = MOST_STEPS;
    for (const row of (await this.#store.listed({ ids, metrics: [], parts: [] })).reverse()) {
      left -= row.cursor;
      if (left >= 0) await this.add(row);
    }
  }

  // A session that cannot be read is listed without metrics. Whoever opens it learns why.
  async #read(id: number): Promise<Metrics | undefined> {
    try {
      const row = await this.#store.session(id);
      if (row === undefined) return undefined;
      const config = row.config as SessionConfig;
      const stored = await this.#store.restore(id);
      const benchmark = stored.benchmark && { name: config.benchmark ?? "benchmark", series: stored.benchmark };
      const { initialCapital, cursor: steps } = row;
      const content = contentOfStored(stored, row);
      const { metrics } = metricsOfRecord({ config, initialCapital, benchmark }, content);
      this.#known.set(id, { steps, metrics });
      return metrics;
    } catch (error) {
      if (error instanceof PaperLabError) return undefined;
      throw error;
    }
  }
}
