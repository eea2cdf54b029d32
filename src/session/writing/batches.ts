import type { EventColumns, EventKind } from "../../core/journal/events";
import type { Journal } from "../../core/journal/journal";
import type { Trade } from "../../core/orders/trade";
import { LiveContent } from "../../run/content";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import type { SessionRun } from "../../run/run";
import type {
  Batch,
  SessionChanges,
  StoredAction,
  StoredCashEntry,
  StoredFill,
  StoredMarginCall,
  StoredOrder,
  StoredOrderChange,
  StoredPosition,
  StoredTradingState,
} from "../../store/store";
import { errorData } from "../record/error-data";
import { metricsOfRecord, type SessionRecord } from "../record/record";
import type { SessionState } from "../record/status";
import { trialOf } from "./trial";

type Fresh<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** How much of a run the store has, so that the next batch holds only what is new. */
export interface Marks {
  readonly steps: number;
  readonly events: number;
  readonly orders: number;
  /** Orders that were given the name of a group. */
  readonly regrouped: number;
  readonly points: number;
  readonly fills: number;
  /** Corporate actions. */
  readonly actions: number;
  readonly snapshots: number;
  readonly inputs: number;
  readonly records: ReadonlyMap<string, number>;
  readonly fingerprint: string;
}

/** The marks of a store that has nothing of a run. */
export const nothingWritten: Marks = {
  steps: 0,
  events: 0,
  orders: 0,
  regrouped: 0,
  points: 0,
  fills: 0,
  actions: 0,
  snapshots: 0,
  inputs: 0,
  records: new Map(),
  fingerprint: "",
};

/** Returns what has changed in a session's row. */
export function changesOf({ status }: SessionRecord, run: SessionRun, state: SessionState): SessionChanges {
  const { startedAt, endedAt, endReason, error } = status;
  const { steps: cursor, suppressed } = run.engine;
  return { state, cursor, startedAt, endedAt, endReason, error: error && errorData(error), suppressed };
}

/** Returns the change of the row of a session that could not begin, or that could after all. */
export function refusalOf(error: Error | undefined): SessionChanges {
  return { error: error === undefined ? null : errorData(error) };
}

/** Makes the batches of one run. Each holds what has happened since the one before. */
export class RunBatches {
  readonly #record: SessionRecord;
  readonly #run: SessionRun;
  readonly #fingerprint: Fingerprint;
  // By order: the numbers of the event that accepted or denied it, and of the event that ended it unfilled; 0 for
  // none.
  readonly #accepted: number[] = [];
  readonly #ended: number[] = [];

  constructor(record: SessionRecord, run: SessionRun) {
    this.#record = record;
    this.#run = run;
    this.#fingerprint = new Fingerprint(run.engine.journal);
  }

  /** Returns the marks of a store that has everything up to now. */
  marks(): Marks {
    const { engine, tracker } = this.#run;
    return {
      steps: engine.steps,
      events: engine.journal.length,
      orders: engine.journal.orders.length,
      regrouped: engine.journal.regrouped.length,
      points: engine.curve.dropped + engine.curve.length,
      fills: engine.journal.fills.length,
      actions: engine.journal.actions.length,
      snapshots: tracker.snapshots.length,
      inputs: this.#run.inputs.taken.length,
      records: new Map(engine.recorder.columns.map(({ name, value }) => [name, value.length])),
      fingerprint: this.#fingerprint.read(engine.portfolio.cash),
    };
  }

  /** Treats everything up to now as stored. */
  skip(): void {
    this.#readEvents(nothingWritten);
  }

  /** Returns everything from one mark to another, which is now. */
  batch(state: SessionState, from: Marks, to: Marks): Batch {
    const { engine, tracker } = this.#run;
    const { cursor, startedAt, endedAt, endReason, error, suppressed } = changesOf(this.#record, this.#run, state);
    // Each is named, because spreading them takes as long as everything else in a small batch.
    return {
      state,
      cursor,
      startedAt,
      endedAt,
      endReason,
      error,
      suppressed,
      fingerprint: to.fingerprint,
      orders: this.#orders(from),
      fills: this.#fills(from),
      trades: this.#trades(from),
      snapshots: { from: from.snapshots, list: tracker.snapshots.slice(from.snapshots) },
      curve: this.#points(from),
      days: tracker.days(engine.portfolio),
      logs: this.#logs(from),
      tradingStates: this.#tradingStates(from),
      inputs: this.#inputs(from),
      orderChanges: this.#orderChanges(from),
      cash: this.#cash(from),
      marginCalls: this.#marginCalls(from),
      actions: this.#actions(from),
      events: this.#events(from),
      records: this.#records(from),
      positions: heldIn(engine),
      metrics: this.#metrics(state),
      trial: state === "COMPLETED" ? trialOf(this.#record, new LiveContent(this.#run)) : undefined,
    };
  }

  // New points. Where everything is asked for, and older points are no longer there, those that are kept.
  #points({ points }: Marks): Batch["curve"] {
    const { dropped } = this.#run.engine.curve;
    const { time, equity, length } = points < dropped ? this.#run.curve : this.#run.engine.curve;
    const first = Math.max(0, points - dropped);
    return { from: points, time: time.subarray(first, length), equity: equity.subarray(first, length) };
  }

  // Only if the session has ended.
  #metrics(state: SessionState): Batch["metrics"] {
    if (state !== "COMPLETED" && state !== "FAILED") return undefined;
    return { ...metricsOfRecord(this.#record, new LiveContent(this.#run)).metrics };
  }

  get #journal(): Journal {
    return this.#run.engine.journal;
  }

  // New orders, and older ones that an event of this batch is about, as they stand now.
  *#orders(from: Marks): Iterable<StoredOrder> {
    const { orders } = this.#journal;
    const changed = this.#readEvents(from);
    for (const row of this.#journal.regrouped.slice(from.regrouped)) if (row < from.orders) changed.add(row);
    for (const row of changed) yield this.#order(row);
    for (let row = from.orders; row < orders.length; row++) yield this.#order(row);
  }

  #order(row: number): StoredOrder {
    // The object is new, so it need not be copied, which would cost as much again.
    const order = this.#journal.orders.at(row) as Fresh<StoredOrder>;
    order.acceptedSequence = this.#accepted[row];
    if (this.#ended[row] !== 0) order.endedSequence = this.#ended[row];
    const rule = this.#journal.orders.rule(row);
    if (rule !== undefined) order.rule = rule;
    return order;
  }

  // Notes what the events since a mark did to orders. Returns the rows of those that existed before.
  #readEvents(from: Marks): Set<number> {
    const journal = this.#journal;
    const changed = new Set<number>();
    for (let index = from.events; index < journal.length; index++) {
      const row = journal.orderRow(index);
      if (row === undefined) continue;
      const kind = journal.kind(index);
      if (kind === "orderAccepted" || kind === "orderDenied") {
        this.#accepted[row] = index + 1;
        this.#ended[row] = 0;
      } else if (kind !== "fill" && !isChange(kind)) this.#ended[row] = index + 1;
      if (row < from.orders) changed.add(row);
    }
    return changed;
  }

