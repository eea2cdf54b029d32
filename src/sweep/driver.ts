import { clearInterval, setInterval } from "node:timers";
import { PaperLabError } from "../errors";
import type { SweepChanges, SweepStore } from "../store/store";
import type { SweepRecord } from "./kept/record";
import { pointStates, type SweepState } from "./kept/results";
import type { Executor, PointResult, SweepMaterial } from "./plan/executor";
import type { SweepPlan, SweepPoint } from "./plan/plan";
import type { PreparedSweep } from "./plan/prepare";

// Milliseconds between two looks for results to be stored: a process that dies loses less than a second of work.
const EVERY = 400;
// A sweep that grows is stored with all of its points. This many times as long as that took, it waits for more.
const REST = 20;
// Steps after which all results are stored in one place.
const MOST_STEPS = 500;

/** How a sweep is run. */
export interface SweepRunning {
  readonly executor: Executor;
  /** Runs that failed are run again. */
  readonly retry: boolean;
  /** Its abort pauses the sweep. */
  readonly signal: AbortSignal;
}

/**
 * Runs what is left of a sweep, and stores results as they come. Resolves once it is COMPLETED, or PAUSED because the signal was
 * aborted. Rejects with SWEEP_IN_USE, the errors of the store, and those of the executor; the sweep is then PAUSED with what
 * was done.
 */
export async function runSweep(record: SweepRecord, prepared: PreparedSweep, running: SweepRunning): Promise<void> {
  const { store, id, name } = record;
  record.executed = 0;
  if (leftOf(record, running.retry).length === 0 && record.state === "COMPLETED") return;
  const release = await store.acquire(id);
  if (release === undefined) throw sweepInUse(name);
  try {
    // Another process may have taken it further.
    await restoreGrown(record, store);
    if (running.retry) record.forgetFailures();
    await new Running(record, prepared, running).run();
  } finally {
    await release();
  }
}

// Also points that another process has added.
async function restoreGrown(record: SweepRecord, store: SweepStore): Promise<void> {
  const row = await store.find(record.name);
  if (row?.id !== record.id)
    throw new PaperLabError("UNKNOWN_SWEEP", `Sweep "${record.name}" was deleted. Run its cell to make it anew`);
  record.grow((row.plan as SweepPlan).points);
  await restore(record, store);
}

/** Reads what is stored of a sweep. Rejects with the errors of the store. */
export async function restore(record: SweepRecord, store: SweepStore): Promise<void> {
  const keeps = record.plan.keep === "returns" || record.plan.windows !== undefined;
  record.restore(await store.results(record.id), keeps ? await store.returns(record.id) : []);
}

function leftOf({ states }: SweepRecord, retry: boolean): number[] {
  const left: number[] = [];
  for (let index = 0; index < states.length; index++)
    if (states[index] === pointStates.left || (retry && states[index] === pointStates.failed)) left.push(index);
  return left;
}

/** Returns the error of a sweep that somebody else runs. */
export function sweepInUse(name: string): PaperLabError {
  const message = `Sweep "${name}" is run by another process, or by another cell. Wait until it has ended`;
  return new PaperLabError("SWEEP_IN_USE", message);
}

/** One call that runs a sweep. */
class Running {
  readonly #record: SweepRecord;
  readonly #prepared: PreparedSweep;
  readonly #running: SweepRunning;
  // Ends the runs when the sweep is interrupted, or when the store fails.
  readonly #end = new AbortController();
  #writing: Promise<void> = Promise.resolve();
  #steps = 0;
  // Whether it has points that are not stored.
  #isGrown = false;
  // Time before which points are not stored again.
  #notBefore = 0;
  // Whether no more points come.
  #isWhole: boolean;
  #failure: { readonly error: unknown } | undefined;

  constructor(record: SweepRecord, prepared: PreparedSweep, running: SweepRunning) {
    this.#record = record;
    this.#prepared = prepared;
    this.#running = running;
    this.#isWhole = prepared.growth === undefined;
  }

