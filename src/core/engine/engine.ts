import { PaperLabError } from "../../errors";
import { Account } from "../account/account";
import { Portfolio } from "../account/portfolio";
import type { Position } from "../account/position";
import { PaperBroker } from "../broker/broker";
import { thrownText } from "../checks";
import { EquityCurve } from "../journal/equity-curve";
import { Journal } from "../journal/journal";
import { Recorder } from "../journal/recorder";
import type { BarColumns } from "../market/bar";
import { HistoryBook } from "../market/history-book";
import { timeText } from "../market/instant";
import { Market } from "../market/market";
import type { Fill } from "../orders/fill";
import type { TimeInForce } from "../orders/order";
import { orderTerms } from "../orders/terms";
import type { Desk } from "./desk";
import { OrderDesk } from "./order-desk";
import { type StrategyCalls, StrategyTurn } from "./strategy-turn";
import type { EngineTerms } from "./terms";

/** Why a session ended. */
export type EndReason = "END_OF_FEED" | "STOPPED" | "BANKRUPT";

const noFills: readonly Fill[] = Object.freeze([]);

/**
 * Turns steps into events: the only place that fixes the order of things. Pure: the same terms, strategy and steps give
 * the same events to the last bit; no clock, no I/O, no timers.
 */
export class Engine {
  /** Everything that happened, in order. */
  readonly journal: Journal;
  readonly portfolio: Portfolio;
  readonly recorder = new Recorder();
  /** The promise a strategy call returned: await it, then call `resume`. Until then nothing else may be called. */
  pending: PromiseLike<unknown> | undefined = undefined;
  /** One point a step, and one before the first bar. */
  readonly curve: EquityCurve;
  /** Steps begun so far. */
  steps = 0;
  /** Makes `process` return after the present step; set from outside, or when everything is lost. */
  stopped = false;
  /** Whether equity fell to zero or below and everything has been closed: there is nothing left to trade with. */
  bankrupt = false;

  readonly #terms: EngineTerms;
  readonly #market: Market;
  readonly #broker: PaperBroker;
  readonly #desk: OrderDesk;
  readonly #histories: HistoryBook;
  #turn: StrategyTurn;
  #name = "";
  #liquidating = false;
  #ending: EndReason | undefined;

  /** `points`: points of the curve to make room for at once; it grows beyond. */
  constructor(terms: EngineTerms, points = 1024) {
    this.curve = new EquityCurve(points);
    this.#terms = terms;
    // Room that is not used costs nothing, as the system gives memory when it is touched; to grow costs a copy each time.
    this.journal = new Journal(terms.symbols, points / 16);
    this.#market = new Market(terms.symbols);
    this.portfolio = new Portfolio(this.#market, terms.initialCapital, (symbol) => terms.lotSize(symbol));
    this.#broker = new PaperBroker(this.#market, this.portfolio, this.journal, terms);
    this.#histories = new HistoryBook(terms.symbols, terms.historyBars);
    this.#turn = new StrategyTurn({ name: "" }, terms.symbols);
    this.#desk = new OrderDesk({
      portfolio: this.portfolio,
      account: new Account(this.portfolio, this.#broker, terms),
      broker: this.#broker,
      journal: this.journal,
      recorder: this.recorder,
      histories: this.#histories,
    });
  }

  /** What the strategy may see and do. */
  get desk(): Desk {
    return this.#desk;
  }

  /** Cash and market value at the last closes, currency. */
  get equity(): number {
    return this.portfolio.equity();
  }

  /** Time of the newest step, epoch milliseconds UTC. */
  get time(): number {
    return this.#desk.now;
  }

  /** Binds the strategy and calls its `onStart`. `time` is the start of the first bar: there is no price yet. */
  start(calls: StrategyCalls, time: number): void {
    this.#name = calls.name;
    this.#turn = new StrategyTurn(calls, this.#terms.symbols);
    this.#desk.now = time;
    this.curve.push(time, this.equity);
    this.#call(() => this.#turn.only("onStart"));
  }

  /**
   * Processes the steps that begin in the rows `from` to `to` (exclusive) and are not later than `until`; returns the row
   * after the last of them. Stops early when a promise is `pending` or everything is lost. Throws STRATEGY_FAILED when the
   * strategy does.
   */
  process(columns: BarColumns, from: number, to: number, until: number): number {
    return this.#acting(() => this.#process(columns, from, to, until));
  }

  /** Goes on after `pending` was fulfilled. */
  resume(): void {
    this.pending = undefined;
    this.#call(() => this.#turn.resume());
  }

  /**
   * Ends the run: the strategy's `onStop`, then every working order is canceled and, where asked for, every position is
   * closed at its last close with commission and slippage.
   */
  finish(reason: EndReason): void {
    this.#ending = reason;
    this.#call(() => this.#turn.only("onStop"));
  }

