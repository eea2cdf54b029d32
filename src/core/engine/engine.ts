import { PaperLabError } from "../../errors";
import type { Portfolio } from "../account/portfolio";
import type { Suppressed } from "../account/suppressed";
import type { EngineTerms } from "../account/terms";
import type { EquityLedger } from "../journal/equity-ledger";
import type { HandRequest } from "../journal/inputs";
import type { Journal } from "../journal/journal";
import type { Recorder } from "../journal/recorder";
import type { RunRoom } from "../journal/run-room";
import type { BarColumns } from "../market/bar";
import { timeText } from "../market/instant";
import type { TradingState } from "../orders/trading-state";
import type { Desk } from "./desk";
import { type EngineParts, engineParts, strategyFailed } from "./parts";
import { quietSteps } from "./quiet/quiet-steps";
import { type StrategyCalls, StrategyTurn } from "./strategy-turn";

/** Why a session ended. */
export type EndReason = "END_OF_FEED" | "STOPPED" | "BANKRUPT";

const noBell = new Int32Array(1);

/**
 * Turns steps into events. It alone fixes the order of things. It is pure: the same terms, strategy and steps give
 * the same events to the last bit, without a clock, I/O or timers.
 */
export class Engine {
  /** Everything that happened, in order. */
  readonly journal: Journal;
  readonly portfolio: Portfolio;
  /** The promise that a strategy call returned. Await it, then call `resume`. Until then, call nothing else. */
  pending: PromiseLike<unknown> | undefined = undefined;
  /** One point per step, and one before the first bar. */
  readonly curve: EquityLedger;
  /** Steps begun so far. */
  steps = 0;
  /** Makes `process` return after the present step. It is set from outside, or when everything is lost. */
  stopped = false;
  /** Whether equity fell to zero or below and everything has been closed, so that nothing is left to trade with. */
  bankrupt = false;

  readonly #terms: EngineTerms;
  readonly #parts: EngineParts;
  #turn: StrategyTurn;
  #name = "";
  #liquidating = false;
  #ending: EndReason | undefined;
  // Whether a strategy is being started, and whether one takes over from another between two steps.
  #isStarting = false;
  #isChanging = false;
  // The step that waits for the promise of what came late before it.
  #held: { readonly columns: BarColumns; readonly row: number; readonly end: number } | undefined;

  /** `points`: how many points of the curve to make room for at once, or the room of a run that is over. It grows beyond that. */
  constructor(terms: EngineTerms, points: number | RunRoom = 1024) {
    this.#terms = terms;
    this.#parts = engineParts(terms, points);
    this.curve = this.#parts.curve;
    this.journal = this.#parts.journal;
    this.portfolio = this.#parts.portfolio;
    this.#turn = new StrategyTurn({ name: "" }, terms.symbols, this.journal);
  }

  /** What the strategy may see and do. */
  get desk(): Desk {
    return this.#parts.desk;
  }

  /** What the strategy recorded. */
  get recorder(): Recorder {
    return this.#parts.desk.recorder;
  }

  /** How many targets ordered nothing although the position was not there yet; `undefined` for none. */
  get suppressed(): Suppressed | undefined {
    return this.#parts.desk.suppressed;
  }

  /** Which orders are accepted. */
  get tradingState(): TradingState {
    return this.#parts.trading.gate.state;
  }

  /**
   * Sets the trading state by hand, between two steps. It holds until it is set again or a risk rule asks for another.
   * What the rules asked for before is over, and past losses no longer count for them.
   */
  setTradingState(state: TradingState): void {
    const { keepsLossesWhileActive, tellsHaltsOnce } = this.#terms.behavior;
    const isTold = { ACTIVE: !keepsLossesWhileActive, REDUCING: true, HALTED: !tellsHaltsOnce };
    if (state === this.tradingState && !isTold[state]) return;
    this.#parts.watch?.forget(state);
    this.#parts.trading.change({ time: this.time, state, reason: "SET_BY_HAND" });
  }

  /** Why the session ends if its feed does. */
  get endOfFeed(): EndReason {
    return this.#liquidating && this.#terms.behavior.endsBankrupt ? "BANKRUPT" : "END_OF_FEED";
  }

  /** Whether a strategy, rule or model of the user's is being called, or a promise awaited. */
  get acting(): boolean {
    return this.#parts.desk.acting;
  }

