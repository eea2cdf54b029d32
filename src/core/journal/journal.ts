import type { AppliedAction } from "../market/corporate-action";
import type { DoubtCode } from "../orders/doubts";
import type { OrderStatus } from "../orders/order";
import type { OrderChange } from "../orders/order-change";
import type { TradingStateChange } from "../orders/trading-state";
import type { CashEntry } from "./cash-entry";
import {
  type EventColumns,
  type EventKind,
  type EventSubject,
  eventKinds,
  eventSubjects,
  type SessionEvent,
} from "./events";
import { FillLedger } from "./fill-ledger";
import type { MarginCall } from "./margin-call";
import { OrderLedger } from "./order-ledger";

/** How an order can end without being filled. */
export type Ending = "orderCanceled" | "orderExpired" | "orderRejected" | "orderDenied";

const statusOf: Record<Ending, OrderStatus> = {
  orderCanceled: "canceled",
  orderExpired: "expired",
  orderRejected: "rejected",
  orderDenied: "denied",
};

const ACCEPTED = eventKinds.indexOf("orderAccepted");
const FILL = eventKinds.indexOf("fill");
const LOG = eventKinds.indexOf("log");
const TRADING_STATE = eventKinds.indexOf("tradingState");
const CHANGED = eventKinds.indexOf("orderChanged");
const CHANGE_DENIED = eventKinds.indexOf("orderChangeDenied");
const CASH = eventKinds.indexOf("cash");
const MARGIN_CALL = eventKinds.indexOf("marginCall");
const ACTION = eventKinds.indexOf("corporateAction");
const subjects = eventKinds.map((kind) => eventSubjects[kind]);

/** What moves cash, without its number and time. */
export type CashMove = Omit<CashEntry, "number" | "time">;

/** What the journal needs of each ledger that keeps what events are about. */
interface Subject {
  /** The number that an event is stored with. `sequence` is the event's own number. */
  number(row: number, sequence: number): number;
  /** When it happened, epoch milliseconds UTC. */
  time(row: number, kind: number): number;
  /** The row of the order that it is about. */
  order(row: number): number | undefined;
}

/**
 * Everything that happened in a session, in order: a kind, and a row of the ledger that keeps it. Event number *n* is
 * at index *n* - 1. `at` makes the object that people see.
 */
