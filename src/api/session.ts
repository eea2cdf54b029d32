import type { Metrics } from "../analysis/metrics/catalog";
import type { Drawdown } from "../analysis/returns/drawdowns";
import type { Position, Snapshot } from "../core/account/position";
import { expected } from "../core/checks";
import type { EndReason } from "../core/engine/engine";
import type { SessionEvent } from "../core/journal/events";
import { instantOf } from "../core/market/instant";
import type { Fill } from "../core/orders/fill";
import type { Order } from "../core/orders/order";
import type { Trade } from "../core/orders/trade";
import type { TradingState } from "../core/orders/trading-state";
import type { NumberedEvent } from "../feeds/source/live-source";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { LogLine, SessionContent } from "../run/content";
import type { SessionCore } from "../session/core";
import type { ListenerEvents, ListenerName } from "../session/life/listeners";
import { isSignal } from "../session/life/waiting";
import { checkOptions } from "../session/options/checks";
import type { Pace } from "../session/options/pace";
import type { SessionState } from "../session/record/status";
import { boardOfCell, watchSession } from "../views/live/board";
import { displayedMetrics, metricsFrame } from "../views/metrics-display";
import { sessionCard } from "../views/session/card";
import { type SessionFigures, sessionFigures } from "../views/session/figures";
import { writeSessionPage } from "../views/session/page";
import { type SessionFrames, sessionTables } from "../views/session/tables";
import type { DenialRow } from "../views/session/tables/denials";
import type { EquityRow } from "../views/session/tables/equity";
import type { ReturnPeriod, ReturnRow } from "../views/session/tables/returns";
import { Feed } from "./feed";
import { follow, untilRest } from "./following";

/** What `until` waits for: the next fill, the next trade, or a condition that is checked after each step. */
export type UntilCondition = "fill" | "trade" | ((session: Session) => boolean);

const known = new WeakMap<SessionCore, Session>();

/** Returns the `Session` of a core. It is always the same object while somebody holds it. @internal */
export function sessionOf(core: SessionCore): Session {
  const session = known.get(core) ?? new Session(core);
  known.set(core, session);
  return session;
}

/** One paper-trading run of one strategy on one feed, with a portfolio of its own. It prints itself as a card. */
export class Session {
  /** @internal */
  readonly core: SessionCore;

  /** @internal */
  constructor(core: SessionCore) {
    this.core = core;
  }

  /** Its number in the lab; never used again. */
  get id(): number {
    return this.core.id;
  }

  /** Its name in the lab. */
  get name(): string {
    return this.core.name;
  }

  /** Its state. */
  get state(): SessionState {
    return this.core.status.state;
  }

  /** Which orders it accepts. */
  get tradingState(): TradingState {
    return this.core.content.tradingStates.at(-1)?.state ?? "ACTIVE";
  }

  /** Why it ended, once it is COMPLETED. */
  get endReason(): EndReason | undefined {
    return this.core.status.endReason;
  }

  /** What ended it, once it is FAILED. */
  get error(): Error | undefined {
    return this.core.status.error;
  }

  /** Why it is PAUSED or COMPLETED, if its live feed says so: "the source ended", "the source failed: ...". */
  get reason(): string | undefined {
    return this.core.reason;
  }

  /** Steps processed so far. */
  get steps(): number {
    return this.content.steps;
  }

  /**
   * A version and the SHA-256 of everything it decided: orders, fills, cash. Two runs with the same fingerprint did
   * the same.
   */
  get fingerprint(): string {
    return this.core.fingerprint();
  }

  /** What it has to show, as plain data. @internal */
  get content(): SessionContent {
    return this.core.content;
  }

  /**
   * Starts or resumes it. Resolves once it is RUNNING, or at once if it is RUNNING or COMPLETED already, so you can
   * run its cell again. Throws INVALID_STATE, SESSION_IN_USE.
   */
  async start(): Promise<void> {
    if (this.state === "COMPLETED") return;
    await this.core.driver("started").start();
  }

  /**
   * Pauses it after the present step. Resolves once it is PAUSED or has ended. Its own strategy can call this, but
   * must not await it, because it waits for the strategy. Throws INVALID_STATE.
   */
  async pause(): Promise<void> {
    await this.core.driver("paused").pause();
  }

  /** Resumes after a pause. Resolves once it is RUNNING. Throws INVALID_STATE. */
  async resume(): Promise<void> {
    await this.core.driver("resumed").set("resumed");
  }

  /**
   * Ends it after the present step: COMPLETED, with `endReason` "STOPPED". Its own strategy can call this, but must
   * not await it. Throws INVALID_STATE.
   */
  async stop(): Promise<void> {
    await this.core.driver("stopped").stop();
  }

  /**
   * Starts or resumes it, waits for the end, and returns the session; at once if it is COMPLETED. If `signal` is
   * aborted, it pauses. In paperlab's kernel the cell shows it while it runs, and an interrupt of the cell pauses it.
   * Throws STRATEGY_FAILED if the strategy fails; the session is then FAILED and keeps everything so far. Throws
   * INTERRUPTED.
   */
  async run(options: { signal?: AbortSignal } = {}): Promise<this> {
    checkOptions("run", options, ["signal"]);
    if (options.signal !== undefined && !isSignal(options.signal)) {
      throw expected("signal", "an AbortSignal", options.signal);
    }
    const driver = this.state === "COMPLETED" ? undefined : this.core.driver("run");
    const over = boardOfCell()?.add(this, this.core);
    try {
      if (driver !== undefined) await follow(this, driver, options.signal);
    } finally {
      over?.();
    }
    return this;
  }

