import type { Position } from "../core/account/position";
import { expected, isPromise, thrownText } from "../core/checks";
import type { Desk } from "../core/engine/desk";
import type { StrategyCalls } from "../core/engine/strategy-turn";
import { type Bar, type BarColumns, barAt } from "../core/market/bar";
import type { AppliedAction } from "../core/market/corporate-action";
import type { History } from "../core/market/history";
import type { Fill } from "../core/orders/fill";
import type { Order, OrderChanges, OrderOptions, OrderRequest, TargetOptions } from "../core/orders/order";
import { PaperLabError } from "../errors";
import { rebalanceRule } from "./rebalance";
import { Schedules } from "./schedules";
import type {
  BarContext,
  BarsContext,
  CorporateActionContext,
  FillContext,
  Params,
  Strategy,
  StrategyContext,
  Weights,
} from "./strategy";
import { WarmUp, warmUpBars } from "./warm-up";

/**
 * Binds a strategy to a desk. Returns the calls that the engine makes, all with one context that lives as long as the
 * session. `rebalance` replaces the strategy's own.
 */
export function bindStrategy<P extends Params, S>(
  strategy: Strategy<P, S>,
  desk: Desk,
  params: P,
  rebalance: unknown = strategy.rebalance,
): StrategyCalls {
  const bars = warmUpBars(strategy.warmUp, params, strategy);
  // At its first bar a symbol has one.
  const warmUp = bars > 1 ? new WarmUp(bars, desk.symbols, seenOf(desk)) : undefined;
  const context = new DeskContext(desk, params, freshState(strategy), warmUp);
  const calls: Calls = { name: strategy.name };
  if (strategy.onStart) calls.onStart = () => strategy.onStart?.(context);
  if (strategy.onStop) calls.onStop = () => strategy.onStop?.(context.between());
  if (strategy.onBar) {
    const { onBar } = strategy;
    calls.enter = (columns) => {
      context.columns = columns;
    };
    calls.onBar = (_columns, row) => {
      context.row = row;
      return onBar.call(strategy, context as BarContext<P, S>);
    };
  }
  if (strategy.onBars) calls.onBars = (bars) => strategy.onBars?.(context.ofBars(bars));
  if (strategy.onFill) calls.onFill = (fill) => strategy.onFill?.(context.ofFill(fill));
  if (strategy.onCorporateAction)
    calls.onCorporateAction = (action) => strategy.onCorporateAction?.(context.ofAction(action));
  if (strategy.targetWeights)
    calls.targetWeights = () => target(context.schedules, strategy.targetWeights?.(context.between()));
  if (strategy.onStart || rebalance !== undefined) bindSchedules(strategy, calls, context, rebalance);
  if (warmUp !== undefined) delay(calls, warmUp, strategy, desk);
  return calls;
}

function seenOf(desk: Desk): number[] {
  return desk.symbols.map((symbol) => desk.barsSeen(symbol));
}

type Calls = { -readonly [Key in keyof StrategyCalls]: StrategyCalls[Key] };

// Schedules wait on their own.
function delay(calls: Calls, warmUp: WarmUp, strategy: object, desk: Desk): void {
  const { onBar, onBars, targetWeights, onStop } = calls;
  calls.onBar = (columns, row) => (warmUp.take(columns.symbol[row]) ? onBar?.(columns, row) : undefined);
  if (onBars) calls.onBars = (bars) => (warmUp.isOver ? onBars(bars) : undefined);
  if (targetWeights) calls.targetWeights = () => (warmUp.isOver ? targetWeights() : undefined);
  calls.onStop = () => {
    const missed = warmUp.missedText(strategy);
    if (missed !== undefined) desk.log(missed);
    return onStop?.();
  };
}

// `onStart` may schedule something. With a `rebalance`, `targetWeights` is one of the scheduled.
function bindSchedules<P extends Params, S>(
  strategy: Strategy<P, S>,
  calls: Calls,
  context: DeskContext<P, S>,
  rebalance: unknown,
): void {
  const { schedules, params } = context;
  const { onStop, targetWeights } = calls;
  const rule = rebalance === undefined ? undefined : rebalanceRule(rebalance, params, strategy);
  schedules.open();
  if (rule !== undefined) calls.targetWeights = undefined;
  calls.scheduled = () => {
    schedules.close();
    if (rule !== undefined && targetWeights !== undefined) schedules.addTargetWeights(rule, () => targetWeights());
    return schedules.length === 0 ? undefined : schedules;
  };
  calls.onStop = () => {
    schedules.tellWhatNeverCame();
    return onStop?.();
  };
}

function noBar(): PaperLabError {
  return new PaperLabError("INVALID_STRATEGY", "Expected bar to be read in onBar, was read in another hook");
}

function freshState<P, S>(strategy: Strategy<P, S>): S {
  let state: S;
  try {
    state = strategy.state?.() as S;
  } catch (cause) {
    throw new PaperLabError("STRATEGY_FAILED", `Strategy "${strategy.name}" failed in state: ${thrownText(cause)}`, {
      cause,
    });
  }
  if (!isPromise(state)) return state;
  // Whatever comes of it, nobody reads it.
  state.catch(() => undefined);
  throw expected(`what state of "${strategy.name}" returned`, "the state, at once", state, "INVALID_STRATEGY");
}

