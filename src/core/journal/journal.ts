import type { DoubtCode } from "../orders/fill";
import type { OrderStatus } from "../orders/order";
import { type EventKind, eventKinds, type SessionEvent } from "./events";
import { FillLedger } from "./fill-ledger";
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

/**
 * Everything that happened in a session, in order: a kind and a row of the ledger it is kept in. Event number *n* is at
 * index *n* - 1. `at` makes the object that people see.
 */
export class Journal {
  /** Events so far. */
  length = 0;
  readonly orders: OrderLedger;
  readonly fills: FillLedger;
  /** Lines logged, with their times. */
  readonly logs: { readonly time: number; readonly text: string }[] = [];
  #kinds: Uint8Array;
  #rows: Int32Array;

  /** `orders`: how many to make room for at once, each with its fill; it grows beyond. */
  constructor(symbols: readonly string[], orders: number) {
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

  /** Ends the order in `row` without a fill, and notes it. */
  ended(kind: Ending, row: number, time: number, reason: string): void {
    this.orders.end(row, statusOf[kind], time, reason);
    this.#push(eventKinds.indexOf(kind), row);
  }

  /** Notes a line of the strategy's log. */
  logged(time: number, text: string): void {
    this.#push(LOG, this.logs.push({ time, text }) - 1);
  }

  /** Returns the kind of the event at `index`. */
  kind(index: number): EventKind {
    return eventKinds[this.#kinds[index]];
  }

  /** Returns the row of the event at `index`, in the ledger that its kind tells. */
  row(index: number): number {
    return this.#rows[index];
  }

  /** Returns the event at `index`. */
  at(index: number): SessionEvent {
    const kind = this.kind(index);
    const row = this.#rows[index];
    const sequence = index + 1;
    if (kind === "log") return { kind, sequence, ...this.logs[row] };
    if (kind === "fill") return { kind, sequence, time: this.fills.time(row), fill: this.fills.at(row) };
    const order = this.orders.at(row);
    if (kind === "orderAccepted") return { kind, sequence, time: order.createdAt, order };
    return { kind, sequence, time: this.orders.endedAt(row), order, reason: this.orders.reason(row) as string };
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
