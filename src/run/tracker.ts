import type { DayColumns } from "../analysis/record/track-record";
import { type KeptDust, type TradeForm, TradeLedger } from "../analysis/trades/trade-ledger";
import type { TradeTable } from "../analysis/trades/trade-table";
import type { Behavior } from "../core/account/behavior";
import type { Portfolio } from "../core/account/portfolio";
import type { Snapshot } from "../core/account/position";
import type { EngineTerms } from "../core/account/terms";
import { NumberColumn } from "../core/columns";
import { dayLength } from "../core/days";
import type { EquityLedger } from "../core/journal/equity-ledger";
import type { Journal } from "../core/journal/journal";
import type { Calendar } from "../core/market/calendar";

/**
 * When snapshots are taken: every so many milliseconds, at the end of each trading day, after every so many steps, or after each
 * step with a fill.
 */
export type SnapshotEvery = number | "day" | "fill" | { readonly bars: number };

const week = 7 * dayLength;

/** Keeps a session's curve, days, snapshots, costs and trades up to date while it runs. */
export class Tracker {
  readonly snapshots: Snapshot[] = [];
  /** `roll` must be called before a step that is later than this time. */
  boundary = Number.NEGATIVE_INFINITY;

  readonly #journal: Journal;
  readonly #curve: EquityLedger;
  readonly #calendar: Calendar;
  readonly #snapshotEvery: SnapshotEvery;
  readonly #beginsWeeksOnMonday: boolean;
  readonly #ledger: TradeLedger;
  readonly #days = { day: [] as number[], ...dayColumns() };
  #traded = 0;
  #commission = 0;
  #slippage = 0;
  #dayEnd = Number.NEGATIVE_INFINITY;
  #snapshotEnd = Number.NEGATIVE_INFINITY;
  #fillsSeen = 0;
  #fillsOfSnapshot = 0;

  constructor(
    journal: Journal,
    curve: EquityLedger,
    terms: Pick<EngineTerms, "calendar" | "behavior" | "actions" | "lotSize">,
    snapshotEvery: SnapshotEvery,
  ) {
    this.#journal = journal;
    const { calendar, behavior, actions, lotSize } = terms;
    const happened = actions.length > 0 ? journal.actions : undefined;
    this.#ledger = new TradeLedger(journal.fills, journal.cash, happened, tradeFormOf(behavior, lotSize));
    this.#curve = curve;
    this.#calendar = calendar;
    this.#snapshotEvery = snapshotEvery;
    this.#beginsWeeksOnMonday = behavior.beginsWeeksOnMonday;
  }

