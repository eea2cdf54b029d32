import type { FillRows } from "../record/fill-rows";

/** What closed a part of a position without an order: a fraction of a share that was paid out, or a delisting. */
export interface OrderlessExit {
  readonly symbol: string;
  readonly price: number;
  /** Epoch milliseconds UTC. */
  readonly time: number;
  readonly tag: "fraction" | "delisting";
}

/** The id that stands for the order of an exit without one. */
export const noOrder = "order-0";

/** The key that the exits of a symbol without an order share. */
export const noKey = -1;

/** The fills by row, and the exits without an order by rows from -2 down. */
export class TradedRows {
  readonly #fills: FillRows;
  readonly #exits: OrderlessExit[] = [];

  constructor(fills: FillRows) {
    this.#fills = fills;
  }

  /** Adds an exit without an order, and returns its row. */
  add(exit: OrderlessExit): number {
    return -1 - this.#exits.push(exit);
  }

  /** Returns the id of an order. */
  orderId(row: number): string {
    return row < 0 ? noOrder : this.#fills.orderId(row);
  }

  /** Returns what tells its order from the others. */
  orderKey(row: number): number {
    return row < 0 ? noKey : this.#fills.orderKey(row);
  }

  /** Returns the price as it was traded. */
  price(row: number): number {
    return row < 0 ? this.#exits[-2 - row].price : this.#fills.price(row);
  }

  /** Returns the time, epoch milliseconds UTC. */
  time(row: number): number {
    return row < 0 ? this.#exits[-2 - row].time : this.#fills.time(row);
  }

  /** Returns the tag. */
  tag(row: number): string | undefined {
    return row < 0 ? this.#exits[-2 - row].tag : this.#fills.tag(row);
  }
}
