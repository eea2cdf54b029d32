import type { Journal } from "../../core/journal/journal";
import type { Trade } from "../../core/orders/trade";
import { Fingerprint } from "../../run/fingerprint";
import type { SessionRun } from "../../run/run";
import type { Batch, Store, StoredFill, StoredOrder } from "../../store/store";
import { errorData } from "../stored/error";
import { type SessionState, type SessionStatus, sessionDeleted, sessionInUse, sessionMoved } from "./state";

// Steps and milliseconds of wall time after which what is new is written.
const STEPS = 65_536;
const MILLISECONDS = 1000;
// Batches under way at once: one that the store has, and one that is ready for it. A run is ahead of the disk by no more.
const MOST_WRITES = 2;

/** How much of a run has been written, so that each batch holds what is new. */
interface Marks {
  readonly steps: number;
  readonly events: number;
  readonly orders: number;
  readonly points: number;
  readonly fills: number;
  readonly snapshots: number;
  readonly records: ReadonlyMap<string, number>;
}

const nothingWritten: Marks = { steps: 0, events: 0, orders: 0, points: 0, fills: 0, snapshots: 0, records: new Map() };

/** What a writer is made of. */
export interface WriterParts {
  readonly store: Store;
  readonly id: number;
  readonly name: string;
  readonly status: SessionStatus;
  /** What the store held of it when it was opened; absent for a new one. */
  readonly stored?: { readonly content: { readonly steps: number }; readonly fingerprint: string };
  /** The session's metrics, to be stored when it has ended. */
  readonly metrics: () => Readonly<Record<string, number | null>>;
  /** Milliseconds, by default of this process. */
  readonly clock?: () => number;
}

