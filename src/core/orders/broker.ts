import type { BarColumns } from "../market/bar";
import type { CheckedRequest } from "./checked-request";
import type { WorkingOrder } from "./working-order";

/** What the steps and the account need of a broker. */
export interface Broker {
  /** Takes the accepted order in a row of the ledger; it may fill on a later bar of its symbol. */
  submit(row: number, request: CheckedRequest, symbolIndex: number, time: number): void;
  /** Cancels the working order in a row of the ledger. An order that has ended stays as it is. */
  cancel(row: number, time: number, reason: string): void;
  /** Ends the orders whose day was over before `time`. */
  expire(time: number): void;
  /** Fills what the bars of one time allow: the rows `from` to `to` (exclusive). */
  match(columns: BarColumns, from: number, to: number): void;
  /** The working orders, oldest first. */
  readonly working: readonly WorkingOrder[];
  /** How many times working orders were taken off the list. Otherwise it only grows at its end. */
  readonly removals: number;
  /** Returns the oldest working order of a symbol, from which `next` leads to the others. */
  oldestOf(symbolIndex: number): WorkingOrder | undefined;
}
