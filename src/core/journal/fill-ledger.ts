import { type DoubtCode, doubtCodes } from "../orders/doubts";
import type { Fill } from "../orders/fill";
import type { Side } from "../orders/order";
import type { OrderLedger } from "./order-ledger";

// Doubts by their number in the column; 0 is none.
const doubts: readonly (DoubtCode | undefined)[] = [undefined, ...doubtCodes];

/** Every fill of a session as columns. `at` makes the object that people see. */
export class FillLedger {
  length = 0;
  readonly #orders: OrderLedger;
  #orderRows: Int32Array;
  #doubts: Uint8Array;
  // Five doubles a fill.
  #doubles: Float64Array;

  /** `room`: how many fills to make room for at once, or a ledger that is over, whose arrays it takes. It grows beyond that. */
  constructor(orders: OrderLedger, room: number | FillLedger) {
    this.#orders = orders;
    if (typeof room === "object") {
      this.#orderRows = room.#orderRows;
      this.#doubts = room.#doubts;
      this.#doubles = room.#doubles;
      return;
    }
    this.#orderRows = new Int32Array(room);
    this.#doubts = new Uint8Array(room);
    this.#doubles = new Float64Array(room * WIDTH);
  }

  /** Adds a fill of the order in row `orderRow` and returns its own row. */
  add(
    orderRow: number,
    quantity: number,
    price: number,
    commission: number,
    slippage: number,
    time: number,
    doubt: DoubtCode | undefined,
  ): number {
    if (this.length === this.#orderRows.length) this.#grow();
    const row = this.length++;
    this.#orderRows[row] = orderRow;
    this.#doubts[row] = doubt === undefined ? 0 : doubts.indexOf(doubt);
    const at = row * WIDTH;
    const doubles = this.#doubles;
    doubles[at] = quantity;
    doubles[at + 1] = price;
    doubles[at + 2] = commission;
    doubles[at + 3] = slippage;
    doubles[at + 4] = time;
    return row;
  }

  /** Returns the row of the order that a fill belongs to. */
  orderRow(row: number): number {
    return this.#orderRows[row];
  }

  /** Returns the id of the order that a fill belongs to. */
  orderId(row: number): string {
    return this.#orders.id(this.#orderRows[row]);
  }

  /** Returns what tells the order of a fill from the others. */
  orderKey(row: number): number {
    return this.#orderRows[row];
  }

  /** Returns the symbol of a fill. */
  symbol(row: number): string {
    return this.#orders.symbol(this.#orderRows[row]);
  }

  /** Returns the direction of a fill. */
  side(row: number): Side {
    return this.#orders.side(this.#orderRows[row]);
  }

  /** Returns the label of the order that a fill belongs to. */
  tag(row: number): string | undefined {
    return this.#orders.tag(this.#orderRows[row]);
  }

  /** Returns how many units a fill is of. */
  quantity(row: number): number {
    return this.#doubles[row * WIDTH];
  }

  /** Returns the price of a fill, slippage included. */
  price(row: number): number {
    return this.#doubles[row * WIDTH + 1];
  }

  /** Returns when a fill happened. */
  time(row: number): number {
    return this.#doubles[row * WIDTH + 4];
  }

  /** Returns quantity times price of a fill. */
  notional(row: number): number {
    return this.#doubles[row * WIDTH] * this.#doubles[row * WIDTH + 1];
  }

  /** Returns the commission of a fill. */
  commission(row: number): number {
    return this.#doubles[row * WIDTH + 2];
  }

  /** Returns the cost of slippage of a fill. */
  slippage(row: number): number {
    return this.#doubles[row * WIDTH + 3];
  }

  /** Returns why a fill is doubtful, if it is. */
  doubt(row: number): DoubtCode | undefined {
    return doubts[this.#doubts[row]];
  }

  /** Returns a fill. */
  at(row: number): Fill {
    const at = row * WIDTH;
    const doubles = this.#doubles;
    const fill: { -readonly [Key in keyof Fill]: Fill[Key] } = {
      id: `fill-${row + 1}`,
      orderId: this.orderId(row),
      symbol: this.symbol(row),
      side: this.side(row),
      quantity: doubles[at],
      price: doubles[at + 1],
      commission: doubles[at + 2],
      slippage: doubles[at + 3],
      time: doubles[at + 4],
    };
    const tag = this.tag(row);
    if (tag !== undefined) fill.tag = tag;
    const doubtful = this.doubt(row);
    if (doubtful !== undefined) fill.doubtful = doubtful;
    return fill;
  }

  #grow(): void {
    const size = this.#orderRows.length * 2;
    const orderRows = new Int32Array(size);
    const doubtCodes = new Uint8Array(size);
    const doubles = new Float64Array(size * WIDTH);
    orderRows.set(this.#orderRows);
    doubtCodes.set(this.#doubts);
    doubles.set(this.#doubles);
    [this.#orderRows, this.#doubts, this.#doubles] = [orderRows, doubtCodes, doubles];
  }
}

const WIDTH = 5;