  /**
   * Shows it in a card that is updated until it is over, even after the cell has ended. Outside notebooks it shows
   * nothing.
   */
  watch(): void {
    watchSession(this, this.core);
  }

  /**
   * Changes how fast it goes, also while it runs: `setPace({ updatesPerSecond: 5 })`. It changes no result. The next update
   * is due as long from now as two are apart at the new pace. When the session is opened again, the pace of its cell holds.
   * Throws INVALID_OPTION, and INVALID_STATE once it has ended.
   */
  setPace(pace: Pace): void {
    this.core.driver("paced").setPace(pace);
  }

  /** Processes `count` steps and pauses. It is COMPLETED if the feed ends first. Throws INVALID_STATE. */
  async step(count = 1): Promise<void> {
    if (!(Number.isInteger(count) && count >= 1)) throw expected("count", "a whole number of at least 1", count);
    let left = count;
    await this.#runUntil(() => --left <= 0);
  }

  /**
   * Processes all steps up to a time, inclusive, and pauses. `time` is an ISO date (the end of that trading day), an
   * ISO instant, or epoch milliseconds. Throws INVALID_STATE, INVALID_OPTION.
   */
  async runUntil(time: string | number | Date): Promise<void> {
    const driver = this.core.driver("stepped");
    await untilRest(this, driver.set("stepped", { until: instantOf(time, this.core.calendar) }), driver);
  }

  /** Processes steps until the next fill or trade, or until a condition holds, and pauses. Throws INVALID_STATE. */
  async until(condition: UntilCondition): Promise<void> {
    if (typeof condition === "function") return this.#runUntil(() => condition(this));
    if (condition !== "fill" && condition !== "trade") {
      throw expected("condition", '"fill", "trade" or a function', condition);
    }
    const count = () => this.core.countOf(condition);
    const before = count();
    return this.#runUntil(() => count() > before);
  }

  /**
   * Calls `listener` for each bar, order, fill, trade, snapshot, state or event of a live feed from now on. Returns a function that ends
   * this. A listener that throws is no longer called, and the session goes on. Throws INVALID_OPTION for an unknown
   * name.
   */
  on<Name extends ListenerName>(name: Name, listener: (value: ListenerEvents[Name]) => void): () => void {
    return this.core.listeners.add(name, listener);
  }

  /**
   * Returns its feed. Of a live feed, the bars of the steps that it has taken so far, as a feed of its own: a session on it
   * decides the same. Throws EMPTY_DATA if there are none.
   */
  feed(): Feed {
    return new Feed(this.core.feed());
  }

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

  /** Every round trip, first in, first out. */
  trades(): DataFrame {
    return sessionTables.trades.frame(this.core);
  }

  /** The rows of `trades()`. */
  tradeRows(): readonly Trade[] {
    return sessionTables.trades.rows(this.core);
  }

  /** What was refused, by reason, risk rule and symbol. */
  denials(): DataFrame {
    return sessionTables.denials.frame(this.core);
  }

  /** The rows of `denials()`. */
  denialRows(): readonly DenialRow[] {
    return sessionTables.denials.rows(this.core);
  }

  /** The portfolio at the ends of the snapshot intervals. */
  snapshots(): DataFrame {
    return sessionTables.snapshots.frame(this.core);
  }

  /** The rows of `snapshots()`. */
  snapshotRows(): readonly Snapshot[] {
    return sessionTables.snapshots.rows(this.core);
  }

  /** Everything that happened, numbered. */
  events(): DataFrame {
    return sessionTables.events.frame(this.core);
  }

  /** The events themselves. */
  eventRows(): readonly SessionEvent[] {
    return sessionTables.events.rows(this.core);
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
    return displayedMetrics(this.name, this.core.metrics());
  }

  /** The metrics as a frame, one row per metric. */
  metricsFrame(): DataFrame {
    return metricsFrame(this.core.metrics());
  }

  /** Draws the equity curve, and the benchmark scaled to the initial capital. */
  plotEquity(): Figure {
    return sessionFigures.plotEquity(this.core);
  }

  /** Draws how far the equity was below its highest point. */
  plotDrawdown(): Figure {
    return sessionFigures.plotDrawdown(this.core);
  }

  /**
   * Draws the bars of a symbol as candles, with fills and records; on a feed without an end, the newest 100,000 bars. It
   * needs the feed; see `lab.session`.
   */
  plotPrice(symbol?: string): Figure {
    return sessionFigures.plotPrice(this.core, symbol);
  }

  /** Writes one self-contained HTML page with the metrics, figures and trades. Throws REPORT_FAILED if it cannot. */
  async report(path: string): Promise<void> {
    await writeSessionPage(this.core, path);
  }

  async #runUntil(reached: () => boolean): Promise<void> {
    const driver = this.core.driver("stepped");
    await untilRest(this, driver.set("stepped", { reached }), driver);
  }
}

// If a table or figure of its views has no method here, this does not compile.
displayable(Session.prototype satisfies SessionFrames & SessionFigures, (session: Session) =>
  sessionCard(session.core),
);
