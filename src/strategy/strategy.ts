import type { Position } from "../core/account/position";
import type { Bar } from "../core/market/bar";
import type { History } from "../core/market/history";
import type { Fill } from "../core/orders/fill";
import type { Order, OrderOptions, OrderRequest } from "../core/orders/order";

/** Parameters of a strategy: plain data, by name. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * What every call of a strategy is given. It can be taken apart (`({ bar, buy }) => ...`). What is asked for is only
 * queued: it meets the account and the risk rules when the step is over, and fills on a later bar at the earliest. What
 * does something throws INVALID_STATE when it is called outside the hooks, as by a promise that nobody awaits.
 */
export interface StrategyContext<P = Params, S = undefined> {
  /** Time of the step, epoch milliseconds UTC: the end of its bars. */
  readonly now: number;
  /** The strategy's params with the session's laid over them. */
  readonly params: Readonly<P>;
  /** What `state()` returned at the start: the strategy's own, to change at will. */
  readonly state: S;
  /** The session's symbols. */
  readonly symbols: readonly string[];
  /** Currency. */
  readonly cash: number;
  /** Cash and market value at the last closes, currency. */
  readonly equity: number;
  /** What is held, in the order of the symbols. */
  readonly positions: readonly Position[];
  /** What is held of a symbol, quantity 0 when nothing is; by default of the bar's symbol, or of the only one. */
  readonly position: (symbol?: string) => Position;
  /** The bars of a symbol up to now; by default of the bar's symbol, or of the only one. */
  readonly history: (symbol?: string) => History;
  /** Asks for a purchase and returns the order's id. */
  readonly buy: (symbol: string, quantity: number, order?: OrderOptions) => string;
  /** Asks for a sale and returns the order's id. */
  readonly sell: (symbol: string, quantity: number, order?: OrderOptions) => string;
  /** Asks for an order given as one literal and returns its id. */
  readonly order: (request: OrderRequest) => string;
  /** Cancels a working order; one that has ended stays as it is. */
  readonly cancel: (id: string) => void;
  /** Copies of the orders that work, oldest first. */
  readonly openOrders: (symbol?: string) => readonly Order[];
  /** Orders the difference that brings position and working orders of a symbol to `quantity` units, negative for short. */
  readonly orderTarget: (symbol: string, quantity: number) => void;
  /** Orders the difference that brings a symbol to `weight` times the equity; 1 is all of it. Of one step's targets, sales go first. */
  readonly orderTargetWeight: (symbol: string, weight: number) => void;
  /** Brings the whole portfolio to these weights; a symbol that is not named is sold. */
  readonly rebalanceTo: (weights: Readonly<Record<string, number>>) => void;
  /** Closes a position at market, or all of them without a symbol. */
  readonly close: (symbol?: string) => void;
  /** The next number of the session's seeded generator, from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Keeps a line of text with the time of the step. */
  readonly log: (text: string) => void;
  /** Keeps numbers by name, as columns of `records()` and lines of `plotPrice`; undefined and null are left out. */
  readonly record: (values: Readonly<Record<string, number | undefined | null>>) => void;
}

/** The context of `onBar`. */
export interface BarContext<P = Params, S = undefined> extends StrategyContext<P, S> {
  readonly bar: Bar;
}

/** The context of `onBars`. */
export interface BarsContext<P = Params, S = undefined> extends StrategyContext<P, S> {
  /** The bars of the step, in the order of the symbols. */
  readonly bars: readonly Bar[];
}

/** The context of `onFill`. */
export interface FillContext<P = Params, S = undefined> extends StrategyContext<P, S> {
  readonly fill: Fill;
}

/** What a hook may return: nothing, or a promise that is awaited before the session goes on. */
export type HookResult = void | PromiseLike<void>;

/** A trading strategy: a plain object. All hooks are optional, but one of them must be there. */
export interface Strategy<P = Params, S = undefined> {
  readonly name: string;
  /** Defaults of the parameters; a session may give others. */
  readonly params?: P;
  /** Makes the strategy's own state, once a session. */
  readonly state?: () => S;
  /** Called once before the first bar; there is no price yet, so an order is denied. */
  onStart?(context: StrategyContext<P, S>): HookResult;
  /** Called for each bar, in the order of the symbols. */
  onBar?(context: BarContext<P, S>): HookResult;
  /** Called once a step, after `onBar`. */
  onBars?(context: BarsContext<P, S>): HookResult;
  /** Called for each fill of the step, before its bars. */
  onFill?(context: FillContext<P, S>): HookResult;
  /** Called at every step after `onBars`; the portfolio is brought to the weights it returns, if any. */
  targetWeights?(context: StrategyContext<P, S>): Weights | undefined | PromiseLike<Weights | undefined>;
  /** Called once when the run ends. */
  onStop?(context: StrategyContext<P, S>): HookResult;
}

/** Fractions of the equity by symbol. */
export type Weights = Readonly<Record<string, number>>;

/** Any strategy, whatever its params and state. */
export interface AnyStrategy extends Omit<Strategy<never, never>, "params" | "state"> {
  readonly params?: object;
  readonly state?: () => unknown;
}
