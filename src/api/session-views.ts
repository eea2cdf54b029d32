import type { Metrics } from "../analysis/metrics/catalog";
import type { Drawdown } from "../analysis/returns/drawdowns";
import type { YearOfMonths } from "../analysis/returns/month-table";
import type { AttributionKey } from "../analysis/tracking/attribution";
import type { Position, SnapshotRow } from "../core/account/position";
import { checkNoMore } from "../core/checks";
import type { SessionEvent } from "../core/journal/events";
import type { SessionInput } from "../core/journal/inputs";
import type { Fill } from "../core/orders/fill";
import type { Order } from "../core/orders/order";
import type { NumberedEvent } from "../feeds/source/live-source";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { LogLine } from "../run/content";
import type { SessionCore } from "../session/core";
import { displayedMetrics, metricsFrame } from "../views/metrics-display";
import type { DiagnosticRow } from "../views/session/diagnostics";
import { type SessionFigures, sessionFigures } from "../views/session/figures";
import type { PriceOptions } from "../views/session/figures/price";
import type { RollingPlotOptions } from "../views/session/figures/rolling";
import { type SessionFrames, sessionTables } from "../views/session/tables";
import type { AttributionRow } from "../views/session/tables/attribution";
import type { CashRow } from "../views/session/tables/cash";
import type { DenialRow } from "../views/session/tables/denials";
import type { EquityRow } from "../views/session/tables/equity";
import type { OpenLotRow } from "../views/session/tables/open-lots";
import type { RelativeRow } from "../views/session/tables/relative";
import type { ReturnPeriod, ReturnRow } from "../views/session/tables/returns";
import type { RollingOptions, RollingRow } from "../views/session/tables/rolling";
import type { TradeGrouping, TradeMetricRow } from "../views/session/tables/trade-metrics";
import type { RoundTripRow, TradeRow } from "../views/session/tracking/held";
import type { Moment } from "../views/session/tracking/moment";
import { shownMoment } from "../views/session/tracking/moment-card";
import type { TimeRange } from "../views/session/tracking/times";
import { shownTrade } from "../views/session/tracking/trade-card";
import type { TradeStory } from "../views/session/tracking/trade-story";

/** What a session shows: its tables, metrics and figures. If a table or figure has no method here, it does not compile. */
export abstract class SessionViews implements SessionFrames, SessionFigures {
  /** @internal */
  abstract readonly core: SessionCore;

  /**
   * The equity curve: one point per step, and one before the first bar. On a feed without an end, only the first, last,
   * highest and lowest of each minute, hour or day are kept before the last 100,000. Then the column `kept` says which. A
   * session that was read from a file has all points.
   */
  equity(): DataFrame {
    return sessionTables.equity.frame(this.core);
  }

  /** The rows of `equity()`, with times in epoch milliseconds. */
  equityRows(): EquityRow[] {
    return sessionTables.equity.rows(this.core);
  }

  /** Returns by period, single and cumulative; fractions. */
  returns(period: ReturnPeriod = "day"): DataFrame {
    return sessionTables.returns.frame(this.core, period);
  }

  /** The rows of `returns()`. */
  returnRows(period: ReturnPeriod = "day"): ReturnRow[] {
    return sessionTables.returns.rows(this.core, period);
  }

  /** The returns of months: a row for each year, with the return of the year before them; fractions. */
  monthlyReturns(): DataFrame {
    return sessionTables.monthlyReturns.frame(this.core);
  }

  /** The rows of `monthlyReturns()`. */
  monthlyReturnRows(): YearOfMonths[] {
    return sessionTables.monthlyReturns.rows(this.core);
  }

  /**
   * Metrics of each window of returns: `rolling({ window: 63, metrics: ["sharpe"] })`. A window is a number of returns or a
   * time, `"90d"`. Throws INVALID_OPTION, UNKNOWN_OPTION.
   */
  rolling(options?: RollingOptions): DataFrame {
    return sessionTables.rolling.frame(this.core, options);
  }

  /** The rows of `rolling()`. */
  rollingRows(options?: RollingOptions): RollingRow[] {
    return sessionTables.rolling.rows(this.core, options);
  }

  /**
   * How far it and its benchmark have come since the first time that both have, and how much more it grew. Empty without a
   * benchmark.
   */
  relative(): DataFrame {
    return sessionTables.relative.frame(this.core);
  }

  /** The rows of `relative()`. */
  relativeRows(): RelativeRow[] {
    return sessionTables.relative.rows(this.core);
  }

  /** Declines from a peak of the equity, deepest first. */
  drawdowns(): DataFrame {
    return sessionTables.drawdowns.frame(this.core);
  }

  /** The rows of `drawdowns()`. */
  drawdownRows(): Drawdown[] {
    return sessionTables.drawdowns.rows(this.core);
  }

