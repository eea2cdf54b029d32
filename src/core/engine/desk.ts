import type { Position } from "../account/position";
import type { Calendar } from "../market/calendar";
import type { History } from "../market/history";
import type { Order, OrderChanges, OrderOptions, OrderRequest, Side, TargetOptions } from "../orders/order";

/**
 * What a strategy can see and do through the engine. Requests are only queued until the step is over. Methods that
 * act throw INVALID_STATE outside the hooks, because such a run would differ each time.
 */
export interface Desk {
  readonly symbols: readonly string[];
  /** The feed's calendar. */
  readonly calendar: Calendar;
  /** Gross exposure allowed, in multiples of equity. */
  readonly leverage: number;
  /** As in `Behavior`. */
  readonly refusesTimesOutsideHours: boolean;
  /** Time of the step, epoch milliseconds UTC. */
  readonly now: number;
  readonly cash: number;
  readonly equity: number;
  readonly positions: readonly Position[];
  position(symbol?: string): Position;
  history(symbol?: string): History;
  /** How many bars of a symbol have come, also those that are no longer kept. */
  barsSeen(symbol: string): number;
  /** The bars of another length of a symbol that are over by now. */
  longerHistory(symbol: string | undefined, interval: string | number): History;
  /** The histories of symbols at the times at which all of them have a bar. */
  histories(symbols: readonly string[], interval?: string | number): Readonly<Record<string, History>>;
  openOrders(symbol?: string): Order[];
  place(symbol: string, side: Side, quantity: number, options?: OrderOptions): string;
  request(request: OrderRequest): string;
  together(requests: readonly OrderRequest[]): string[];
  cancel(id: string): void;
  replace(id: string, changes: OrderChanges): void;
  orderTarget(symbol: string, quantity: number, options?: TargetOptions): void;
  orderTargetWeight(symbol: string, weight: number, options?: TargetOptions): void;
  /** `caller`: what gave the weights, for messages; default `rebalanceTo`. */
  rebalanceTo(weights: Readonly<Record<string, number>>, caller?: string): void;
  close(symbol?: string): void;
  record(values: Readonly<Record<string, number | undefined | null>>): void;
  log(text: string): void;
  /** The next number of the strategy's random stream. */
  random(): number;
}
