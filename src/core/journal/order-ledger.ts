import type { Order, OrderStatus, OrderType, Side, TimeInForce } from "../orders/order";
import type { OrderTerms } from "../orders/working-order";

/** The types of orders, in the order of their codes. */
export const orderTypes: readonly OrderType[] = ["market", "limit", "stop"];
/** The times in force, in the order of their codes. */
export const timesInForce: readonly TimeInForce[] = ["DAY", "GTC"];
/** The statuses, in the order of their codes. */
export const orderStatuses: readonly OrderStatus[] = [
  "working",
  "partiallyFilled",
  "filled",
  "canceled",
  "expired",
  "denied",
  "rejected",
];

const codeOfType = codesOf(orderTypes);
const codeOfTimeInForce = codesOf(timesInForce);
const codeOfStatus = codesOf(orderStatuses);

/**
 * Every order of a session, denied ones too, as columns: what a run with many orders can afford to keep. `at` makes the
 * object that people see.
 */
export class OrderLedger {
  length = 0;
  readonly #symbols: readonly string[];
  #numbers: Int32Array;
  #places: Int32Array;
  #signs: Int8Array;
  #types: Uint8Array;
  #timesInForce: Uint8Array;
  #statuses: Uint8Array;
  // Seven doubles an order.
  #doubles: Float64Array;
  readonly #reasons = new Map<number, string>();
  readonly #tags = new Map<number, string>();
  readonly #unknownSymbols = new Map<number, string>();

  /** `room`: orders to make room for at once; it grows beyond. */
  constructor(symbols: readonly string[], room: number) {
    this.#symbols = symbols;
    this.#numbers = new Int32Array(room);
    this.#places = new Int32Array(room);
    this.#signs = new Int8Array(room);
    this.#types = new Uint8Array(room);
    this.#timesInForce = new Uint8Array(room);
    this.#statuses = new Uint8Array(room);
    this.#doubles = new Float64Array(room * WIDTH);
  }