  /** The positions held now. */
  positions(): DataFrame {
    return sessionTables.positions.frame(this.core);
  }

  /** The rows of `positions()`. */
  positionRows(): readonly Position[] {
    return sessionTables.positions.rows(this.core);
  }

  /** Every order, including denied ones. */
  orders(): DataFrame {
    return sessionTables.orders.frame(this.core);
  }

  /** The rows of `orders()`. */
  orderRows(): readonly Order[] {
    return sessionTables.orders.rows(this.core);
  }

  /** Every fill. */
  fills(): DataFrame {
    return sessionTables.fills.frame(this.core);
  }

  /** The rows of `fills()`. */
  fillRows(): readonly Fill[] {
    return sessionTables.fills.rows(this.core);
  }

  /**
   * Every round trip, first in, first out, how long it was held, and how far its profit went meanwhile. That takes the bars
   * of the feed; where they are not there any more, `bars` and the excursions are `null`.
   */
  trades(): DataFrame {
    return sessionTables.trades.frame(this.core);
  }

  /** The rows of `trades()`. */
  tradeRows(): TradeRow[] {
    return sessionTables.trades.rows(this.core);
  }

  /** What is still open, by entry fill, at the last close. */
  openLots(): DataFrame {
    return sessionTables.openLots.frame(this.core);
  }

  /** The rows of `openLots()`. */
  openLotRows(): OpenLotRow[] {
    return sessionTables.openLots.rows(this.core);
  }

  /** Every round trip of a symbol from flat to flat, however often it was added to or reduced in between. */
  roundTrips(): DataFrame {
    return sessionTables.roundTrips.frame(this.core);
  }

  /** The rows of `roundTrips()`. */
  roundTripRows(): RoundTripRow[] {
    return sessionTables.roundTrips.rows(this.core);
  }

  /**
   * The metrics of all trades, or by group: `"symbol"`, `"direction"`, `"tag"` or another column of `trades()`, or `"hour"`,
   * `"weekday"`, `"day"`, `"week"`, `"month"`, `"year"` of the exit. Throws UNKNOWN_COLUMN.
   */
  tradeMetrics(by?: TradeGrouping): DataFrame {
    return sessionTables.tradeMetrics.frame(this.core, by);
  }

  /** The rows of `tradeMetrics()`. */
  tradeMetricRows(by?: TradeGrouping): TradeMetricRow[] {
    return sessionTables.tradeMetrics.rows(this.core, by);
  }

  /**
   * The change of the equity by symbol, side, month, tag or cost, which the parts sum to; since the beginning, or in a stretch of
   * time. Throws INVALID_OPTION, and the errors of the feed for a time of which only its bars know the prices.
   */
  attribution(by: AttributionKey = "symbol", range?: TimeRange): DataFrame {
    return sessionTables.attribution.frame(this.core, by, range);
  }

  /** The rows of `attribution()`. */
  attributionRows(by: AttributionKey = "symbol", range?: TimeRange): AttributionRow[] {
    return sessionTables.attribution.rows(this.core, by, range);
  }

  /**
   * A trade and how it came about, by its id: `trade("trade-12")`. It prints itself as a card. Throws INVALID_OPTION for an
   * unknown id.
   */
  trade(id: string): TradeStory {
    return shownTrade(this.core, id);
  }

  /**
   * The session as it stood at the end of the step at a time, or of the last step before: portfolio, working orders, what was
   * recorded, the last events. `time` is an ISO date (the end of that trading day), an ISO instant, in the feed's zone if it
   * names none, or epoch milliseconds. It prints itself as a card. Throws INVALID_OPTION.
   */
  at(time: string | number | Date): Moment {
    return shownMoment(this.core, time);
  }

  /**
   * The cash account: every entry that moved cash, in order, with the balance after it. Fills and their commissions are
   * entries too.
   */
  cash(): DataFrame {
    return sessionTables.cash.frame(this.core);
  }

  /** The rows of `cash()`. */
  cashRows(): readonly CashRow[] {
    return sessionTables.cash.rows(this.core);
  }

  /** What was refused, by reason, risk rule and symbol. */
  denials(): DataFrame {
    return sessionTables.denials.frame(this.core);
  }

  /** The rows of `denials()`. */
  denialRows(): readonly DenialRow[] {
    return sessionTables.denials.rows(this.core);
  }

  /** What looks wrong with it, the gravest first, and what to do about it. Empty if nothing does. */
  diagnostics(): DataFrame {
    return sessionTables.diagnostics.frame(this.core);
  }

  /** The rows of `diagnostics()`. */
  diagnosticRows(): DiagnosticRow[] {
    return sessionTables.diagnostics.rows(this.core);
  }