  /**
   * Closes the days and snapshot intervals that end before a step at `time`. `portfolio` is as it was before that
   * step.
   */
  roll(time: number, portfolio: Portfolio): void {
    this.#catchUp();
    if (time > this.#dayEnd) {
      if (this.#dayEnd !== Number.NEGATIVE_INFINITY) this.#closeDay(portfolio);
      this.#dayEnd = this.#calendar.dayEnd(time);
    }
    if (time > this.#snapshotEnd) {
      if (this.#isDue()) this.snapshots.push(this.snapshot(portfolio));
      this.#fillsOfSnapshot = this.#fillsSeen;
      this.#snapshotEnd = this.#endOfInterval(time);
    }
    this.boundary = Math.min(this.#dayEnd, this.#snapshotEnd);
  }

  /** Closes the last day and takes the last snapshot, once the session has ended. */
  close(portfolio: Portfolio): void {
    this.#catchUp();
    if (this.#dayEnd === Number.NEGATIVE_INFINITY) return;
    this.#closeDay(portfolio);
    this.snapshots.push(this.snapshot(portfolio));
    this.#dayEnd = Number.NEGATIVE_INFINITY;
  }

  /** Returns the portfolio as it is now. */
  snapshot(portfolio: Portfolio): Snapshot {
    this.#catchUp();
    const equity = this.#curve.lastEquity;
    return {
      time: this.#curve.lastTime,
      cash: portfolio.cash,
      equity,
      grossExposure: portfolio.grossValue() / equity,
      netExposure: portfolio.marketValue() / equity,
      drawdown: equity / this.#curve.peak - 1,
      positions: portfolio.positions(),
    };
  }

  /** Commissions paid so far, and the cost of slippage, which is already in the prices; currency. */
  get costs(): { readonly commission: number; readonly slippage: number } {
    this.#catchUp();
    return { commission: this.#commission, slippage: this.#slippage };
  }

  /** Round trips so far, in the order of their first exit. */
  get trades(): TradeTable {
    return this.#ledger.trades;
  }

  /** The trading days so far; the last one may still be running. */
  days(portfolio: Portfolio): DayColumns {
    this.#catchUp();
    const running = this.#dayEnd !== Number.NEGATIVE_INFINITY;
    const { day, time, equity, gross, net, traded } = this.#days;
    if (!running) return { length: day.length, day: Int32Array.from(day), ...viewsOf(this.#days) };
    return {
      length: day.length + 1,
      day: Int32Array.from([...day, this.#calendar.dayOf(this.#curve.lastTime)]),
      time: appended(time, this.#curve.lastTime),
      equity: appended(equity, this.#curve.lastEquity),
      gross: appended(gross, portfolio.grossValue()),
      net: appended(net, portfolio.marketValue()),
      traded: appended(traded, this.#traded),
    };
  }

  /** The times and equities of the trading days that have closed so far, in place: nothing is copied. */
  get closedDays(): { readonly time: Float64Array; readonly equity: Float64Array } {
    return { time: this.#days.time.view(), equity: this.#days.equity.view() };
  }

  // Adds the costs of new fills.
  #catchUp(): void {
    const { fills } = this.#journal;
    while (this.#fillsSeen < fills.length) {
      const row = this.#fillsSeen++;
      this.#traded += Math.abs(fills.notional(row));
      this.#commission += fills.commission(row);
      this.#slippage += fills.slippage(row);
    }
  }

  #closeDay(portfolio: Portfolio): void {
    const { day, time, equity, gross, net, traded } = this.#days;
    day.push(this.#calendar.dayOf(this.#curve.lastTime));
    time.push(this.#curve.lastTime);
    equity.push(this.#curve.lastEquity);
    gross.push(portfolio.grossValue());
    net.push(portfolio.marketValue());
    traded.push(this.#traded);
    this.#traded = 0;
  }

  #isDue(): boolean {
    if (this.#snapshotEnd === Number.NEGATIVE_INFINITY) return false;
    if (this.#snapshotEvery === "fill") return this.#fillsSeen > this.#fillsOfSnapshot;
    if (typeof this.#snapshotEvery !== "object") return true;
    // The curve has a point before the first step.
    const { length, dropped } = this.#curve;
    return (length + dropped - 1) % this.#snapshotEvery.bars === 0;
  }

  #endOfInterval(time: number): number {
    // Steps and fills are looked at before each step.
    if (this.#snapshotEvery === "fill" || typeof this.#snapshotEvery === "object") return time;
    if (this.#snapshotEvery === "day") return this.#dayEnd;
    const weeks = this.#snapshotEvery / week;
    if (this.#beginsWeeksOnMonday && Number.isInteger(weeks)) return this.#endOfWeeks(time, weeks);
    return Math.ceil(time / this.#snapshotEvery) * this.#snapshotEvery;
  }

  // Day 4 of the epoch was the first Monday.
  #endOfWeeks(time: number, weeks: number): number {
    const days = 7 * weeks;
    const passed = Math.floor((this.#calendar.countedDay(time) - 4) / days);
    return this.#calendar.startOf((passed + 1) * days + 4);
  }
}

function dayColumns() {
  const column = () => new NumberColumn();
  return { time: column(), equity: column(), gross: column(), net: column(), traded: column() };
}

function viewsOf(days: ReturnType<typeof dayColumns>) {
  const { time, equity, gross, net, traded } = days;
  return { time: time.view(), equity: equity.view(), gross: gross.view(), net: net.view(), traded: traded.view() };
}

function appended(column: NumberColumn, value: number): Float64Array {
  const values = new Float64Array(column.length + 1);
  values.set(column.view());
  values[column.length] = value;
  return values;
}

/** Returns how trades are told under the rules of a session. `lotSize`: its lot sizes by symbol. */
export function tradeFormOf(behavior: Behavior, lotSize: (symbol: string) => number): TradeForm {
  const { tellsTradesApart, tellsSmallLots } = behavior;
  return { dust: keptDustOf(behavior), tellsApart: tellsTradesApart, ...(tellsSmallLots && { lotSize }) };
}

function keptDustOf({ tellsSmallFractions, clearsDustOfSplits, clearsDustOfTrades }: Behavior): KeptDust {
  if (tellsSmallFractions) return "none";
  if (clearsDustOfSplits) return "ofFractions";
  return clearsDustOfTrades ? "ofSplits" : "all";
}