  /** Adds a working order and returns its row. `place`: of its symbol, or -1 when the session does not have it. */
  add(number: number, place: number, terms: OrderTerms, time: number): number {
    if (this.length === this.#numbers.length) this.#grow();
    const row = this.length++;
    this.#numbers[row] = number;
    this.#places[row] = place;
    this.#signs[row] = terms.side === "buy" ? 1 : -1;
    this.#types[row] = codeOfType[terms.type];
    this.#timesInForce[row] = codeOfTimeInForce[terms.timeInForce];
    const at = row * WIDTH;
    const doubles = this.#doubles;
    doubles[at + QUANTITY] = terms.quantity;
    doubles[at + LIMIT] = terms.limitPrice ?? Number.NaN;
    doubles[at + STOP] = terms.stopPrice ?? Number.NaN;
    doubles[at + CREATED] = time;
    doubles[at + ENDED] = Number.NaN;
    if (terms.tag !== undefined) this.#tags.set(row, terms.tag);
    if (place < 0) this.#unknownSymbols.set(row, terms.symbol);
    return row;
  }

  /** Notes what an order has been filled with so far. */
  fill(row: number, filledQuantity: number, filledNotional: number): void {
    const at = row * WIDTH;
    this.#doubles[at + FILLED] = filledQuantity;
    this.#doubles[at + NOTIONAL] = filledNotional;
    this.#statuses[row] = PARTIALLY_FILLED;
  }

  /** Ends an order. */
  end(row: number, status: OrderStatus, time: number, reason?: string): void {
    this.#statuses[row] = codeOfStatus[status];
    this.#doubles[row * WIDTH + ENDED] = time;
    if (reason !== undefined) this.#reasons.set(row, reason);
  }

  /** Returns the reason an order ended for, where it has one. */
  reason(row: number): string | undefined {
    return this.#reasons.get(row);
  }

  /** Returns when an order was asked for. */
  createdAt(row: number): number {
    return this.#doubles[row * WIDTH + CREATED];
  }

  /** Returns when an order ended; `NaN` while it works. */
  endedAt(row: number): number {
    return this.#doubles[row * WIDTH + ENDED];
  }

  /** Returns the id of an order. */
  id(row: number): string {
    return `order-${this.#numbers[row]}`;
  }

  /** Returns the number of an order: 7 of `order-7`. */
  number(row: number): number {
    return this.#numbers[row];
  }

  /** Returns the symbol of an order. */
  symbol(row: number): string {
    const place = this.#places[row];
    return place < 0 ? (this.#unknownSymbols.get(row) as string) : this.#symbols[place];
  }

  /** Returns the direction of an order. */
  side(row: number): Side {
    return this.#signs[row] > 0 ? "buy" : "sell";
  }

  /** Returns the label of an order. */
  tag(row: number): string | undefined {
    return this.#tags.get(row);
  }

  /** Returns an order as it stands now. */
  at(row: number): Order {
    const at = row * WIDTH;
    const doubles = this.#doubles;
    const order: { -readonly [Key in keyof Order]: Order[Key] } = {
      id: this.id(row),
      symbol: this.symbol(row),
      side: this.side(row),
      quantity: doubles[at + QUANTITY],
      type: orderTypes[this.#types[row]],
      timeInForce: timesInForce[this.#timesInForce[row]],
      status: orderStatuses[this.#statuses[row]],
      filledQuantity: doubles[at + FILLED],
      createdAt: doubles[at + CREATED],
    };
    if (!Number.isNaN(doubles[at + LIMIT])) order.limitPrice = doubles[at + LIMIT];
    if (!Number.isNaN(doubles[at + STOP])) order.stopPrice = doubles[at + STOP];
    if (doubles[at + FILLED] > 0) order.averagePrice = doubles[at + NOTIONAL] / doubles[at + FILLED];
    if (!Number.isNaN(doubles[at + ENDED])) order.endedAt = doubles[at + ENDED];
    const reason = this.#reasons.get(row);
    if (reason !== undefined) order.reason = reason;
    const tag = this.#tags.get(row);
    if (tag !== undefined) order.tag = tag;
    return order;
  }

  /** Writes what an order was asked to be as doubles from place `at` on, for the fingerprint; returns the next place. */
  pack(row: number, into: Float64Array, at: number): number {
    const doubles = this.#doubles;
    const from = row * WIDTH;
    into[at] = this.#numbers[row];
    into[at + 1] = this.#places[row];
    into[at + 2] = this.#signs[row];
    into[at + 3] = this.#types[row];
    into[at + 4] = this.#timesInForce[row];
    into[at + 5] = doubles[from + QUANTITY];
    into[at + 6] = doubles[from + LIMIT];
    into[at + 7] = doubles[from + STOP];
    into[at + 8] = doubles[from + CREATED];
    return at + 9;
  }

  #grow(): void {
    const size = this.#numbers.length * 2;
    this.#numbers = moved(this.#numbers, new Int32Array(size));
    this.#places = moved(this.#places, new Int32Array(size));
    this.#signs = moved(this.#signs, new Int8Array(size));
    this.#types = moved(this.#types, new Uint8Array(size));
    this.#timesInForce = moved(this.#timesInForce, new Uint8Array(size));
    this.#statuses = moved(this.#statuses, new Uint8Array(size));
    this.#doubles = moved(this.#doubles, new Float64Array(size * WIDTH));
  }
}

const WIDTH = 7;
const QUANTITY = 0;
const LIMIT = 1;
const STOP = 2;
const FILLED = 3;
const NOTIONAL = 4;
const CREATED = 5;
const ENDED = 6;
const PARTIALLY_FILLED = 1;

function codesOf<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word, code) => [word, code])) as Record<Word, number>;
}

function moved<Column extends { set(values: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
