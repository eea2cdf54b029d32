import { orderId } from "../orders/numbers";
import { type Order, type OrderStatus, orderStatuses, type Side } from "../orders/order";
import type { ChangedTerms } from "../orders/order-change";
import type { CheckedRequest } from "../orders/requests/checked-request";
import { type TimeInForce, timesInForce } from "../orders/time-in-force";
import { type OrderType, orderTypeNames, orderTypes } from "../orders/types/order-types";
import { type OrderPrice, orderPriceNames, type RareTerms } from "../orders/types/terms";

const codeOfType = codesOf(orderTypeNames);
const codeOfTimeInForce = codesOf(timesInForce);
const codeOfStatus = codesOf(orderStatuses);

/**
 * Every order of a session, including denied ones, as columns, so that a run can afford many orders. `at` makes the
 * object that people see.
 */
export class OrderLedger {
  length = 0;
  /** The session's symbols. Orders refer to them by index. */
  readonly symbols: readonly string[];
  #numbers: Int32Array;
  #symbolIndices: Int32Array;
  #signs: Int8Array;
  #types: Uint8Array;
  #timesInForce: Uint8Array;
  #statuses: Uint8Array;
  // WIDTH doubles an order.
  #doubles: Float64Array;
  readonly #reasons = new Map<number, string>();
  readonly #rules = new Map<number, string>();
  readonly #tags = new Map<number, string>();
  readonly #rare = new Map<number, RareTerms>();
  readonly #groups = new Map<number, string>();
  // Filled when an order is looked for by its number.
  readonly #rowByNumber = new Map<number, number>();
  #rowsKnown = 0;
  // The terms that have changed, as they are now.
  readonly #changed = new Map<number, ChangedTerms & RareTerms>();
  readonly #unknownSymbols = new Map<number, string>();

  /** `room`: how many orders to make room for at once, or a ledger that is over, whose arrays it takes. It grows beyond that. */
  constructor(symbols: readonly string[], room: number | OrderLedger) {
    this.symbols = symbols;
    if (typeof room === "object") {
      this.#numbers = room.#numbers;
      this.#symbolIndices = room.#symbolIndices;
      this.#signs = room.#signs;
      this.#types = room.#types;
      this.#timesInForce = room.#timesInForce;
      this.#statuses = room.#statuses;
      this.#doubles = room.#doubles;
      return;
    }
    this.#numbers = new Int32Array(room);
    this.#symbolIndices = new Int32Array(room);
    this.#signs = new Int8Array(room);
    this.#types = new Uint8Array(room);
    this.#timesInForce = new Uint8Array(room);
    this.#statuses = new Uint8Array(room);
    this.#doubles = new Float64Array(room * WIDTH);
  }

  /** Adds a working order and returns its row. `symbolIndex` is -1 if the session does not have the symbol. */
  add(number: number, symbolIndex: number, request: CheckedRequest, time: number): number {
    const row = this.#add(number, symbolIndex, request.side === "buy" ? 1 : -1, request.quantity, time);
    this.#types[row] = codeOfType[request.type];
    this.#timesInForce[row] = codeOfTimeInForce[request.timeInForce];
    // Reading prices by their names is slow, and most orders have none.
    if (orderTypes[request.type].prices.length > 0)
      for (const name of orderPriceNames)
        this.#doubles[row * WIDTH + columnOfPrice[name]] = request[name] ?? Number.NaN;
    if (request.tag !== undefined) this.#tags.set(row, request.tag);
    if (request.rare !== undefined) this.#rare.set(row, request.rare);
    if (symbolIndex < 0) this.#unknownSymbols.set(row, request.symbol);
    return row;
  }

  /** Adds a working market order that has no other terms than these, and returns its row. `sign`: 1 for a buy, -1 for a sale. */
  addMarket(
    number: number,
    symbolIndex: number,
    sign: number,
    quantity: number,
    timeInForce: "DAY" | "GTC",
    tag: string | undefined,
    time: number,
  ): number {
    const row = this.#add(number, symbolIndex, sign, quantity, time);
    this.#types[row] = MARKET;
    this.#timesInForce[row] = timeInForce === "DAY" ? DAY : GTC;
    if (tag !== undefined) this.#tags.set(row, tag);
    return row;
  }