function target(
  portfolio: Pick<Desk, "rebalanceTo">,
  weights: Weights | undefined | PromiseLike<Weights | undefined>,
): unknown {
  if (weights === undefined || weights === null) return undefined;
  if (typeof weights !== "object") throw expected("what targetWeights returned", "weights by symbol", weights);
  if ("then" in weights && typeof weights.then === "function") {
    return weights.then((later: Weights | undefined) => target(portfolio, later));
  }
  portfolio.rebalanceTo(weights as Weights, "targetWeights");
  return undefined;
}

// Methods are bound properties of the object, so that a strategy can destructure the context.
class DeskContext<P, S> implements StrategyContext<P, S> {
  columns: BarColumns | undefined = undefined;
  row = -1;
  bars: readonly Bar[] | undefined = undefined;
  fill: Fill | undefined = undefined;
  action: AppliedAction | undefined = undefined;
  readonly params: P;
  readonly state: S;
  readonly symbols: readonly string[];
  readonly position: (symbol?: string) => Position;
  readonly history: (symbol?: string, interval?: string | number) => History;
  readonly histories: StrategyContext<P, S>["histories"];
  readonly buy: (symbol: string, quantity: number, order?: OrderOptions) => string;
  readonly sell: (symbol: string, quantity: number, order?: OrderOptions) => string;
  readonly order: (request: OrderRequest) => string;
  readonly together: (orders: readonly OrderRequest[]) => string[];
  readonly cancel: (id: string) => void;
  readonly replace: (id: string, changes: OrderChanges) => void;
  readonly openOrders: (symbol?: string) => readonly Order[];
  readonly orderTarget: (symbol: string, quantity: number, options?: TargetOptions) => void;
  readonly orderTargetWeight: (symbol: string, weight: number, options?: TargetOptions) => void;
  readonly rebalanceTo: (weights: Weights) => void;
  readonly close: (symbol?: string) => void;
  readonly random: () => number;
  readonly log: (text: string) => void;
  readonly record: (values: Readonly<Record<string, number | undefined | null>>) => void;
  readonly schedule: StrategyContext<P, S>["schedule"];
  readonly schedules: Schedules<StrategyContext<P, S>>;
  readonly #desk: Desk;

  constructor(desk: Desk, params: P, state: S, warmUp?: WarmUp) {
    this.#desk = desk;
    this.params = params;
    this.state = state;
    this.symbols = desk.symbols;
    this.position = (symbol) => desk.position(symbol ?? this.#symbol());
    this.history = (symbol, interval) => {
      const of = symbol ?? this.#symbol();
      return interval === undefined ? desk.history(of) : desk.longerHistory(of, interval);
    };
    this.histories = (symbols, interval) => desk.histories(symbols ?? desk.symbols, interval);
    this.buy = (symbol, quantity, order) => desk.place(symbol, "buy", quantity, order);
    this.sell = (symbol, quantity, order) => desk.place(symbol, "sell", quantity, order);
    this.order = (request) => desk.request(request);
    this.together = (orders) => desk.together(orders);
    this.cancel = (id) => desk.cancel(id);
    this.replace = (id, changes) => desk.replace(id, changes);
    this.openOrders = (symbol) => desk.openOrders(symbol);
    this.orderTarget = (symbol, quantity, options) => desk.orderTarget(symbol, quantity, options);
    this.orderTargetWeight = (symbol, weight, options) => desk.orderTargetWeight(symbol, weight, options);
    this.schedules = new Schedules<StrategyContext<P, S>>(desk, () => this.between(), warmUp);
    this.schedule = (rule, call) => this.schedules.add(rule, call);
    this.rebalanceTo = (weights) => this.schedules.rebalanceTo(weights);
    this.close = (symbol) => desk.close(symbol);
    this.log = (text) => desk.log(text);
    this.record = (values) => desk.record(values);
    this.random = () => desk.random();
  }

  // Made when it is read and not kept, so that V8 need not allocate a bar of which a strategy only reads some numbers.
  get bar(): Bar {
    if (this.row < 0) throw noBar();
    return barAt(this.columns as BarColumns, this.row, this.symbols);
  }

  get now(): number {
    return this.#desk.now;
  }

  get cash(): number {
    return this.#desk.cash;
  }

  get equity(): number {
    return this.#desk.equity;
  }

  get positions(): readonly Position[] {
    return this.#desk.positions;
  }

  /** The context outside `onBar`, which has no bar. */
  between(): this {
    this.row = -1;
    this.fill = undefined;
    this.action = undefined;
    return this;
  }

  ofBars(bars: readonly Bar[]): BarsContext<P, S> {
    this.bars = bars;
    return this.between() as BarsContext<P, S>;
  }

  ofFill(fill: Fill): FillContext<P, S> {
    this.between();
    this.fill = fill;
    return this as FillContext<P, S>;
  }

  ofAction(action: AppliedAction): CorporateActionContext<P, S> {
    this.between();
    this.action = action;
    return this as CorporateActionContext<P, S>;
  }

  #symbol(): string | undefined {
    return this.row < 0 ? undefined : this.symbols[(this.columns as BarColumns).symbol[this.row]];
  }
}
