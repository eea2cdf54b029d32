import type { Position } from "../core/account/position";
import type { Bar } from "../core/market/bar";
import type { AppliedAction } from "../core/market/corporate-action";
import type { History } from "../core/market/history";
import type { Fill } from "../core/orders/fill";
import type { Order, OrderChanges, OrderOptions, OrderRequest, TargetOptions } from "../core/orders/order";
import type { FunctionOf } from "../core/schedule/condition";
import type { RuleOf } from "../core/schedule/rule";
import type { DeclaredParams } from "./param";

/** Parameters of a strategy: plain data, by name. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * The context of every hook of a strategy. You can destructure it (`({ bar, buy }) => ...`). Orders are only queued:
 * the account and the risk rules judge them when the step is over, and they fill on a later bar at the earliest.
 * Methods that act throw INVALID_STATE when they are called outside the hooks, for example from a promise that nobody
 * awaits.
 */
export interface StrategyContext<P = Params, S = undefined> {
  /** Time of the step, epoch milliseconds UTC: the end of its bars. */
  readonly now: number;
  /** The values of the strategy's params, overridden by the session's. */
  readonly params: Readonly<P>;
  /** What `state()` returned at the start. The strategy can change it at will. */
  readonly state: S;
  /** The session's symbols. */
  readonly symbols: readonly string[];
  /** Currency. */
  readonly cash: number;
  /** Cash plus market value at the last closes, currency. */
  readonly equity: number;
  /** The positions held, in the order of the symbols. */
  readonly positions: readonly Position[];
  /**
   * Returns the position in a symbol, with quantity 0 if nothing is held. Default: the bar's symbol, or the only one.
   */
  readonly position: (symbol?: string) => Position;
  /**
   * Returns the bars of a symbol up to now, in the shares of now: bars before a split are rescaled once it has happened, and
   * `raw` has them as traded. Default: the bar's symbol, or the only one. With an interval, such as `"1h"`,
   * `"1d"` or `"1w"`, the bars that `resample` makes of them, as far as they are over by now. Throws UNKNOWN_SYMBOL, and
   * INVALID_OPTION for an interval that is shorter than the feed's bars, or no multiple of them within a day.
   */
  readonly history: (symbol?: string, interval?: string | number) => History;
  /**
   * Returns the bars of several symbols, by symbol, at the times at which all of them have one, so that their columns
   * have one length and the same `time`: `const { KO, PEP } = histories(["KO", "PEP"])`. Default: all symbols.
   */
  readonly histories: <Name extends string>(
    symbols?: readonly Name[],
    interval?: string | number,
  ) => Readonly<Record<Name, History>>;
  /** Queues a purchase and returns the order's id. */
  readonly buy: (symbol: string, quantity: number, order?: OrderOptions) => string;
  /** Queues a sale and returns the order's id. */
  readonly sell: (symbol: string, quantity: number, order?: OrderOptions) => string;
  /** Queues an order given as one literal, and returns its id. */
  readonly order: (request: OrderRequest) => string;
  /** Cancels a working order. An order that has ended stays as it is. */
  readonly cancel: (id: string) => void;
  /**
   * Gives a working order other terms, such as `{ limitPrice: 101 }` or `{ quantity: 50 }` (all of it, filled or not). It
   * keeps its place before later orders only if it becomes smaller. Throws INVALID_ORDER if the order does not work.
   */
  readonly replace: (id: string, changes: OrderChanges) => void;
  /** Places orders of which all are accepted or none. Returns their ids. */
  readonly together: (orders: readonly OrderRequest[]) => string[];
  /** Returns copies of the working orders, oldest first. */
  readonly openOrders: (symbol?: string) => readonly Order[];
  /**
   * Orders the difference that brings a symbol, working orders included, to `quantity` units; negative for short. `{ tag }`
   * is the tag of that order.
   */
  readonly orderTarget: (symbol: string, quantity: number, options?: TargetOptions) => void;
  /**
   * Orders the difference that brings a symbol to `weight` times the equity; 1 is all of it. Sales among the targets
   * of one step go first. `{ tag }` is the tag of that order.
   */
  readonly orderTargetWeight: (symbol: string, weight: number, options?: TargetOptions) => void;
  /** Brings the whole portfolio to these weights. Symbols that are not named are sold. */
  readonly rebalanceTo: (weights: Readonly<Record<string, number>>) => void;
  /**
   * Closes a position at market; without a symbol, all positions. Its exits are canceled, but entries that still work are
   * not: one that fills later opens a position again. `orderTarget(symbol, 0)` cancels them too.
   */
  readonly close: (symbol?: string) => void;
  /**
   * Calls a function when a rule is due, after `onBars` and before `targetWeights`, in the order of the calls. Only in
   * `onStart`.
   */
  readonly schedule: (rule: ScheduleRule<P, S>, call: (context: StrategyContext<P, S>) => HookResult) => void;
  /** The next number of the session's seeded generator, from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Logs a line of text with the time of the step. */
  readonly log: (text: string) => void;
  /**
   * Records numbers by name, as columns of `records()` and lines of `plotPrice`. `undefined` and `null` are left out.
   */
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

/** The context of `onCorporateAction`. */
export interface CorporateActionContext<P = Params, S = undefined> extends StrategyContext<P, S> {
  readonly action: AppliedAction;
}

/** What a hook may return: nothing, or a promise. The session awaits the promise before it goes on. */
export type HookResult = void | PromiseLike<void>;

/** A trading strategy: a plain object. Every hook is optional, but there must be at least one. */
export interface Strategy<P = Params, S = undefined> {
  readonly name: string;
  /** Default parameters, or `param.int(10, { min: 2, max: 200 })` and its like. A session can give other values. */
  readonly params?: DeclaredParams<P>;
  /**
   * Bars that a symbol has, the present one included, when `onBar` is first called for it; default 1. `onBars`,
   * `targetWeights` and what is scheduled wait until every symbol of the session has as many. May be a function of the
   * params.
   */
  readonly warmUp?: number | FunctionOf<Readonly<P>, number>;
  /** Makes the strategy's own state, once per session. */
  readonly state?: () => S;
  /** Called once before the first bar. There is no price yet, so orders are denied. */
  onStart?(context: StrategyContext<P, S>): HookResult;
  /** Called for each bar, in the order of the symbols. */
  onBar?(context: BarContext<P, S>): HookResult;
  /** Called once per step, after `onBar`. */
  onBars?(context: BarsContext<P, S>): HookResult;
  /** Called for each fill of the step, before its bars. */
  onFill?(context: FillContext<P, S>): HookResult;
  /**
   * Called for each split, dividend and delisting of the session's symbols, whether they are held or not, before the fills
   * and bars of its step: for what the strategy keeps itself, such as a price that it entered at.
   */
  onCorporateAction?(context: CorporateActionContext<P, S>): HookResult;
  /** When `targetWeights` runs, such as `"monthly"`; default every step. */
  readonly rebalance?: Rebalance<P, S>;
  /** Called after `onBars` when `rebalance` is due, or at every step without it. The portfolio is brought to the weights it returns, if any. */
  targetWeights?(context: StrategyContext<P, S>): Weights | undefined | PromiseLike<Weights | undefined>;
  /** Called once when the run ends. */
  onStop?(context: StrategyContext<P, S>): HookResult;
}

/** When something is due: a word, its terms, or a condition alone, which is asked at every step. */
export type ScheduleRule<P = Params, S = undefined> = RuleOf<StrategyContext<P, S>>;

/** When `targetWeights` runs: a rule, or a function of the params that returns one. */
export type Rebalance<P = Params, S = undefined> = ScheduleRule<P, S> | FunctionOf<Readonly<P>, ScheduleRule<P, S>>;

/** Fractions of the equity by symbol. */
export type Weights = Readonly<Record<string, number>>;

/** Any strategy, whatever its params and state. */
export interface AnyStrategy extends Omit<Strategy<never, never>, "params" | "state"> {
  readonly params?: object;
  readonly state?: () => unknown;
}