  /**
   * Notes how much of an order has been filled so far. `price`: of all its fills; `NaN` if they differ. `endedAt`: when the
   * last of it was filled.
   */
  fill(row: number, filledQuantity: number, filledNotional: number, price: number, endedAt?: number): void {
    const at = row * WIDTH;
    this.#doubles[at + FILLED] = filledQuantity;
    this.#doubles[at + NOTIONAL] = filledNotional;
    this.#doubles[at + PRICE] = price;
    this.#statuses[row] = endedAt === undefined ? PARTIALLY_FILLED : FILLED_WHOLE;
    if (endedAt !== undefined) this.#doubles[at + ENDED] = endedAt;
  }

  /** Notes that terms of an order have changed. */
  change(row: number, terms: ChangedTerms): void {
    this.#changed.set(row, { ...this.#changed.get(row), ...terms });
  }

  /** Notes that rare terms of an order have changed. */
  changeRare(row: number, rare: RareTerms): void {
    this.#changed.set(row, { ...this.#changed.get(row), ...rare });
  }

  /** Names the exits that an order shares units with; `undefined` if it does not any more. */
  setGroup(row: number, name: string | undefined): void {
    if (name === undefined) this.#groups.delete(row);
    else this.#groups.set(row, name);
  }

  /** Returns the name of the exits that an order shares units with, if there are any. */
  group(row: number): string | undefined {
    return this.#groups.get(row);
  }

  /** Ends an order without a fill. `rule`: the risk rule that denied it. */
  end(row: number, status: OrderStatus, time: number, reason?: string, rule?: string): void {
    this.#statuses[row] = codeOfStatus[status];
    this.#doubles[row * WIDTH + ENDED] = time;
    if (reason !== undefined) this.#reasons.set(row, reason);
    if (rule !== undefined) this.#rules.set(row, rule);
  }

  /** Returns the name of the risk rule that denied an order. */
  rule(row: number): string | undefined {
    return this.#rules.get(row);
  }

