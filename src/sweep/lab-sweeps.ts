import { didYouMean, shown } from "../core/checks";
import { listText } from "../core/short-text";
import { PaperLabError } from "../errors";
import { kernelHook } from "../notebook/hook";
import { newestFingerprint } from "../run/fingerprint/fingerprint";
import { differencesOf, differenceText } from "../session/plan/differences";
import type { ListedSweep, StoredSweep, SweepStore } from "../store/store";
import { restore, runSweep, type SweepRunning, sweepInUse } from "./driver";
import { SweepRecord } from "./kept/record";
import { fileDifferences, pointDifferences } from "./plan/differences";
import type { SweepPlan } from "./plan/plan";
import type { PreparedSweep } from "./plan/prepare";

export type { ListedSweep } from "../store/store";

/** The sweeps of a lab. There is one record of each in this process. */
export class LabSweeps {
  readonly #store: SweepStore;
  readonly #open = new Map<number, WeakRef<SweepRecord>>();
  // What runs here, and how to end it.
  readonly #running = new Map<SweepRecord, { readonly end: AbortController; readonly over: Promise<void> }>();

  constructor(store: SweepStore) {
    this.#store = store;
  }

  /**
   * Makes a sweep, or finds the one of the name with the same plan. Another plan of the name is `name #2`, and what differs is said.
   * Without a name it is a new one, `sweep-1` and so on.
   */
  async create(prepared: PreparedSweep, name: string | undefined): Promise<SweepRecord> {
    for (;;) {
      try {
        return await this.#created(prepared, name);
      } catch (error) {
        // Another process took the name in the meantime. Now the store knows whose it is.
        if (!(error instanceof PaperLabError) || error.code !== "SESSION_EXISTS") throw error;
      }
    }
  }

  async #created(prepared: PreparedSweep, name: string | undefined): Promise<SweepRecord> {
    const passed: StoredSweep[] = [];
    for (let count = name === undefined ? (await this.#store.list()).length + 1 : 1; ; count++) {
      const candidate = name === undefined ? `sweep-${count}` : count === 1 ? name : `${name} #${count}`;
      const row = await this.#store.find(candidate);
      if (row !== undefined && (name === undefined || !isSame(row, prepared))) {
        passed.push(row);
        continue;
      }
      const record = await this.#recordOf(row ?? (await this.#insert(prepared, candidate)));
      await this.#rank(record, prepared.rank);
      record.findModule(prepared.plan.code.module);
      const last = passed.at(-1);
      if (last !== undefined && name !== undefined) record.note(anotherText(last, prepared.plan));
      for (const text of prepared.notes) record.note(text);
      return record;
    }
  }

  async #rank(record: SweepRecord, rank: PreparedSweep["rank"]): Promise<void> {
    const was = record.rank;
    record.rank = rank;
    if (was.metric === rank.metric) return;
    record.note(otherRankText(was, rank));
    // One that goes on stores it with its first results.
    if (record.state === "COMPLETED") await this.#store.add(record.id, undefined, { rank });
  }

  #insert({ plan, identity, rank }: PreparedSweep, name: string): Promise<StoredSweep> {
    const runs = plan.points.length;
    const created = { name, state: "CREATED" as const, done: 0, failed: 0, createdAt: Date.now() };
    const metrics = [...plan.metrics];
    return this.#store.insert({ ...created, identity, plan, rank, metrics, version: newestFingerprint, runs });
  }

  /** Returns the sweep of a name, as it is stored. Throws UNKNOWN_SWEEP, with the near match. */
  async known(name: string): Promise<SweepRecord> {
    const row = await this.#store.find(name);
    if (row !== undefined) return this.#recordOf(row);
    const names = (await this.#store.list()).map((one) => one.name);
    const known = names.length === 0 ? " The lab has none" : ` It has ${listText(names)}`;
    throw new PaperLabError("UNKNOWN_SWEEP", `Unknown sweep ${shown(name)}.${didYouMean(name, names) || known}`);
  }

  /** Returns what is listed of all sweeps, in the order they were made. */
  async list(): Promise<ListedSweep[]> {
    const rows = await this.#store.list();
    for (const [at, row] of rows.entries()) rows[at] = { ...row, state: await this.#stateOf(row) };
    return rows;
  }

  /**
   * Runs what is left of a sweep. See `runSweep`. It counts as running here until it rests, so that `close` can pause it.
   */
  async run(record: SweepRecord, prepared: PreparedSweep, running: SweepRunning): Promise<void> {
    if (this.#running.has(record)) throw sweepInUse(record.name);
    const end = new AbortController();
    const abort = () => end.abort();
    if (running.signal.aborted) abort();
    running.signal.addEventListener("abort", abort, { once: true });
    const work = runSweep(record, prepared, { ...running, signal: end.signal });
    const over = work.then(
      () => undefined,
      () => undefined,
    );
    this.#running.set(record, { end, over });
    const hook = kernelHook();
    const pauseNow = () => {
      abort();
      return over;
    };
    const shown = { name: record.name, pauseNow };
    hook?.sessions.set(shown, hook.cell());
    try {
      await work;
    } finally {
      this.#running.delete(record);
      hook?.sessions.delete(shown);
      running.signal.removeEventListener("abort", abort);
    }
  }

  /** Removes a sweep. What it tried stays in the ledger. Throws UNKNOWN_SWEEP, and SWEEP_IN_USE while it runs. */
  async delete(name: string): Promise<void> {
    const { id } = await this.known(name);
    const release = await this.#store.acquire(id);
    if (release === undefined) throw sweepInUse(name);
    try {
      await this.#store.delete(id);
      this.#open.delete(id);
    } finally {
      await release();
    }
  }

  /** Pauses what runs here. Resolves once it is stored. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { end } of running) end.abort();
    await Promise.all(running.map(({ over }) => over));
  }

  // One that runs here has more than the store.
  async #recordOf(row: StoredSweep): Promise<SweepRecord> {
    const open = this.#open.get(row.id)?.deref();
    if (open !== undefined && this.#running.has(open)) return open;
    const record = open ?? new SweepRecord(row, this.#store);
    record.state = await this.#stateOf(row);
    record.rank = row.rank as SweepRecord["rank"];
    record.grow((row.plan as SweepPlan).points);
    await restore(record, this.#store);
    this.#open.set(row.id, new WeakRef(record));
    return record;
  }

  // One that is RUNNING in no process was left by one that died.
  async #stateOf({ id, state }: Pick<ListedSweep, "id" | "state">): Promise<ListedSweep["state"]> {
    if (state !== "RUNNING") return state;
    const release = await this.#store.acquire(id);
    if (release === undefined) return state;
    await release();
    return "PAUSED";
  }
}

function isSame({ identity, plan }: StoredSweep, prepared: PreparedSweep): boolean {
  return identity === prepared.identity && fileDifferences(prepared.plan, plan as SweepPlan).length === 0;
}

function otherRankText(was: PreparedSweep["rank"], now: PreparedSweep["rank"]): string {
  return `it is ranked by ${now.metric} now, and was by ${was.metric}: what earlier calls returned keeps that`;
}

function anotherText({ name, plan }: StoredSweep, now: SweepPlan): string {
  const was = plan as SweepPlan;
  const parts = [...differencesOf(now.config, was.config), ...pointDifferences(now, was), ...fileDifferences(now, was)];
  const why = parts.length === 0 ? "what its strategy reaches" : differenceText(parts);
  return `Sweep "${name}" stays as it is; this is another one (${why})`;
}
