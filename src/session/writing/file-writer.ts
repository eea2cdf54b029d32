import type { SessionRun } from "../../run/run";
import type { SessionRow, Urgency } from "../../store/store";
import { type SessionRecord, type Stored, storedOf } from "../record/record";
import { hasEnded, type SessionState, sessionMoved } from "../record/status";
import { type Marks, nothingWritten, RunBatches, refusalOf } from "./batches";
import { SessionLock } from "./session-lock";
import type { SessionWriter } from "./writer";

// Steps, or milliseconds of wall time, after which new results are written. A write then waits up to 300 ms for other
// sessions, and is stored within a second.
const STEPS = 65_536;
const MILLISECONDS = 600;
// Most batches under way: one that is being stored, and one that is ready. A run is never further ahead of the disk.
const MOST_WRITES = 2;

interface Failure {
  readonly error: unknown;
}

/**
 * Writes a session while it runs: what is new since the last commit, in one transaction. If that fails, a later write
 * contains it all.
 */
export class FileWriter implements SessionWriter {
  readonly #record: SessionRecord;
  readonly #clock: () => number;
  readonly #news: () => void;
  readonly #lock: SessionLock;
  #batches: { readonly run: SessionRun; readonly of: RunBatches } | undefined;
  // What is stored, and what has been handed over.
  #stored: Marks;
  #given: Marks;
  #writtenAt = 0;
  #writes = 0;
  // Whether there was something to write, but no room for another batch.
  #isBehind = false;
  // Whether the next batch continues the one before it, and how many failures there were.
  #goesOn = false;
  #failures = 0;
  // What others read that the session is. Undefined if that is not known.
  #told: SessionState | undefined;
  #reported: Promise<Failure | undefined> | undefined;
  #failure: Failure | undefined;

  /**
   * `clock`: milliseconds. `news`: called when a write failed, or when there is room again for a batch that had to
   * wait. Call `writeBehind` then.
   */
  constructor(record: SessionRecord, clock: () => number, news: () => void) {
    this.#record = record;
    this.#clock = clock;
    this.#news = news;
    this.#lock = new SessionLock(record);
    const { content, fingerprint } = record.stored ?? { content: nothingWritten, fingerprint: "" };
    const points = record.stored?.content.curve.length ?? 0;
    this.#stored = { ...nothingWritten, steps: content.steps, points, fingerprint };
    this.#given = this.#stored;
  }

  get writing(): boolean {
    return this.#writes > 0;
  }

  get points(): number {
    return this.#stored.points;
  }

  get holdsLock(): boolean {
    return this.#lock.held;
  }

  async acquire(): Promise<void> {
    if (this.#lock.held) return;
    await this.#lock.take((row) => this.#checkUnmoved(row));
    this.#writtenAt = this.#clock();
  }

  release(): Promise<void> {
    return this.#lock.giveBack();
  }

  adopt(run: SessionRun): void {
    const of = new RunBatches(this.#record, run);
    of.skip();
    this.#batches = { run, of };
    this.#given = of.marks();
    this.#stored = this.#given;
  }

  // What a run keeps in memory is there anyway, so it need not wait for the store.
  writeBehind(run: SessionRun, wait = 0): void {
    this.#rethrow();
    const steps = run.engine.steps - this.#given.steps;
    const isDue = steps >= STEPS || wait >= MILLISECONDS || this.#clock() - this.#writtenAt >= MILLISECONDS;
    if (steps === 0 && wait >= MILLISECONDS) this.#tellWaiting();
    if (steps === 0 || !isDue) return;
    this.#isBehind = this.#writes >= MOST_WRITES;
    if (!this.#isBehind) this.#begin(run, "RUNNING", true);
  }

  async write(run: SessionRun, state: SessionState): Promise<void> {
    const behind = this.#writes > 0;
    this.#failure = undefined;
    this.#begin(run, state, false);
    await this.#reported;
    // A write that was under way may have failed, and this one with it.
    if (this.#failure !== undefined && behind) await this.write(run, state);
    this.#rethrow();
  }

  // While the session runs, a failure is also that of whoever writes next, and ends the run.
  async keep(run: SessionRun, state: SessionState): Promise<void> {
    const failure = await this.#begin(run, state, false);
    if (state !== "RUNNING") this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  async writeState(state: SessionState): Promise<void> {
    await this.#reported;
    this.#told = state;
    await this.#record.store.commit(this.#record.id, { state });
  }

  async writeRefusal(error: Error | undefined): Promise<void> {
    await this.#record.store.commit(this.#record.id, refusalOf(error));
  }

  async recall(): Promise<Stored | undefined> {
    await this.#reported;
    return storedOf(this.#record);
  }

  // Whoever is about to run a session does not know that it has ended, if it has.
  #checkUnmoved({ cursor, state, fingerprint = "" }: SessionRow): void {
    const { steps, fingerprint: known } = this.#stored;
    if (cursor !== steps || fingerprint !== known || hasEnded(state)) throw sessionMoved(this.#record.name);
  }

  // There is nothing to write yet, and may not be for hours. If this cannot be stored, the next batch cannot be either, and says so.
  #tellWaiting(): void {
    if (this.#told === "RUNNING") return;
    this.#told = "RUNNING";
    const { store, id, status } = this.#record;
    store.commit(id, { state: "RUNNING", startedAt: status.startedAt }).catch(() => {
      this.#told = undefined;
    });
  }

  // A batch continues the one before it. If that one fails, both fail. The next batch then starts from what is stored,
  // and later reports of the failed ones are ignored.
  #begin(run: SessionRun, state: SessionState, patient: boolean): Promise<Failure | undefined> {
    const { store, id } = this.#record;
    const batches = this.#batchesOf(run);
    const marks = batches.marks();
    const failures = this.#failures;
    const urgency: Urgency = { goesOn: this.#goesOn, patient };
    this.#reported = store.commit(id, batches.batch(state, this.#given, marks), urgency).then(
      () => this.#succeed(marks),
      (error) => this.#fail(error, failures),
    );
    this.#told = state;
    this.#writtenAt = this.#clock();
    this.#writes++;
    this.#goesOn = true;
    this.#given = marks;
    return this.#reported;
  }

  // Another run has done, or will do, the same as the one before it up to the last write.
  #batchesOf(run: SessionRun): RunBatches {
    if (this.#batches?.run !== run) {
      this.#batches = { run, of: new RunBatches(this.#record, run) };
      if (this.#given.events > 0) this.#batches.of.skip();
    }
    return this.#batches.of;
  }

  #succeed(marks: Marks): undefined {
    this.#writes--;
    this.#stored = marks;
    if (this.#isBehind) this.#news();
  }

  #fail(error: unknown, failuresBefore: number): Failure {
    this.#writes--;
    if (this.#failures !== failuresBefore) return { error };
    this.#failures++;
    this.#given = this.#stored;
    this.#goesOn = false;
    this.#failure = { error };
    this.#news();
    return this.#failure;
  }

  #rethrow(): void {
    if (this.#failure === undefined) return;
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }
}