  /** Returns the error of a strategy call that threw or rejected, with the original as its cause. It does nothing after it. */
  fail(cause: unknown): PaperLabError {
    this.pending = undefined;
    this.#desk.acting = false;
    const { hook, place } = this.#turn;
    const bar =
      place === undefined
        ? ""
        : ` (${this.#terms.symbols[place]}, bar ${this.#histories.of(place, this.#desk.known).seen})`;
    const when = timeText(this.#desk.now, this.#terms.daily ? this.#terms.calendar : undefined);
    return new PaperLabError(
      "STRATEGY_FAILED",
      `Strategy "${this.#name}" failed in ${hook} at ${when}${bar}: ${thrownText(cause)}`,
      {
        cause,
      },
    );
  }

  #process(columns: BarColumns, from: number, to: number, until: number): number {
    const { time: times, length } = columns;
    const { journal, portfolio, curve } = this;
    const desk = this.#desk;
    const broker = this.#broker;
    const market = this.#market;
    const turn = this.#turn;
    const { wantsFills } = turn;
    const { working } = broker;
    let row = from;
    this.#histories.begin(columns, from);
    while (row < to && times[row] <= until) {
      const time = times[row];
      let end = row + 1;
      while (end < length && times[end] === time) end++;
      if (!(time > desk.now)) this.#checkFirst(time);
      desk.now = time;
      const fills = journal.fills.length;
      if (working.length > 0) broker.match(columns, row, end);
      market.see(columns, row, end);
      desk.known = end;
      const equity = portfolio.equity();
      curve.push(time, equity);
      this.steps++;
      if (equity <= 0 || this.#liquidating) this.#liquidate();
      else {
        try {
          const promise = turn.step(columns, row, end, wantsFills ? this.#fillsSince(fills) : noFills);
          // To store what is there already, at every step, is not free; the same holds in the turn.
          if (promise !== undefined) this.pending = promise;
        } catch (error) {
          throw this.fail(error);
        }
      }
      row = end;
      if (this.pending !== undefined) break;
      if (desk.waiting) desk.settle();
      if (this.stopped) break;
    }
    this.#histories.end(row);
    return row;
  }

  // Time does not go on only at the first bar, where bars have no interval: it begins when it ends.
  #checkFirst(time: number): void {
    const before = this.#desk.now;
    if (this.steps === 0 && time === before) return;
    const message = `Bars must be in time order: ${timeText(time, undefined)} came after ${timeText(before, undefined)}`;
    throw new PaperLabError("BARS_OUT_OF_ORDER", message);
  }

  #fillsSince(before: number): readonly Fill[] {
    const { fills } = this.journal;
    if (fills.length === before) return noFills;
    return Array.from({ length: fills.length - before }, (_, at) => fills.at(before + at));
  }

  // Calls what is outside the steps, and completes its turn unless that has to wait for a promise.
  #call(hooks: () => PromiseLike<unknown> | undefined): void {
    this.#acting(() => {
      try {
        this.pending = hooks();
      } catch (error) {
        throw this.fail(error);
      }
    });
    if (this.pending === undefined) this.#completeTurn();
  }

  // Only while a hook runs, or its promise is awaited, may a strategy do something.
  #acting<Result>(work: () => Result): Result {
    this.#desk.acting = true;
    try {
      return work();
    } finally {
      this.#desk.acting = this.pending !== undefined;
    }
  }

  #completeTurn(): void {
    if (this.#desk.waiting) this.#desk.settle();
    if (this.#ending !== undefined) this.#end(this.#ending);
  }

  // Nothing is left: the strategy is not asked any more, and every position is closed at its symbol's next bar.
  #liquidate(): void {
    if (!this.#liquidating) {
      this.#liquidating = true;
      this.#cancelAll("BANKRUPT");
      for (const position of this.portfolio.positions()) this.#closeLater(position);
    }
    this.bankrupt = this.portfolio.held.length === 0;
    this.stopped ||= this.bankrupt;
  }

  #closeLater(position: Position): void {
    const place = this.#terms.symbols.indexOf(position.symbol);
    // Until it is done: the market may be halted or thin for days.
    const terms = closingTerms(position, "liquidation", "GTC");
    this.#broker.submit(this.#desk.enter(terms, place), terms, place, this.time);
  }

  #end(reason: EndReason): void {
    this.#cancelAll(reason);
    if (!this.#terms.closeAtEnd) return;
    for (const position of this.portfolio.positions()) {
      const place = this.#terms.symbols.indexOf(position.symbol);
      const terms = closingTerms(position, "closeAtEnd");
      this.#broker.fillAt(this.#desk.enter(terms, place), terms, place, position.price, this.time);
    }
    this.curve.push(this.time, this.equity);
  }

  #cancelAll(reason: EndReason): void {
    for (const order of [...this.#broker.working]) this.#broker.cancel(order.row, this.time, reason);
  }
}

function closingTerms(position: Position, tag: string, timeInForce?: TimeInForce) {
  const side = position.quantity > 0 ? "sell" : "buy";
  return orderTerms(position.symbol, side, Math.abs(position.quantity), { tag, timeInForce });
}
