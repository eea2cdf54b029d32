import type { Journal } from "../../core/journal/journal";
import type { Trade } from "../../core/orders/trade";
import { LiveContent } from "../../run/content";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import type { SessionRun } from "../../run/run";
import type { Batch, EventColumns, SessionChanges, StoredFill, StoredOrder, Urgency } from "../../store/store";
import { errorData } from "../record/error-data";
import { metricsOfRecord, type SessionRecord } from "../record/record";
import { type SessionState, sessionDeleted, sessionInUse, sessionMoved } from "../record/status";

// Steps and milliseconds of wall time after which what is new is written.
const STEPS = 65_536;
const MILLISECONDS = 1000;
// Batches under way at once: one that the store has, and one that is ready for it. A run is ahead of the disk by no more.
const MOST_WRITES = 2;

type Fresh<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** How much of a run has been written, so that each batch holds what is new. */
interface Marks {
  readonly steps: number;
  readonly events: number;
  readonly orders: number;
  readonly points: number;
  readonly fills: number;
  readonly snapshots: number;
  readonly records: ReadonlyMap<string, number>;
  readonly fingerprint: string;
}

const nothingWritten: Marks = {
  steps: 0,
  events: 0,
  orders: 0,
  points: 0,
  fills: 0,
  snapshots: 0,
  records: new Map(),
  fingerprint: "",
};

