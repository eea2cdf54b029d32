import { withDecimalsOf } from "../../core/lots";
import type { Trade } from "../../core/orders/trade";
import type { FillRows } from "../record/fill-rows";
import type { TradePart } from "./trade-part";

// Number of doubles per trade.
const WIDTH = 10;
const QUANTITY = 0;
const ENTRY_TIME = 1;
const EXIT_TIME = 2;
const ENTRY_PRICE = 3;
const EXIT_PRICE = 4;
const ENTRY_COMMISSION = 5;
const EXIT_COMMISSION = 6;
const SLIPPAGE = 7;
const BORROW = 8;
const DIVIDENDS = 9;
// Number of rows per trade: the fills that opened and closed its first part, and the fill that gave it its tag.
const ROWS = 3;
const ENTRY = 0;
const EXIT = 1;
const TAGGED = 2;
const NO_TAG = -1;

/** What is read of the fills, and other exits, that closed trades. */
export type ExitRows = Pick<FillRows, "orderId" | "orderKey" | "time" | "tag">;

/** Round trips as columns, in the order of their first exit fill. `at` makes the object that people see. */
export class TradeTable {
  length = 0;
  readonly #fills: FillRows;
  readonly #exits: ExitRows;
  #doubles = new Float64Array(64 * WIDTH);
  // By price alone, currency. Summed by part, because the product of the averages would be different.
  #gross = new Float64Array(64);
  #rows = new Int32Array(64 * ROWS);

  readonly #keepsDust: boolean;

  /** `keepsDust`: whether sums of quantities (0.1 + 0.2) keep the dust of their last bits. */
  constructor(fills: FillRows, exits: ExitRows = fills, keepsDust = false) {
    this.#fills = fills;
    this.#exits = exits;
    this.#keepsDust = keepsDust;
  }