/** Writes a session behind its run: what is new since the last commit in one transaction, and all of it later if that fails. */
export class SessionWriter {
  readonly #parts: WriterParts;
  readonly #clock: () => number;
  #release: (() => Promise<void>) | undefined;
  #fingerprint: Fingerprint | undefined;
  // What has been given to the store, and what the store has.
  #given = nothingWritten;
  #stored = nothingWritten;
  #writtenAt = 0;
  #writes = 0;
  #lastWrite: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  // The numbers of the events that accepted or denied each order, and that ended it unfilled; 0 for none.
  readonly #accepted: number[] = [];
  readonly #ended: number[] = [];

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? (() => performance.now());
  }

  /** Whether a write is under way. */
  get writing(): boolean {
    return this.#writes > 0;
  }

  /** Whether it has the lock, so that nobody else can write the session. */
  get holdsLock(): boolean {
    return this.#release !== undefined;
  }

  /**
   * Takes the lock of the session. Throws SESSION_IN_USE when another process has it, and INVALID_STATE or UNKNOWN_SESSION
   * when one has had it and the session is not what it was.
   */
  async acquire(): Promise<void> {
    if (this.#release !== undefined) return;
    const { store, id, name } = this.#parts;
    this.#release = await store.acquire(id);
    this.#writtenAt = this.#clock();
    if (this.#release === undefined) throw sessionInUse(name);
    try {
      await this.#checkUnmoved();
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  /** Goes on with a run that has done, or is to do, the same as the one before up to the last write. */
  follow(run: SessionRun): void {
    this.#fingerprint = new Fingerprint(run.engine.journal);
  }

  /** Takes a run as it is for what the store holds already. */
  adopt(run: SessionRun): void {
    this.#readEvents(run.engine.journal);
    this.#given = marksOf(run);
    this.#stored = this.#given;
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    const release = this.#release;
    this.#release = undefined;
    await release?.();
  }

  /**
   * Begins to write when enough is new and the store can take it, and returns at once: what a run leaves in memory is
   * there anyway, so it need not wait. Throws what a write before failed with.
   */
  writeBehind(run: SessionRun): void {
    this.#rethrow();
    const steps = run.engine.steps - this.#given.steps;
    if (
      this.#writes === MOST_WRITES ||
      this.#failing ||
      (steps < STEPS && this.#clock() - this.#writtenAt < MILLISECONDS)
    )
      return;
    this.#begin(run, "RUNNING");
  }

  /** Writes everything that is new, and the state; resolves when it is on disk. */
  async write(run: SessionRun, state: SessionState): Promise<void> {
    const behind = this.#writes > 0;
    if (this.#failing) await this.#lastWrite;
    this.#failure = undefined;
    this.#begin(run, state);
    await this.#lastWrite;
    // One that was under way may have failed and taken this one with it.
    if (this.#failure !== undefined && behind) await this.write(run, state);
    this.#rethrow();
  }

  /** Resolves when nothing is being written any more, be it stored or failed. */
  async written(): Promise<void> {
    await this.#lastWrite;
  }

  /** Writes the state alone. */
  async writeState(state: SessionState): Promise<void> {
    await this.written();
    await this.#parts.store.commit(this.#parts.id, { state });
  }

  async #checkUnmoved(): Promise<void> {
    const { store, id, name, stored } = this.#parts;
    const row = await store.session(id);
    if (row === undefined) throw sessionDeleted(name);
    const { cursor, fingerprint = "" } = row;
    if (cursor !== (stored?.content.steps ?? 0) || fingerprint !== (stored?.fingerprint ?? ""))
      throw sessionMoved(name);
  }

  #begin(run: SessionRun, state: SessionState): void {
    const { store, id } = this.#parts;
    const marks = marksOf(run);
    const batch = this.#batch(run, state, marks);
    this.#writtenAt = this.#clock();
    this.#writes++;
    this.#lastWrite = store.commit(id, batch).then(
      () => {
        this.#stored = marks;
        this.#writes--;
      },
      (error) => {
        this.#writes--;
        // What was given behind one that failed fails with it: that has been told already.
        if (this.#given === this.#stored) return;
        this.#given = this.#stored;
        this.#failure = { error };
      },
    );
    this.#given = marks;
  }

  // Whether what is under way waits behind a write that failed.
  get #failing(): boolean {
    return this.#writes > 0 && this.#given === this.#stored;
  }

  #rethrow(): void {
    if (this.#failure === undefined) return;
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }

  #batch(run: SessionRun, state: SessionState, marks: Marks): Batch {
    const { engine, tracker } = run;
    const { status } = this.#parts;
    const ended = state === "COMPLETED" || state === "FAILED";
    this.#fingerprint ??= new Fingerprint(engine.journal);
    const { time, equity, length } = engine.curve;
    const from = this.#given.points;
    return {
      state,
      cursor: marks.steps,
      fingerprint: this.#fingerprint.read(engine.portfolio.cash),
      startedAt: status.startedAt,
      endedAt: status.endedAt,
      endReason: status.endReason,
      error: status.error && errorData(status.error),
      orders: this.#orders(run),
      fills: this.#fills(run),
      trades: this.#trades(run),
      snapshots: tracker.snapshots.slice(this.#given.snapshots),
      curve: { from, time: time.subarray(from, length), equity: equity.subarray(from, length) },
      days: tracker.days(engine.portfolio),
      logs: this.#logs(run),
      records: this.#records(run),
      positions: engine.portfolio.positions(),
      ...(ended && { metrics: this.#parts.metrics() }),
    };
  }

  // The orders that are new, and older ones that an event of this batch speaks of, as they stand now.
  *#orders({ engine: { journal } }: SessionRun): Iterable<StoredOrder> {
    const changed = this.#readEvents(journal);
    for (const row of changed) yield this.#order(journal, row);
    for (let row = this.#given.orders; row < journal.orders.length; row++) yield this.#order(journal, row);
  }

  #order({ orders }: Journal, row: number): StoredOrder {
    const order = { number: orders.number(row), order: orders.at(row), acceptedSequence: this.#accepted[row] };
    return this.#ended[row] === 0 ? order : { ...order, endedSequence: this.#ended[row] };
  }

  // Notes what the events since the last commit did to orders; returns the rows of those that were there before.
  #readEvents(journal: Journal): ReadonlySet<number> {
    const changed = new Set<number>();
    for (let index = this.#given.events; index < journal.length; index++) {
      const kind = journal.kind(index);
      if (kind === "log") continue;
      const row = kind === "fill" ? journal.fills.orderRow(journal.row(index)) : journal.row(index);
      if (kind === "orderAccepted" || kind === "orderDenied") {
        this.#accepted[row] = index + 1;
        this.#ended[row] = 0;
      } else if (kind !== "fill") this.#ended[row] = index + 1;
      if (row < this.#given.orders) changed.add(row);
    }
    return changed;
  }

  *#fills({ engine: { journal } }: SessionRun): Iterable<StoredFill> {
    for (let index = this.#given.events; index < journal.length; index++) {
      if (journal.kind(index) === "fill") yield { sequence: index + 1, fill: journal.fills.at(journal.row(index)) };
    }
  }

  // A trade is new, or was changed by a fill of this batch: its last exit is not before the first of them.
  *#trades({ engine: { journal }, tracker }: SessionRun): Iterable<Trade> {
    if (this.#given.fills === journal.fills.length) return;
    const since = journal.fills.time(this.#given.fills);
    const { trades } = tracker;
    for (let place = 0; place < trades.length; place++) if (trades.exitTime(place) >= since) yield trades.at(place);
  }

  #logs({ engine: { journal } }: SessionRun) {
    const logs = [];
    for (let index = this.#given.events; index < journal.length; index++) {
      if (journal.kind(index) === "log") logs.push({ sequence: index + 1, ...journal.logs[journal.row(index)] });
    }
    return logs;
  }

  #records({ engine }: SessionRun) {
    return engine.recorder.columns.map(({ name, time, value }) => {
      const from = this.#given.records.get(name) ?? 0;
      return { name, from, time: time.view(from), value: value.view(from) };
    });
  }
}

function marksOf({ engine, tracker }: SessionRun): Marks {
  return {
    steps: engine.steps,
    events: engine.journal.length,
    orders: engine.journal.orders.length,
    points: engine.curve.length,
    fills: engine.journal.fills.length,
    snapshots: tracker.snapshots.length,
    records: new Map(engine.recorder.columns.map(({ name, value }) => [name, value.length])),
  };
}