/** Writes a session behind its run: what is new since the last commit in one transaction, and all of it later if that fails. */
export class SessionWriter {
  readonly #record: SessionRecord;
  readonly #clock: () => number;
  #release: (() => Promise<void>) | undefined;
  #fingerprint: Fingerprint | undefined;
  // What the store has, and what has been given to it.
  #stored: Marks;
  #given: Marks;
  #writtenAt = 0;
  #writes = 0;
  #presented: SessionRun | undefined;
  // Whether the next batch goes on from the one before it, and how many failures there were.
  #goesOn = false;
  #failures = 0;
  // The numbers of the events that accepted or denied each order, and that ended it unfilled; 0 for none.
  readonly #accepted: number[] = [];
  readonly #ended: number[] = [];
  #reported: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** `clock`: milliseconds. */
  constructor(record: SessionRecord, clock: () => number) {
    this.#record = record;
    this.#clock = clock;
    const { content, fingerprint } = record.stored ?? { content: nothingWritten, fingerprint: "" };
    this.#stored = { ...nothingWritten, steps: content.steps, fingerprint };
    this.#given = this.#stored;
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
    const { store, id, name } = this.#record;
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
    this.#given = this.#marksOf(run);
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
    if (this.#record.store.keepsObjects) {
      this.#present(run);
      return;
    }
    const steps = run.engine.steps - this.#given.steps;
    if (this.#writes === MOST_WRITES || (steps < STEPS && this.#clock() - this.#writtenAt < MILLISECONDS)) return;
    this.#begin(run, "RUNNING", true);
  }

  /** Writes everything that is new, and the state; resolves when it is on disk. */
  async write(run: SessionRun, state: SessionState): Promise<void> {
    const { store, id } = this.#record;
    if (store.keepsObjects) {
      this.#present(run);
      await store.commit(id, this.#changes(run, state));
      return;
    }
    const behind = this.#writes > 0;
    this.#failure = undefined;
    this.#begin(run, state, false);
    await this.#reported;
    // One that was under way may have failed and taken this one with it.
    if (this.#failure !== undefined && behind) await this.write(run, state);
    this.#rethrow();
  }

  /** Resolves when nothing is being written any more, be it stored or failed. */
  async written(): Promise<void> {
    await this.#reported;
  }

  /** Writes the state alone. */
  async writeState(state: SessionState): Promise<void> {
    await this.written();
    await this.#record.store.commit(this.#record.id, { state });
  }

  async #checkUnmoved(): Promise<void> {
    const { store, id, name } = this.#record;
    const row = await store.session(id);
    if (row === undefined) throw sessionDeleted(name);
    if (store.keepsObjects) return;
    const { cursor, fingerprint = "" } = row;
    if (cursor !== this.#stored.steps || fingerprint !== this.#stored.fingerprint) throw sessionMoved(name);
  }

  // Nothing is copied: the content is had of the run, as it is when somebody asks for rows.
  #present(run: SessionRun): void {
    if (this.#presented === run) return;
    const { store, id, status } = this.#record;
    store.present(id, () => this.#batch(run, status.state, this.#marksOf(run)));
    this.#presented = run;
  }

  // A batch goes on from the one before it. Where that fails, both fail; what is written next goes on from what the store
  // has, and what the others report later is known already.
  #begin(run: SessionRun, state: SessionState, patient: boolean): void {
    const { store, id } = this.#record;
    const marks = this.#marksOf(run);
    const failures = this.#failures;
    const urgency: Urgency = { goesOn: this.#goesOn, patient };
    this.#reported = store.commit(id, this.#batch(run, state, marks), urgency).then(
      () => this.#succeed(marks),
      (error) => this.#fail(error, failures),
    );
    this.#writtenAt = this.#clock();
    this.#writes++;
    this.#goesOn = true;
    this.#given = marks;
  }

  #succeed(marks: Marks): void {
    this.#writes--;
    this.#stored = marks;
  }

  #fail(error: unknown, failuresBefore: number): void {
    this.#writes--;
    if (this.#failures !== failuresBefore) return;
    this.#failures++;
    this.#given = this.#stored;
    this.#goesOn = false;
    this.#failure = { error };
  }

  #rethrow(): void {
    if (this.#failure === undefined) return;
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }

  #batch(run: SessionRun, state: SessionState, marks: Marks): Batch {
    const { engine, tracker } = run;
    const { time, equity, length } = engine.curve;
    const from = this.#given.points;
    return {
      ...this.#changes(run, state),
      fingerprint: marks.fingerprint,
      orders: this.#orders(run),
      fills: this.#fills(run),
      trades: this.#trades(run),
      snapshots: { from: this.#given.snapshots, list: tracker.snapshots.slice(this.#given.snapshots) },
      curve: { from, time: time.subarray(from, length), equity: equity.subarray(from, length) },
      days: tracker.days(engine.portfolio),
      logs: this.#logs(run),
      events: this.#events(run),
      records: this.#records(run),
      positions: engine.portfolio.positions(),
      ...this.#metrics(run, state),
    };
  }

  #changes(run: SessionRun, state: SessionState): SessionChanges {
    const { startedAt, endedAt, endReason, error } = this.#record.status;
    return { state, cursor: run.engine.steps, startedAt, endedAt, endReason, error: error && errorData(error) };
  }

  // Only of a session that has ended.
  #metrics(run: SessionRun, state: SessionState): Pick<Batch, "metrics"> {
    if (state !== "COMPLETED" && state !== "FAILED") return {};
    return { metrics: { ...metricsOfRecord(this.#record, new LiveContent(run)).metrics } };
  }

  // The orders that are new, and older ones that an event of this batch speaks of, as they stand now.
  *#orders({ engine: { journal } }: SessionRun): Iterable<StoredOrder> {
    const changed = this.#readEvents(journal);
    for (const row of changed) yield this.#order(journal, row);
    for (let row = this.#given.orders; row < journal.orders.length; row++) yield this.#order(journal, row);
  }

  #order({ orders }: Journal, row: number): StoredOrder {
    // The object is fresh: a copy of it would cost as much again.
    const order = orders.at(row) as Fresh<StoredOrder>;
    order.acceptedSequence = this.#accepted[row];
    if (this.#ended[row] !== 0) order.endedSequence = this.#ended[row];
    return order;
  }

  // Notes what the events since the last commit did to orders; returns the rows of those that were there before.
  #readEvents(journal: Journal): ReadonlySet<number> {
    const changed = new Set<number>();
    for (let index = this.#given.events; index < journal.length; index++) {
      const row = journal.orderRow(index);
      if (row === undefined) continue;
      const kind = journal.kind(index);
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
      if (journal.kind(index) !== "fill") continue;
      const fill = journal.fills.at(journal.row(index)) as Fresh<StoredFill>;
      fill.sequence = index + 1;
      yield fill;
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

  #events({ engine: { journal } }: SessionRun): EventColumns & { readonly from: number } {
    const from = this.#given.events;
    return { from, ...journal.columns(from) };
  }

  #records({ engine }: SessionRun) {
    return engine.recorder.columns.map(({ name, time, value }) => {
      const from = this.#given.records.get(name) ?? 0;
      return { name, from, time: time.view(from), value: value.view(from) };
    });
  }

  #marksOf({ engine, tracker }: SessionRun): Marks {
    this.#fingerprint ??= new Fingerprint(engine.journal);
    return {
      steps: engine.steps,
      events: engine.journal.length,
      orders: engine.journal.orders.length,
      points: engine.curve.length,
      fills: engine.journal.fills.length,
      snapshots: tracker.snapshots.length,
      records: new Map(engine.recorder.columns.map(({ name, value }) => [name, value.length])),
      fingerprint: this.#fingerprint.read(engine.portfolio.cash),
    };
  }
}