  /**
   * Does what a person asks for, between two steps: judged at the last closes, as what the strategy asks for. Returns the
   * id of the new order, if it is one. Throws what a strategy's request would throw, INVALID_STATE for orders once
   * everything is lost, and `Unsettled`.
   */
  byHand(asked: HandRequest): string | undefined {
    const isStopped = asked.kind === "tradingState" && this.#terms.behavior.haltsLiquidations;
    if (this.#liquidating && !isStopped)
      throw new PaperLabError("INVALID_STATE", "The equity fell to zero, and everything is being closed");
    if (asked.kind !== "tradingState") return this.#parts.desk.byHand(asked);
    this.setTradingState(asked.request.state);
    return undefined;
  }

  /** Time of the last bar of each symbol, epoch milliseconds UTC; minus infinity before its first. */
  get lastBars(): Float64Array {
    return this.#parts.market.lastTime;
  }

  /** Cash and market value at the last closes, currency. */
  get equity(): number {
    return this.portfolio.equity();
  }

  /** Time of the newest step, epoch milliseconds UTC. */
  get time(): number {
    return this.#parts.desk.now;
  }

  /** Binds the strategy and calls its `onStart`. `time` is the start of the first bar, so there is no price yet. */
  start(calls: StrategyCalls, time: number): void {
    this.#name = calls.name;
    this.#turn = new StrategyTurn(calls, this.#terms.symbols, this.journal);
    this.#parts.desk.now = time;
    this.curve.push(time, this.equity);
    this.#isStarting = true;
    this.#call(() => this.#turn.only("onStart"));
  }

  /**
   * Calls the strategy's `onStop` between two steps, because another one takes over: call `follow` next, once a promise is
   * fulfilled. Neither does anything once everything is lost.
   */
  leave(): void {
    if (this.#liquidating) return;
    this.#isChanging = true;
    this.#call(() => this.#turn.only("onStop"));
  }

  /**
   * Lets another strategy take over: cancels working orders, closes positions at their last closes if it begins flat, and calls
   * its `onStart`. It is told of later fills only.
   */
  follow(bind: () => StrategyCalls, isFlat: boolean): void {
    if (this.#liquidating) return;
    this.#isChanging = true;
    if (this.#parts.closing.handOver(isFlat)) this.curve.push(this.time, this.equity);
    const calls = bind();
    this.#name = calls.name;
    this.#turn = new StrategyTurn(calls, this.#terms.symbols, this.journal);
    this.#isStarting = true;
    this.#call(() => this.#turn.only("onStart"));
  }

  /**
   * Processes the steps that begin in the rows `from` to `to` (exclusive) and are not later than `until`. Returns the
   * row after the last of them. It stops early when a promise is `pending` or everything is lost. It also stops after
   * the step in which the first number of `bell` is no longer 0; another thread may set that. Throws STRATEGY_FAILED
   * if the strategy fails.
   */
  process(columns: BarColumns, from: number, to: number, until: number, bell: Int32Array = noBell): number {
    this.#parts.desk.acting = true;
    try {
      const isPlain = this.#turn.overdue === Number.POSITIVE_INFINITY;
      return isPlain ? this.#steps(columns, from, to, until, bell) : this.#stretches(columns, from, to, until, bell);
    } finally {
      this.#parts.desk.acting = this.pending !== undefined;
    }
  }

  /** Goes on after `pending` is fulfilled. */
  resume(): void {
    this.pending = undefined;
    this.#call(() => this.#turn.resume());
    const held = this.#held;
    if (held === undefined || this.pending !== undefined) return;
    this.#held = undefined;
    this.steps--;
    this.process(held.columns, held.row, held.end, Number.POSITIVE_INFINITY);
  }

  /**
   * Ends the run: calls the strategy's `onStop` and cancels every working order. If asked for, it also closes every
   * position at its last close, with commission and slippage.
   */
  finish(reason: EndReason): void {
    this.#ending = reason;
    this.#call(() => this.#turn.only("onStop"));
  }

  /**
   * Returns the error of a strategy call that threw or rejected, with the original as its cause. The strategy does
   * nothing after it.
   */
  fail(cause: unknown): PaperLabError {
    this.pending = undefined;
    this.#parts.desk.acting = false;
    return strategyFailed(this.#name, this.#turn, this.#parts, this.#terms, cause);
  }

  /**
   * Gives up the strategy: it is never called again, and its requests of the present turn are dropped. Returns the
   * error of `fail`.
   */
  abandon(cause: unknown): PaperLabError {
    const error = this.fail(cause);
    this.#parts.desk.drop();
    this.#held = undefined;
    this.#turn = new StrategyTurn({ name: this.#name }, this.#terms.symbols, this.journal);
    return error;
  }

  // The stages of a step, in the one order that there is:
  //   clock    time goes on
  //   carry    borrow and interest of the days that have passed are paid
  //   actions  splits, dividends and delistings are applied
  //   expire   orders whose day is over end
  //   match    older orders meet their bars
  //   mark     positions take their closes
  //   curve    equity gets its point
  //   turn     the strategy is called, or everything is closed where everything is lost
  //   settle   what the strategy asked for is judged (`#afterTurn`, also after a promise)
  //   margin   the broker calls for margin
  //   watch    risk rules look at the step; they also note it before the turn
  // A stage is skipped if it has nothing to do. They are written out, because a list of functions takes 1.8 times as long.
  #steps(columns: BarColumns, from: number, to: number, until: number, bell: Int32Array): number {
    const { time: times, length } = columns;
    const { portfolio, curve } = this;
    const { market, broker, desk, watch, carry, actions } = this.#parts;
    const turn = this.#turn;
    const isLone = portfolio.symbols.length === 1 && watch === undefined;
    let row = from;
    market.begin(columns, from);
    turn.enter(columns);
    while (row < to && times[row] <= until) {
      const time = times[row];
      if (carry !== undefined && time > carry.due) carry.pass(time);
      if (actions !== undefined && time > actions.due) actions.pass(columns, row);
      let works = broker.works;
      if (isLone && !works && !this.#liquidating) {
        const before = row;
        row = quietSteps(this, this.#parts, turn, columns, row, to, until, bell);
        if (this.pending !== undefined) break;
        if (desk.waiting) desk.settle();
        if (row > before && (this.stopped || bell[0] !== 0)) break;
        if (row > before) continue;
        works = broker.works;
      }
      let end = row + 1;
      while (end < length && times[end] === time) end++;
      if (!(time > desk.now)) this.#checkFirst(time);
      desk.now = time;
      if (works) {
        broker.expire(time);
        broker.match(columns, row, end);
      }
      market.mark(columns, row, end);
      const equity = portfolio.equity();
      curve.push(time, equity);
      this.steps++;
      if (watch !== undefined) watch.begin(time, equity);
      if (equity <= 0 || this.#liquidating) this.#liquidate();
      else if (time >= turn.wake) {
        try {
          const promise = turn.step(columns, row, end);
          // Assigning `undefined` at every step has a cost, here and in the turn.
          if (promise !== undefined) this.pending = promise;
        } catch (error) {
          throw this.fail(error);
        }
      }
      row = end;
      if (this.pending !== undefined) break;
      this.#afterTurn();
      if (this.stopped || bell[0] !== 0) break;
    }
    market.end(row);
    return row;
  }

  // The steps of a strategy that has scheduled something. When a period is over and its due day has not come, what is
  // overdue is called before the step that begins another period, with what was known at the step before: it is all
  // that anyone knew at the period's end.
  #stretches(columns: BarColumns, from: number, to: number, until: number, bell: Int32Array): number {
    const { time } = columns;
    const turn = this.#turn;
    let row = from;
    while (row < to && time[row] <= until) {
      if (time[row] > turn.overdue && !this.#liquidating) {
        this.#late(time[row]);
        if (this.pending !== undefined) return this.#hold(columns, row);
      }
      row = this.#steps(columns, row, to, Math.min(until, Math.max(turn.overdue, time[row])), bell);
      if (this.pending !== undefined || this.stopped || bell[0] !== 0) break;
    }
    return row;
  }

  // Calls what is overdue before the step at `time`.
  #late(time: number): void {
    try {
      this.pending = this.#turn.late(time);
    } catch (error) {
      throw this.fail(error);
    }
    if (this.pending === undefined) this.#afterTurn();
  }

  // Keeps a step until the promise of what came late before it is fulfilled. It counts as begun. Returns its end.
  #hold(columns: BarColumns, row: number): number {
    const { time, length } = columns;
    let end = row + 1;
    while (end < length && time[end] === time[row]) end++;
    this.#held = { columns, row, end };
    this.steps++;
    return end;
  }

  // Only at the first bar can time stand still: a bar without an interval has no length.
  #checkFirst(time: number): void {
    const before = this.#parts.desk.now;
    if (this.steps === 0 && time === before) return;
    const message = `Bars must be in time order: ${timeText(time, undefined)} came after ${timeText(before, undefined)}`;
    throw new PaperLabError("BARS_OUT_OF_ORDER", message);
  }

  // Calls hooks outside the steps, and completes their turn unless it waits for a promise.
  #call(hooks: () => PromiseLike<unknown> | undefined): void {
    this.#parts.desk.acting = true;
    try {
      this.pending = hooks();
    } catch (error) {
      throw this.fail(error);
    } finally {
      this.#parts.desk.acting = this.pending !== undefined;
    }
    if (this.pending === undefined) this.#completeTurn();
  }

  // The stages after a turn, including a turn that had to wait for a promise.
  #afterTurn(): void {
    if (this.#parts.desk.waiting) this.#parts.desk.settle();
    const { margin, watch } = this.#parts;
    if (margin !== undefined && this.#isWatched) margin.afterStep(this.time);
    if (watch !== undefined && this.#isWatched) watch.afterStep(this.time);
  }

  // Only steps are watched: not the start and the end, nor what happens when nothing is left.
  get #isWatched(): boolean {
    return this.steps > 0 && this.#ending === undefined && !this.#liquidating && !this.#isChanging;
  }

  #completeTurn(): void {
    this.#afterTurn();
    this.#isChanging = false;
    if (this.#isStarting) this.#turn.begin();
    this.#isStarting = false;
    if (this.#ending !== undefined) this.#end(this.#ending);
  }

  // Nothing is left. The strategy is not called again.
  #liquidate(): void {
    this.#liquidating = true;
    this.#parts.trading.closeLost();
    this.bankrupt = this.portfolio.held.length === 0;
    this.stopped ||= this.bankrupt;
  }

  #end(reason: EndReason): void {
    // What still closes a lost position ends with the feed.
    this.#parts.closing.cancelOrders(reason === "BANKRUPT" && !this.bankrupt ? "END_OF_FEED" : reason);
    if (!this.#terms.closeAtEnd) return;
    this.#parts.closing.closeAtLastClose();
    this.curve.push(this.time, this.equity);
  }
}