  async run(): Promise<void> {
    const record = this.#record;
    const { signal } = this.#running;
    const end = () => this.#end.abort();
    record.begin();
    await this.#enter("RUNNING");
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    const timer = setInterval(() => this.#write(), EVERY);
    try {
      await this.#runLeft();
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      clearInterval(timer);
      signal.removeEventListener("abort", end);
    }
    await this.#settle();
  }

  // Runs all that there is, and what comes after it.
  async #runLeft(): Promise<void> {
    const record = this.#record;
    const { signal } = this.#end;
    const growth = await this.#prepared.growth?.();
    let material: SweepMaterial | undefined;
    try {
      while (!signal.aborted) {
        const left = leftOf(record, false);
        if (left.length > 0) {
          material ??= this.#prepared.material();
          await this.#runSome(left, material);
        }
        if (signal.aborted || leftOf(record, false).length > 0) break;
        const points = await growth?.next(record);
        for (const text of growth?.notes ?? []) record.note(text);
        if (points === undefined) this.#isWhole = true;
        if (points === undefined) break;
        await this.#grow(points);
      }
    } finally {
      if (material !== undefined) await this.#running.executor.close();
      await growth?.close();
    }
  }

  // Of a search, only its newest runs are sent: all of them with each batch would be too much.
  async #runSome(left: readonly number[], material: SweepMaterial): Promise<void> {
    const { executor } = this.#running;
    const { plan } = this.#record;
    const first = plan.search === undefined ? 0 : left[0];
    await executor.prepare(first === 0 ? plan : { ...plan, points: plan.points.slice(first), first }, material);
    const indices = left.map((index) => index - first);
    const benchmark = this.#prepared.session.benchmark?.series;
    const took = (result: PointResult) => this.#record.take({ ...result, index: result.index + first }, benchmark);
    await executor.run(indices, took, this.#end.signal);
  }

  // New points are stored together with the first of their results.
  async #grow(points: readonly SweepPoint[]): Promise<void> {
    const record = this.#record;
    const isOther = record.staying(points) < record.points.length;
    if (isOther) {
      this.#writeAll();
      await this.#writing;
      // Runs that failed before may have come to something since.
      record.note("its results lead to other runs than before. What was stored of these is left out");
    }
    record.grow(points);
    this.#isGrown = true;
    if (isOther) await record.store.fold(record.id, record.whole(), this.#changes());
  }

  // What is to be stored of its row, with points that are not stored yet.
  #changes(): SweepChanges {
    const record = this.#record;
    const grown = this.#isGrown ? record.grownPoints() : {};
    this.#isGrown = false;
    return { ...record.changes(), ...grown };
  }

  async #settle(): Promise<void> {
    const record = this.#record;
    await this.#writing;
    const isOver = this.#isWhole && leftOf(record, false).length === 0;
    record.state = isOver ? "COMPLETED" : "PAUSED";
    const changes = { ...this.#changes(), state: record.state, ...(isOver && { endedAt: Date.now() }) };
    // The last results first: their trials and returns are only in a step.
    await record.store.add(record.id, record.step(), changes);
    await record.store.fold(record.id, record.whole(), changes);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #enter(state: SweepState): Promise<void> {
    const record = this.#record;
    record.state = state;
    const { startedAt } = record.timing;
    await record.store.add(record.id, undefined, { ...record.changes(), state, startedAt, rank: record.rank });
  }

  // Points that came since are stored with it, but not all the time.
  #write(): void {
    if (!this.#isGrown || performance.now() >= this.#notBefore) this.#writeAll();
  }

  // One write after the other. If one fails, the sweep is paused, and what it had is stored with the next.
  #writeAll(): void {
    this.#writing = this.#writing.then(async () => {
      const record = this.#record;
      if (!record.hasPending || this.#failure !== undefined) return;
      const begun = performance.now();
      const results = record.pending;
      const isGrown = this.#isGrown;
      try {
        await record.store.add(record.id, record.step(), this.#changes());
        if (++this.#steps % MOST_STEPS === 0) await record.store.fold(record.id, record.whole(), this.#changes());
      } catch (error) {
        record.giveBack(results);
        this.#isGrown = true;
        this.#failure = { error };
        this.#end.abort();
      }
      if (isGrown) this.#notBefore = begun + REST * (performance.now() - begun);
    });
  }
}
