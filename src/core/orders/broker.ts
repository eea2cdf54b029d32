import type { BarColumns } from "../market/bar";
import type { OrderBook } from "./order-book";
import type { CheckedRequest } from "./requests/checked-request";
import type { Role, WorkingOrder } from "./working-order";

/** What the steps and the account need of a broker. */
export interface Broker {
  /** The working orders, all of them: one that went the short way is in it from then on. */
  readonly book: OrderBook;
  /** Whether any order works. */
  readonly works: boolean;
  /** Whether no order works, and a market order without terms of its own may go the short way, past the book. */
  readonly hasFreeLane: boolean;
  /** Whether it is known when trading sessions open and close, so that there can be orders for their auctions. */
  readonly knowsSessions: boolean;
  /** Takes the accepted order in a row of the ledger; it may fill on a later bar of its symbol. */
  submit(row: number, request: CheckedRequest, symbolIndex: number, time: number, role: Role): WorkingOrder;
  /**
   * Takes an accepted market order without terms of its own the short way, if that is free. `sign`: 1 for a buy, -1 for a
   * sale. `reduces`: whether it only reduces a position; else it only opens one.
   */
  submitAlone(row: number, symbolIndex: number, sign: number, quantity: number, reduces: boolean, time: number): void;
  /** Takes in that an order that was submitted stays: it is not withdrawn any more. */
  settled(order: WorkingOrder): void;
  /** Cancels a working order. */
  cancel(order: WorkingOrder, time: number, reason: string): void;
  /** Takes an order out as if it had never been submitted. */
  withdraw(order: WorkingOrder): void;
  /** Gives a working order other terms. With worse terms it is behind all others, and takes as long to arrive as they. */
  replace(order: WorkingOrder, request: CheckedRequest, time: number, role: Role): void;
  /** Makes a working order smaller by some units, and cancels it if nothing is left of it. */
  shrink(order: WorkingOrder, by: number, time: number, reason: string): void;
  /** Ends the orders whose day was over before `time`. */
  expire(time: number): void;
  /** Fills what the bars of one time allow: the rows `from` to `to` (exclusive). */
  match(columns: BarColumns, from: number, to: number): void;
}