  /** Returns the risk rules that denied orders, by the ids of the orders. */
  deniers(): ReadonlyMap<string, string> {
    return new Map(Array.from(this.#rules, ([row, rule]) => [this.id(row), rule]));
  }

  /** Whether an order never changes any more. */
  hasEnded(row: number): boolean {
    return !Number.isNaN(this.#doubles[row * WIDTH + ENDED]);
  }

  /** Whether an order was denied. */
  isDenied(row: number): boolean {
    return this.#statuses[row] === DENIED;
  }

  /** Returns the index of the symbol of an order; -1 if the session does not have it. */
  symbolIndex(row: number): number {
    return this.#symbolIndices[row];
  }

  /** Returns why an order ended, if there is a reason. */
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
    return orderId(this.#numbers[row]);
  }

  /** Returns the number of an order: 7 of `order-7`. */
  number(row: number): number {
    return this.#numbers[row];
  }

  /** Returns the row of the order of a number; `undefined` if there is none yet. */
  rowOf(number: number): number | undefined {
    for (; this.#rowsKnown < this.length; this.#rowsKnown++)
      this.#rowByNumber.set(this.#numbers[this.#rowsKnown], this.#rowsKnown);
    return this.#rowByNumber.get(number);
  }

  /** Returns the symbol of an order. */
  symbol(row: number): string {
    const index = this.#symbolIndices[row];
    return index < 0 ? (this.#unknownSymbols.get(row) as string) : this.symbols[index];
  }

  /** Returns the direction of an order. */
  side(row: number): Side {
    return this.#signs[row] > 0 ? "buy" : "sell";
  }

  /** Returns the type of an order. */
  type(row: number): OrderType {
    return orderTypeNames[this.#types[row]];
  }

  /** Returns how long an order works. */
  timeInForce(row: number): TimeInForce {
    return timesInForce[this.#timesInForce[row]];
  }

  /**
   * Returns a number that two orders share only if they have the same symbol, side, type and time in force; -1 if the
   * session does not have the symbol.
   */
  code(row: number): number {
    const symbol = this.#symbolIndices[row];
    if (symbol < 0) return -1;
    const side = this.#signs[row] > 0 ? 1 : 0;
    return (
      ((symbol * 2 + side) * orderTypeNames.length + this.#types[row]) * timesInForce.length + this.#timesInForce[row]
    );
  }

  /** Returns the quantity that an order asked for when it was accepted. */
  quantity(row: number): number {
    return this.#doubles[row * WIDTH + QUANTITY];
  }

  /** Returns the terms that an order was accepted with and few orders have. */
  rare(row: number): RareTerms | undefined {
    return this.#rare.size === 0 ? undefined : this.#rare.get(row);
  }

  /** Returns one of the prices that an order was accepted with, such as its `limitPrice`; `NaN` if it has none. */
  price(row: number, name: OrderPrice): number {
    // Most orders have none, and a column that is found by a name is found slowly.
    if (this.#types[row] === MARKET) return Number.NaN;
    return this.#doubles[row * WIDTH + columnOfPrice[name]];
  }

  /** Returns the label of an order. */
  tag(row: number): string | undefined {
    return this.#tags.size === 0 ? undefined : this.#tags.get(row);
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
      type: this.type(row),
      timeInForce: this.timeInForce(row),
      status: orderStatuses[this.#statuses[row]],
      filledQuantity: doubles[at + FILLED],
      createdAt: doubles[at + CREATED],
    };
    for (const name of orderPriceNames) {
      const price = this.price(row, name);
      if (!Number.isNaN(price)) order[name] = price;
    }
    Object.assign(order, this.#rare.get(row), this.#changed.get(row));
    const ocoGroup = this.#groups.get(row);
    if (ocoGroup !== undefined) order.ocoGroup = ocoGroup;
    if (doubles[at + FILLED] > 0) {
      const price = doubles[at + PRICE];
      order.averagePrice = Number.isNaN(price) ? doubles[at + NOTIONAL] / doubles[at + FILLED] : price;
    }
    if (!Number.isNaN(doubles[at + ENDED])) order.endedAt = doubles[at + ENDED];
    const reason = this.#reasons.get(row);
    if (reason !== undefined) order.reason = reason;
    const tag = this.#tags.get(row);
    if (tag !== undefined) order.tag = tag;
    return order;
  }

  #add(number: number, symbolIndex: number, sign: number, quantity: number, time: number): number {
    if (this.length === this.#numbers.length) this.#grow();
    const row = this.length++;
    this.#numbers[row] = number;
    this.#symbolIndices[row] = symbolIndex;
    this.#signs[row] = sign;
    this.#statuses[row] = WORKING;
    const at = row * WIDTH;
    const doubles = this.#doubles;
    doubles[at + QUANTITY] = quantity;
    doubles[at + FILLED] = 0;
    doubles[at + NOTIONAL] = 0;
    doubles[at + CREATED] = time;
    doubles[at + ENDED] = Number.NaN;
    for (let column = PRICES; column < WIDTH; column++) doubles[at + column] = Number.NaN;
    return row;
  }

  #grow(): void {
    const size = this.#numbers.length * 2;
    this.#numbers = moved(this.#numbers, new Int32Array(size));
    this.#symbolIndices = moved(this.#symbolIndices, new Int32Array(size));
    this.#signs = moved(this.#signs, new Int8Array(size));
    this.#types = moved(this.#types, new Uint8Array(size));
    this.#timesInForce = moved(this.#timesInForce, new Uint8Array(size));
    this.#statuses = moved(this.#statuses, new Uint8Array(size));
    this.#doubles = moved(this.#doubles, new Float64Array(size * WIDTH));
  }
}

// Positions of an order's doubles.
const QUANTITY = 0;
const FILLED = 1;
const NOTIONAL = 2;
const CREATED = 3;
const ENDED = 4;
const PRICE = 5;
const PRICES = 6;
const WIDTH = PRICES + orderPriceNames.length;
const columnOfPrice = Object.fromEntries(orderPriceNames.map((name, at) => [name, PRICES + at])) as Record<
  OrderPrice,
  number
>;
const WORKING = codeOfStatus.working;
const PARTIALLY_FILLED = codeOfStatus.partiallyFilled;
const FILLED_WHOLE = codeOfStatus.filled;
const DENIED = codeOfStatus.denied;
const MARKET = codeOfType.market;
const { DAY, GTC } = codeOfTimeInForce;

function codesOf<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word, code) => [word, code])) as Record<Word, number>;
}

function moved<Column extends { set(values: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