  *#fills(from: Marks): Iterable<StoredFill> {
    const journal = this.#journal;
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) !== "fill") continue;
      const fill = journal.fills.at(journal.row(index)) as Fresh<StoredFill>;
      fill.sequence = index + 1;
      yield fill;
    }
  }

  // A trade is new, or a fill or a corporate action of this batch changed it. Then its last exit is not before the first.
  *#trades(from: Marks): Iterable<Trade> {
    const { fills, actions } = this.#journal;
    if (from.fills === fills.length && from.actions === actions.length) return;
    const time = from.fills === fills.length ? Number.POSITIVE_INFINITY : fills.time(from.fills);
    const since = Math.min(time, actions[from.actions]?.time ?? Number.POSITIVE_INFINITY);
    const { trades } = this.#run.tracker;
    for (let place = 0; place < trades.length; place++) if (trades.exitTime(place) >= since) yield trades.at(place);
  }

  #logs(from: Marks) {
    const journal = this.#journal;
    const logs = [];
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) === "log") logs.push({ sequence: index + 1, ...journal.logs[journal.row(index)] });
    }
    return logs;
  }

  #tradingStates(from: Marks): StoredTradingState[] {
    const journal = this.#journal;
    const states: StoredTradingState[] = [];
    if (journal.states.length === 0) return states;
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) !== "tradingState") continue;
      states.push({ sequence: index + 1, ...journal.states[journal.row(index)] });
    }
    return states;
  }

  #inputs({ inputs }: Marks): Batch["inputs"] {
    const { taken } = this.#run.inputs;
    return inputs === taken.length ? undefined : taken.slice(inputs);
  }

  #orderChanges(from: Marks): StoredOrderChange[] {
    const journal = this.#journal;
    const changes: StoredOrderChange[] = [];
    if (journal.changes.length === 0) return changes;
    for (let index = from.events; index < journal.length; index++) {
      if (!isChange(journal.kind(index))) continue;
      const { row, time, terms, reason } = journal.changes[journal.row(index)];
      changes.push({ sequence: index + 1, order: journal.orders.id(row), time, ...terms, reason });
    }
    return changes;
  }

  #cash(from: Marks): StoredCashEntry[] {
    const journal = this.#journal;
    const entries: StoredCashEntry[] = [];
    if (journal.cash.length === 0) return entries;
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) === "cash") entries.push({ sequence: index + 1, ...journal.cash[journal.row(index)] });
    }
    return entries;
  }

  #marginCalls(from: Marks): StoredMarginCall[] {
    const journal = this.#journal;
    const calls: StoredMarginCall[] = [];
    if (journal.marginCalls.length === 0) return calls;
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) !== "marginCall") continue;
      calls.push({ sequence: index + 1, ...journal.marginCalls[journal.row(index)] });
    }
    return calls;
  }

  #actions(from: Marks): StoredAction[] {
    const journal = this.#journal;
    const actions: StoredAction[] = [];
    if (journal.actions.length === 0) return actions;
    for (let index = from.events; index < journal.length; index++) {
      if (journal.kind(index) !== "corporateAction") continue;
      actions.push({ sequence: index + 1, ...journal.actions[journal.row(index)] });
    }
    return actions;
  }

  #events({ events }: Marks): EventColumns & { readonly from: number } {
    return { from: events, ...this.#journal.columns(events) };
  }

  #records(mark: Marks) {
    return this.#run.engine.recorder.columns.map(({ name, time, value }) => {
      const from = mark.records.get(name) ?? 0;
      return { name, from, time: time.view(from), value: value.view(from) };
    });
  }
}

function heldIn({ portfolio, lastBars }: SessionRun["engine"]): StoredPosition[] {
  return portfolio.held.map((index) => ({ ...portfolio.position(index), priceTime: lastBars[index] }));
}

function isChange(kind: EventKind): boolean {
  return kind === "orderChanged" || kind === "orderChangeDenied";
}