export class Journal {
  /** Events so far. */
  length = 0;
  readonly orders: OrderLedger;
  readonly fills: FillLedger;
  /** Lines logged, with their times. */
  readonly logs: { readonly time: number; readonly text: string }[] = [];
  /** Changes of the trading state. */
  readonly states: TradingStateChange[] = [];
  /** Changes of the terms of working orders, also those that were denied. */
  readonly changes: OrderChange[] = [];
  /** Rows of orders that were given the name of a group after they were accepted. */
  readonly regrouped: number[] = [];
  /** What moved cash other than fills and the initial capital. */
  readonly cash: CashEntry[] = [];
  /** Margin calls. */
  readonly marginCalls: MarginCall[] = [];
  /** Corporate actions that were applied. */
  readonly actions: AppliedAction[] = [];
  readonly #subjects: Readonly<Record<EventSubject, Subject>> = {
    order: {
      number: (row) => this.orders.number(row),
      time: (row, kind) => (kind === ACCEPTED ? this.orders.createdAt(row) : this.orders.endedAt(row)),
      order: (row) => row,
    },
    fill: {
      number: (row) => row + 1,
      time: (row) => this.fills.time(row),
      order: (row) => this.fills.orderRow(row),
    },
    line: {
      number: (_row, sequence) => sequence,
      time: (row) => this.logs[row].time,
      order: () => undefined,
    },
    state: {
      number: (_row, sequence) => sequence,
      time: (row) => this.states[row].time,
      order: () => undefined,
    },
    change: {
      number: (_row, sequence) => sequence,
      time: (row) => this.changes[row].time,
      order: (row) => this.changes[row].row,
    },
    cash: {
      number: (row) => this.cash[row].number,
      time: (row) => this.cash[row].time as number,
      order: () => undefined,
    },
    margin: {
      number: (_row, sequence) => sequence,
      time: (row) => this.marginCalls[row].time,
      order: () => undefined,
    },
    action: {
      number: (_row, sequence) => sequence,
      time: (row) => this.actions[row].time,
      order: () => undefined,
    },
  };
  #kinds: Uint8Array;
  #rows: Int32Array;

  /**
   * `orders`: how many to make room for at once, each with its fill, or the journal of a run that is over, whose room it
   * takes: that journal must not be read any more. It grows beyond that.
   */
  constructor(symbols: readonly string[], orders: number | Journal) {
    if (typeof orders === "object") {
      this.orders = new OrderLedger(symbols, orders.orders);
      this.fills = new FillLedger(this.orders, orders.fills);
      this.#kinds = orders.#kinds;
      this.#rows = orders.#rows;
      return;
    }
    const room = Math.max(64, Math.ceil(orders));
    this.orders = new OrderLedger(symbols, room);
    this.fills = new FillLedger(this.orders, room);
    this.#kinds = new Uint8Array(2 * room);
    this.#rows = new Int32Array(2 * room);
  }

  /** Notes that the order in `row` was accepted. */
  accepted(row: number): void {
    this.#push(ACCEPTED, row);
  }

  /** Adds a fill and notes it. */
  filled(
    orderRow: number,
    quantity: number,
    price: number,
    commission: number,
    slippage: number,
    time: number,
    doubt: DoubtCode | undefined,
  ): void {
    this.#push(FILL, this.fills.add(orderRow, quantity, price, commission, slippage, time, doubt));
  }

  /** Ends the order in `row` without a fill, and notes it. `rule`: the risk rule that denied it. */
  ended(kind: Ending, row: number, time: number, reason: string, rule?: string): void {
    this.orders.end(row, statusOf[kind], time, reason, rule);
    this.#push(eventKinds.indexOf(kind), row);
  }

  /** Notes a line of the strategy's log. */
  logged(time: number, text: string): void {
    this.#push(LOG, this.logs.push({ time, text }) - 1);
  }

  /** Notes a change of the trading state. */
  stateChanged(change: TradingStateChange): void {
    this.#push(TRADING_STATE, this.states.push(change) - 1);
  }

  /** Changes the terms of a working order, and notes it. */
  orderChanged(change: OrderChange): void {
    this.orders.change(change.row, change.terms);
    this.#push(CHANGED, this.changes.push(change) - 1);
  }

  /** Notes that a change of the terms of a working order was denied. */
  orderChangeDenied(change: OrderChange): void {
    this.#push(CHANGE_DENIED, this.changes.push(change) - 1);
  }

  /** Names the exits that the order in `row` shares units with; `undefined` if it does not any more. */
  grouped(row: number, name: string | undefined): void {
    this.orders.setGroup(row, name);
    this.regrouped.push(row);
  }

  /** Adds an entry of cash that is not a fill, and notes it. Its number comes after that of the initial capital. */
  cashMoved(time: number, { kind, amount, symbol, cause }: CashMove): void {
    const row = this.cash.length;
    const number = row + 2;
    this.cash.push({ number, time, kind, amount, ...(symbol !== undefined && { symbol }), cause });
    this.#push(CASH, row);
  }

  /** Notes a margin call. */
  marginCalled(call: MarginCall): void {
    this.#push(MARGIN_CALL, this.marginCalls.push(call) - 1);
  }

  /** Notes a corporate action that was applied. */
  acted(action: AppliedAction): void {
    this.#push(ACTION, this.actions.push(action) - 1);
  }

  /** Returns the kind of the event at `index`. */
  kind(index: number): EventKind {
    return eventKinds[this.#kinds[index]];
  }

  /** Returns the row of the event at `index`. Its kind tells which ledger that is. */
  row(index: number): number {
    return this.#rows[index];
  }

  /** Returns the row of the order that the event at `index` is about; `undefined` if it is about none. */
  orderRow(index: number): number | undefined {
    return this.#subjectOf(this.#kinds[index]).order(this.#rows[index]);
  }

  /** Returns the events from `from` on as columns. */
  columns(from: number): EventColumns {
    const length = this.length - from;
    const number = new Int32Array(length);
    const time = new Float64Array(length);
    for (let place = 0; place < length; place++) {
      const kind = this.#kinds[from + place];
      const row = this.#rows[from + place];
      const subject = this.#subjectOf(kind);
      number[place] = subject.number(row, from + place + 1);
      time[place] = subject.time(row, kind);
    }
    return { kind: this.#kinds.slice(from, this.length), number, time };
  }

  /** Returns the event at `index`. */
  at(index: number): SessionEvent {
    const code = this.#kinds[index];
    const row = this.#rows[index];
    const kind = eventKinds[code];
    const base = { sequence: index + 1, time: this.#subjectOf(code).time(row, code) };
    if (kind === "log") return { kind, ...base, text: this.logs[row].text };
    if (kind === "tradingState") return { kind, ...base, ...this.states[row] };
    if (kind === "fill") return { kind, ...base, fill: this.fills.at(row) };
    if (kind === "orderChanged" || kind === "orderChangeDenied") {
      const { row: changed, terms, reason } = this.changes[row];
      return { kind, ...base, order: this.orders.at(changed), terms: { ...terms }, reason };
    }
    if (kind === "cash") return { kind, ...base, entry: { ...this.cash[row] } };
    if (kind === "marginCall") return { kind, ...base, ...this.marginCalls[row] };
    if (kind === "corporateAction") return { kind, ...base, action: { ...this.actions[row] } };
    const order = this.orders.at(row);
    return kind === "orderAccepted"
      ? { kind, ...base, order }
      : { kind, ...base, order, reason: this.orders.reason(row) as string };
  }

  #subjectOf(kind: number): Subject {
    return this.#subjects[subjects[kind]];
  }

  #push(kind: number, row: number): void {
    if (this.length === this.#kinds.length) this.#grow();
    this.#kinds[this.length] = kind;
    this.#rows[this.length++] = row;
  }

  #grow(): void {
    const kinds = new Uint8Array(this.length * 2);
    const rows = new Int32Array(this.length * 2);
    kinds.set(this.#kinds);
    rows.set(this.#rows);
    [this.#kinds, this.#rows] = [kinds, rows];
  }
}