  /** The portfolio at the ends of the snapshot intervals. Exposures are missing where the equity is not above zero. */
  snapshots(): DataFrame {
    return sessionTables.snapshots.frame(this.core);
  }

  /** The rows of `snapshots()`. */
  snapshotRows(): readonly SnapshotRow[] {
    return sessionTables.snapshots.rows(this.core);
  }

  /** Everything that happened, numbered, or what of it happened in a stretch of time: `events({ from: "2014-01-02" })`. */
  events(range?: TimeRange): DataFrame {
    return sessionTables.events.frame(this.core, range);
  }

  /** The events themselves. */
  eventRows(range?: TimeRange): readonly SessionEvent[] {
    return sessionTables.events.rows(this.core, range);
  }

  /** What happened on its live feed besides its bars: gaps, and what was dropped. */
  feedEvents(): DataFrame {
    return sessionTables.feedEvents.frame(this.core);
  }

  /** The rows of `feedEvents()`. */
  feedEventRows(): readonly NumberedEvent[] {
    return sessionTables.feedEvents.rows(this.core);
  }

  /** What the strategy logged. */
  logs(): DataFrame {
    return sessionTables.logs.frame(this.core);
  }

  /** The rows of `logs()`. */
  logRows(): readonly LogLine[] {
    return sessionTables.logs.rows(this.core);
  }

  /** What the strategy recorded, one column per name. */
  records(): DataFrame {
    return sessionTables.records.frame(this.core);
  }

  /** The rows of `records()`. */
  recordRows(): Record<string, number | null>[] {
    return sessionTables.records.rows(this.core);
  }

  /** Every metric as a plain number, or `null` if it is undefined. Prints itself. */
  metrics(): Metrics {
    return displayedMetrics(this.core.name, this.core.metrics());
  }

  /** The metrics as a frame, one row per metric. */
  metricsFrame(): DataFrame {
    return metricsFrame(this.core.metrics());
  }

  /** Draws the equity curve, the benchmark scaled to it where that begins, and the drawdown below. */
  plotEquity(...more: []): Figure {
    checkNoMore("plotEquity", more);
    return sessionFigures.plotEquity(this.core);
  }

  /** Draws how far the equity was below its highest point. */
  plotDrawdown(...more: []): Figure {
    checkNoMore("plotDrawdown", more);
    return sessionFigures.plotDrawdown(this.core);
  }

  /** Draws how often returns of each size were made, with their mean and the values at risk. */
  plotReturns(period: ReturnPeriod = "day"): Figure {
    return sessionFigures.plotReturns(this.core, period);
  }

  /** Draws the return of each month as a colored cell, one row a year. */
  plotMonths(...more: []): Figure {
    checkNoMore("plotMonths", more);
    return sessionFigures.plotMonths(this.core);
  }

  /** Draws a metric of each window of returns, as `rolling()` has it: `{ metric: "sharpe", window: 63 }`. */
  plotRolling(options: RollingPlotOptions = {}): Figure {
    return sessionFigures.plotRolling(this.core, options);
  }

  /** Draws how much more it grew than its benchmark, as `relative()` has it. */
  plotRelative(...more: []): Figure {
    checkNoMore("plotRelative", more);
    return sessionFigures.plotRelative(this.core);
  }

  /** Draws the gross and net exposure at the end of each day, fractions of the equity; none where that is not above zero. */
  plotExposure(...more: []): Figure {
    checkNoMore("plotExposure", more);
    return sessionFigures.plotExposure(this.core);
  }

  /** Draws each trade as a mark: its return, over how far the price went against it or how long it was held. */
  plotTrades(...more: []): Figure {
    checkNoMore("plotTrades", more);
    return sessionFigures.plotTrades(this.core);
  }

  /** Draws what each symbol, side, month, tag or cost earned, as `attribution()` has it. */
  plotAttribution(by: AttributionKey = "symbol", range?: TimeRange): Figure {
    return sessionFigures.plotAttribution(this.core, by, range);
  }

  /**
   * Draws the bars of a symbol as candles, with volume, fills, trades and records; on a feed without an end, the newest
   * 100,000 bars. `{ from, to }` or `{ around: "trade-12" }` choose a part, of which every bar is a candle as long as a
   * figure has room, with three records some 1,200 of them; `show` chooses what is drawn beside. It needs the feed; see
   * `lab.session`.
   */
  plotPrice(symbol?: string, options: PriceOptions = {}): Figure {
    return sessionFigures.plotPrice(this.core, symbol, options);
  }

  /** What was asked for by hand, in order, and after which step. */
  inputs(): DataFrame {
    return sessionTables.inputs.frame(this.core);
  }

  /** The rows of `inputs()`. */
  inputRows(): readonly SessionInput[] {
    return sessionTables.inputs.rows(this.core);
  }
}