  /** Adds a trade of one part and returns its index. */
  add(part: Readonly<TradePart>): number {
    if (this.length === this.#gross.length) this.#grow();
    const fills = this.#fills;
    const place = this.length++;
    const { entry, exit } = part;
    const at = place * WIDTH;
    const doubles = this.#doubles;
    doubles[at + QUANTITY] = part.quantity;
    doubles[at + ENTRY_TIME] = fills.time(entry);
    doubles[at + EXIT_TIME] = this.#exits.time(exit);
    doubles[at + ENTRY_PRICE] = part.entryPrice;
    doubles[at + EXIT_PRICE] = part.exitPrice;
    doubles[at + ENTRY_COMMISSION] = part.entryCommission;
    doubles[at + EXIT_COMMISSION] = part.exitCommission;
    doubles[at + SLIPPAGE] = part.slippage;
    doubles[at + BORROW] = part.borrow;
    doubles[at + DIVIDENDS] = part.dividends;
    this.#gross[place] = this.#grossOf(part);
    const rows = this.#rows;
    rows[place * ROWS + ENTRY] = entry;
    rows[place * ROWS + EXIT] = exit;
    rows[place * ROWS + TAGGED] = this.#taggedOf(part);
    return place;
  }

  /** Adds a later part to a trade: quantities and profits are summed, prices averaged by quantity. */
  merge(place: number, part: Readonly<TradePart>): void {
    const fills = this.#fills;
    const { entry, exit, quantity } = part;
    const at = place * WIDTH;
    const doubles = this.#doubles;
    const sum = doubles[at + QUANTITY] + quantity;
    doubles[at + QUANTITY] = this.#keepsDust ? sum : withDecimalsOf(sum, doubles[at + QUANTITY], quantity);
    const share = quantity / doubles[at + QUANTITY];
    doubles[at + ENTRY_TIME] = Math.min(doubles[at + ENTRY_TIME], fills.time(entry));
    doubles[at + EXIT_TIME] = Math.max(doubles[at + EXIT_TIME], this.#exits.time(exit));
    doubles[at + ENTRY_PRICE] += (part.entryPrice - doubles[at + ENTRY_PRICE]) * share;
    doubles[at + EXIT_PRICE] += (part.exitPrice - doubles[at + EXIT_PRICE]) * share;
    doubles[at + ENTRY_COMMISSION] += part.entryCommission;
    doubles[at + EXIT_COMMISSION] += part.exitCommission;
    doubles[at + SLIPPAGE] += part.slippage;
    doubles[at + BORROW] += part.borrow;
    doubles[at + DIVIDENDS] += part.dividends;
    this.#gross[place] += this.#grossOf(part);
    const tagged = place * ROWS + TAGGED;
    if (this.#rows[tagged] === NO_TAG) this.#rows[tagged] = this.#taggedOf(part);
  }

  /** Returns what tells the order that opened a trade from the others. */
  entryOrder(place: number): number {
    return this.#fills.orderKey(this.#rows[place * ROWS + ENTRY]);
  }

  /** Returns the time of the last exit fill of a trade, epoch milliseconds UTC. */
  exitTime(place: number): number {
    return this.#doubles[place * WIDTH + EXIT_TIME];
  }

  /** Returns the profit of a trade after commissions, dividends and borrow, currency. */
  netPnl(place: number): number {
    const at = place * WIDTH;
    const doubles = this.#doubles;
    const commission = doubles[at + ENTRY_COMMISSION];
    const net = this.#gross[place] - commission - doubles[at + EXIT_COMMISSION] - doubles[at + BORROW];
    return net + doubles[at + DIVIDENDS];
  }

  /** Returns quantity times the size of the entry price of a trade, currency. */
  entryNotional(place: number): number {
    const at = place * WIDTH;
    return this.#doubles[at + QUANTITY] * Math.abs(this.#doubles[at + ENTRY_PRICE]);
  }

  /** Returns a trade as it stands now. */
  at(place: number): Trade {
    const fills = this.#fills;
    const at = place * WIDTH;
    const doubles = this.#doubles;
    const entry = this.#rows[place * ROWS + ENTRY];
    const exit = this.#rows[place * ROWS + EXIT];
    const tagged = this.#rows[place * ROWS + TAGGED];
    const netPnl = this.netPnl(place);
    const notional = this.entryNotional(place);
    const trade: { -readonly [Key in keyof Trade]: Trade[Key] } = {
      id: `trade-${place + 1}`,
      symbol: fills.symbol(entry),
      direction: fills.side(entry) === "buy" ? "long" : "short",
      quantity: doubles[at + QUANTITY],
      entryOrderId: fills.orderId(entry),
      exitOrderId: this.#exits.orderId(exit),
      entryTime: doubles[at + ENTRY_TIME],
      exitTime: doubles[at + EXIT_TIME],
      entryPrice: doubles[at + ENTRY_PRICE],
      exitPrice: doubles[at + EXIT_PRICE],
      entryCommission: doubles[at + ENTRY_COMMISSION],
      exitCommission: doubles[at + EXIT_COMMISSION],
      slippage: doubles[at + SLIPPAGE],
      dividends: doubles[at + DIVIDENDS],
      borrow: doubles[at + BORROW],
      grossPnl: this.#gross[place],
      netPnl,
      // An entry at zero notional has no return.
      returnOnEntry: notional === 0 ? Number.NaN : netPnl / notional,
    };
    if (tagged !== NO_TAG) trade.tag = this.#exits.tag(tagged);
    return trade;
  }

  /** Returns all trades as they stand now. */
  all(): Trade[] {
    return Array.from({ length: this.length }, (_, place) => this.at(place));
  }

  #grossOf({ entry, entryPrice, exitPrice, quantity }: Readonly<TradePart>): number {
    return (this.#fills.side(entry) === "buy" ? exitPrice - entryPrice : entryPrice - exitPrice) * quantity;
  }

  #taggedOf({ entry, exit }: Readonly<TradePart>): number {
    if (this.#fills.tag(entry) !== undefined) return entry;
    return this.#exits.tag(exit) !== undefined ? exit : NO_TAG;
  }

  #grow(): void {
    // Most fills come in pairs.
    const room = Math.max(2 * this.length, this.#fills.length >> 1);
    const doubles = new Float64Array(room * WIDTH);
    const gross = new Float64Array(room);
    const rows = new Int32Array(room * ROWS);
    doubles.set(this.#doubles);
    gross.set(this.#gross);
    rows.set(this.#rows);
    [this.#doubles, this.#gross, this.#rows] = [doubles, gross, rows];
  }
}
