import type { BarColumns } from "../core/market/bar";
import type { Table } from "../core/table";
import { PaperLabError } from "../errors";
import { type ListingWish, listedRow } from "./reading/listing";
import type { Overview, OverviewWish, SessionAtAGlance } from "./reading/overview";
import type { QueryParameters } from "./reading/query";
import {
  type Batch,
  type BesideSession,
  changeKeys,
  type KeptTrial,
  type ListedRow,
  type NewSession,
  type SessionChanges,
  type SessionLabels,
  type SessionName,
  type SessionRow,
  type StoredContent,
  type StoredMetrics,
  type StoredTrial,
} from "./rows/batch";
import type { Release, Store } from "./store";
import { MemorySweeps } from "./sweeps/memory-sweeps";

interface Kept {
  row: SessionRow;
  readonly beside: BesideSession;
  whole?: () => Batch;
  trial?: () => StoredTrial | undefined;
  metrics?: StoredMetrics;
}

/**
 * Returns a store that keeps sessions in memory as objects. A commit changes the session's row and copies nothing of
 * its content. To read the content, it calls what `present` was given. Rows of SQLite are made only for a query.
 */
export function openMemoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly path = ":memory:";
  readonly writable = true;
  readonly keepsObjects = true;
  readonly #sessions = new Map<number, Kept>();
  readonly #trials = new Map<string, KeptTrial>();
  // The ids of sessions whose trials are in it.
  readonly #noted = new Set<number>();
  readonly #locked = new Set<number>();
  readonly sweeps = new MemorySweeps((trial) => this.#addTrial({ sessionId: 0, ...trial }));
  #last = 0;
  #closed = false;

  async insertSession(row: NewSession, beside: BesideSession = {}): Promise<SessionRow> {
    this.#checkOpen();
    const taken = row.name === undefined ? undefined : this.#find(row.name);
    const { replaces } = beside;
    if (taken !== undefined && (taken.row.id !== replaces?.id || (replaces.unlessBegun && taken.row.cursor > 0))) {
      throw nameTaken(row.name as string);
    }
    if (replaces !== undefined) await this.deleteSession(replaces.id);
    let id = row.id ?? this.#last + 1;
    while (row.name === undefined && this.#find(`session-${id}`) !== undefined) id++;
    const stored = { ...row, id, name: row.name ?? `session-${id}` };
    this.#sessions.set(id, { row: stored, beside });
    this.#last = Math.max(this.#last, id);
    return { ...stored };
  }

  async deleteSession(id: number): Promise<boolean> {
    this.#checkOpen();
    const kept = this.#sessions.get(id);
    if (kept !== undefined) this.#noteTrial(kept);
    return this.#sessions.delete(id);
  }

  async session(idOrName: number | string): Promise<SessionRow | undefined> {
    this.#checkOpen();
    const kept = this.#find(idOrName);
    return kept && { ...kept.row };
  }

  async sessionsOf(idsOrNames: readonly (number | string)[]): Promise<(SessionRow | undefined)[]> {
    return Promise.all(idsOrNames.map((one) => this.session(one)));
  }

  async sessions(): Promise<SessionRow[]> {
    this.#checkOpen();
    return Array.from(this.#sessions.values(), ({ row }) => ({ ...row }));
  }

  async names(): Promise<Map<number, SessionName>> {
    this.#checkOpen();
    return new Map(Array.from(this.#sessions.values(), ({ row }) => [row.id, row]));
  }

  async listed({ ids }: ListingWish = {}): Promise<ListedRow[]> {
    this.#checkOpen();
    const kept = [...this.#sessions.values()];
    const chosen = ids === undefined ? kept : kept.filter(({ row }) => ids.includes(row.id));
    return chosen.map(({ row, metrics }) => listedRow(row, metrics));
  }

  async relabel(id: number, { name, notes, tags }: SessionLabels): Promise<boolean> {
    this.#checkOpen();
    const kept = this.#sessions.get(id);
    if (kept === undefined) return false;
    const taken = name === undefined ? undefined : this.#find(name);
    if (taken !== undefined && taken !== kept) throw nameTaken(name as string);
    const { notes: _, tags: __, ...row } = kept.row;
    const labels = { notes: notes ?? kept.row.notes, tags: tags ?? kept.row.tags };
    kept.row = {
      ...row,
      name: name ?? row.name,
      ...(labels.notes && { notes: labels.notes }),
      ...(labels.tags !== undefined && labels.tags.length > 0 && { tags: labels.tags }),
    };
    // The ledger names the session that ran a trial last.
    for (const [key, trial] of this.#trials)
      if (trial.sessionId === id) this.#trials.set(key, { ...trial, name: kept.row.name });
    return true;
  }

  async trials(): Promise<KeptTrial[]> {
    this.#checkOpen();
    return this.trialsNow().sort((a, b) => a.ranAt - b.ranAt || a.sessionId - b.sessionId);
  }

  trialsNow(): KeptTrial[] {
    for (const kept of this.#sessions.values()) this.#noteTrial(kept);
    return [...this.#trials.values()];
  }

  overviewNow({ ids, metrics, sweeps }: OverviewWish): Overview {
    const sessions: [number, SessionAtAGlance][] = [];
    for (const id of ids) {
      const kept = this.#sessions.get(id);
      if (kept === undefined) continue;
      const { state, cursor: steps, strategy, params } = listedRow(kept.row);
      const values = metrics.map((name) => [name, kept.metrics?.[name] ?? null] as const);
      sessions.push([id, { state, steps, strategy, params, metrics: Object.fromEntries(values) }]);
    }
    const all = this.sweeps.listNow();
    return { sessions: new Map(sessions), sweeps: all.slice(Math.max(0, all.length - sweeps)), sweepCount: all.length };
  }

  // What a session has tried is found when somebody asks, or when it is deleted.
  #noteTrial({ row, trial: found }: Kept): void {
    if (row.state !== "COMPLETED" || this.#noted.has(row.id)) return;
    this.#noted.add(row.id);
    const trial = found?.();
    if (trial === undefined) return;
    this.#addTrial({ sessionId: row.id, ...trial });
  }

  #addTrial(trial: KeptTrial): void {
    const key = `${trial.identity} ${trial.data}`;
    if ((this.#trials.get(key)?.ranAt ?? 0) <= trial.ranAt) this.#trials.set(key, trial);
  }

  async commit(id: number, batch: Batch): Promise<void> {
    this.#checkOpen();
    const kept = this.#known(id);
    kept.row = { ...kept.row, ...givenOf(batch) };
    if (batch.metrics !== undefined) kept.metrics = batch.metrics;
  }

  setRunning(): void {}

  present(id: number, whole: () => Batch, trial?: () => StoredTrial | undefined): void {
    Object.assign(this.#known(id), { whole, trial });
  }

  async restore(id: number): Promise<StoredContent> {
    return this.#inSqlite((store) => store.restore(id), id);
  }

  async restoreEnded(ids: readonly number[]): Promise<StoredContent[]> {
    return Promise.all(ids.map((id) => this.restore(id)));
  }

  async readAhead(): Promise<void> {}

  async bars(sha256: string): Promise<BarColumns | undefined> {
    this.#checkOpen();
    return [...this.#sessions.values()].find(({ beside }) => beside.bars?.sha256 === sha256)?.beside.bars?.columns;
  }

  async query(sql: string, parameters?: QueryParameters): Promise<Table> {
    return this.#inSqlite((store) => store.query(sql, parameters), undefined, this.trialsNow());
  }

  async acquire(id: number): Promise<Release | undefined> {
    this.#checkOpen();
    if (this.#locked.has(id)) return undefined;
    this.#locked.add(id);
    return async () => void this.#locked.delete(id);
  }

  finishNow(): void {}

  async close(): Promise<void> {
    this.trialsNow();
    this.#closed = true;
    this.#sessions.clear();
  }

  // In a database of its own, so that the query sees all sessions as they are now. The ledger also has what others tried.
  async #inSqlite<Result>(
    work: (store: Store) => Promise<Result>,
    only?: number,
    trials?: readonly KeptTrial[],
  ): Promise<Result> {
    this.#checkOpen();
    // Loaded only here, so that nobody else waits for a database.
    const { openStore } = await import("./store");
    const store = await openStore(":memory:", { trials });
    try {
      for (const kept of this.#sessions.values())
        if (only === undefined || kept.row.id === only) await copy(kept, store);
      if (only === undefined) await this.sweeps.copyTo(store.sweeps);
      return await work(store);
    } finally {
      await store.close();
    }
  }

  #find(idOrName: number | string): Kept | undefined {
    if (typeof idOrName === "number") return this.#sessions.get(idOrName);
    return [...this.#sessions.values()].find(({ row }) => row.name === idOrName);
  }

  #known(id: number): Kept {
    const kept = this.#sessions.get(id);
    if (kept === undefined) throw new PaperLabError("UNKNOWN_SESSION", `Session ${id} is no longer in the lab`);
    return kept;
  }

  #checkOpen(): void {
    if (this.#closed) throw new PaperLabError("LAB_CLOSED", "The lab :memory: was closed. Open it again with openLab");
  }
}

function nameTaken(name: string): PaperLabError {
  return new PaperLabError("SESSION_EXISTS", `Session "${name}" exists. Choose another name or ifExists`);
}

async function copy({ row, beside: { bars, benchmark }, whole, metrics }: Kept, store: Store): Promise<void> {
  await store.insertSession(row, { bars, benchmark });
  if (whole !== undefined) await store.commit(row.id, { ...whole(), ...(metrics && { metrics }), trial: undefined });
}

// Absent fields stay as they are.
function givenOf(batch: SessionChanges): SessionChanges {
  const given = changeKeys.filter((key) => batch[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, batch[key]]));
}
