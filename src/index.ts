export { PaperLabError, errorCodes, type ErrorCode } from "./errors";
export {
  merge,
  resample,
  replay,
  sample,
  Feed,
  gbm,
  randomWalk,
  cointegrated,
  bootstrap,
  perturb,
  live,
} from "./api/feed";
export { range } from "./sweep/points/range";
export { halving, type HalvingOptions } from "./sweep/search/halving";
export { optuna, type OptunaOptions, type OptunaSampler } from "./sweep/search/optuna";
export type { AskedRun, Sampler, Search, SearchParam, SearchTerms, ToldRun } from "./sweep/search/sampler";
export { queue, type QueueOptions } from "./sweep/queue/queue";
export { threads, type ThreadOptions } from "./sweep/threads/threads";
export type { LiveInput, LiveOptions, LiveStream } from "./feeds/live/live";
export type { LiveBar, LiveTick } from "./feeds/live/message";
export { webSocketBars, type WebSocketOptions } from "./feeds/live/web-socket";
export { binanceKlines, coinbaseMatches } from "./feeds/live/exchanges";
export type { FeedEvent, FeedEventKind, NumberedEvent } from "./feeds/source/live-source";
export type { BootstrapOptions, PerturbOptions } from "./feeds/shaped/bootstrap";
export type { GbmOptions, GbmTerms, Jumps } from "./feeds/made/gbm";
export type { WalkTerms } from "./feeds/made/random-walk";
export type { PairOptions, PairTerms } from "./feeds/made/cointegrated";
export type { MadeOptions, SymbolsInput } from "./feeds/path/options";
export type { Correlation } from "./feeds/path/correlation";
export type { ReplayInput, ReplayOptions } from "./feeds/read/replay";
export type { SampleName, SampleOptions } from "./feeds/made/sample";
export type { Bar, BarColumns } from "./core/market/bar";
export type { AppliedAction, CorporateAction } from "./core/market/corporate-action";
export type { Calendar, CalendarSpec } from "./core/market/calendar";
export { defineSignals, defineStrategy } from "./api/strategy";
export type {
  BarContext,
  BarsContext,
  CorporateActionContext,
  FillContext,
  Params,
  Rebalance,
  ScheduleRule,
  Strategy,
  StrategyContext,
  Weights,
} from "./strategy/strategy";
export { type DeclaredParams, Param, param, type ParamLimits, type ParamValue } from "./strategy/param";
export { type ParamInfo, paramsOf } from "./strategy/params";
export { all, any, type Condition, type DriftLimit, driftOver } from "./core/schedule/condition";
export * from "./strategy/indicators/index";
export { strategies } from "./strategies/index";
export type {
  AllSignalColumns,
  SignalBars,
  SignalColumns,
  SignalFlags,
  SignalStrategy,
  Signals,
  SignalValues,
} from "./strategy/signals";
export type { History } from "./core/market/history";
export type { HandRequest, HandRequests, SessionInput } from "./core/journal/inputs";
export type {
  ExitPrice,
  Order,
  OrderChanges,
  OrderOptions,
  OrderRequest,
  OrderStatus,
  OrderType,
  Side,
  TargetOptions,
  TimeInForce,
} from "./core/orders/order";
export type { DoubtCode, Fill } from "./core/orders/fill";
export type { Trade } from "./core/orders/trade";
export type { Position, SnapshotRow } from "./core/account/position";
export type { SessionEvent } from "./core/journal/events";
export type { CashEntry, CashKind } from "./core/journal/cash-entry";
export type { MarginCall } from "./core/journal/margin-call";
export type { CashRow } from "./views/session/tables/cash";
export { commissionBps } from "./core/models/commission-bps";
export { commissionPerShare } from "./core/models/commission-per-share";
export { commissionFixed } from "./core/models/commission-fixed";
export {
  type ChargedSoFar,
  type CommissionModel,
  type CommissionOption,
  noCommission,
} from "./core/models/commission";
export { slippageBps } from "./core/models/slippage-bps";
export { slippageFixed } from "./core/models/slippage-fixed";
export { slippageVolumeShare } from "./core/models/slippage-volume-share";
export { slippageSquareRoot } from "./core/models/slippage-square-root";
export { spreadBps } from "./core/models/spread-bps";
export { noSlippage, type SlippageModel, type SlippageOption } from "./core/models/slippage";
export type { FillMarket } from "./core/market/liquidity/fill-market";
export { latencyBars, latencyMs, type LatencyModel } from "./core/models/latency";
export { maxPositionWeight } from "./core/account/rules/max-position-weight";
export { maxPositionNotional } from "./core/account/rules/max-position-notional";
export { maxOrderNotional } from "./core/account/rules/max-order-notional";
export { maxOrderQuantity } from "./core/account/rules/max-order-quantity";
export { maxGrossExposure } from "./core/account/rules/max-gross-exposure";
export { maxNetExposure } from "./core/account/rules/max-net-exposure";
export { maxLeverage } from "./core/account/rules/max-leverage";
export { maxOpenOrders } from "./core/account/rules/max-open-orders";
export { maxOrdersPerDay } from "./core/account/rules/max-orders-per-day";
export { maxDrawdownStop } from "./core/account/rules/max-drawdown-stop";
export { dailyLossLimit } from "./core/account/rules/daily-loss-limit";
export { noShorting } from "./core/account/rules/no-shorting";
export { allowedSymbols } from "./core/account/rules/allowed-symbols";
export { priceCollar } from "./core/account/rules/price-collar";
export { minCash } from "./core/account/rules/min-cash";
export { cooldown } from "./core/account/rules/cooldown";
export type { BorrowRate, DayCount, MaintenanceMargin } from "./core/account/carry/rates";
export type { RiskAction, RiskRule, RiskStop, RiskView, StopOptions } from "./core/account/risk";
export type { TradingState } from "./core/orders/trading-state";
export type { Denial } from "./core/orders/denial";
export { openLab, Lab, type VerifyOptions } from "./api/lab";
export type { RealismOptions, RealismStep } from "./session/realism/ladder";
export type { Verification, VerificationDifference } from "./session/again/verification";
export type { LookAheadDifference, LookAheadFinding, LookAheadOptions } from "./session/look-ahead/check";
export type { ReopenOptions } from "./session/stored/reopen";
export type { TrialRow } from "./views/lab/trials";
export type { ListedSession, SessionListOptions, SessionTest, SessionValues } from "./views/lab/session-list";
export { Session, type UntilCondition } from "./api/session";
export type { ReturnPeriod } from "./views/session/tables/returns";
export type { YearOfMonths } from "./analysis/returns/month-table";
export type { AttributionKey } from "./analysis/tracking/attribution";
export type { RollingKey } from "./analysis/tracking/rolling";
export type { AttributionRow } from "./views/session/tables/attribution";
export type { OpenLotRow } from "./views/session/tables/open-lots";
export type { DiagnosticCode, DiagnosticRow } from "./views/session/diagnostics";
export type { RelativeRow } from "./views/session/tables/relative";
export type { RollingOptions, RollingRow } from "./views/session/tables/rolling";
export type { TradeGrouping, TradeMetricRow } from "./views/session/tables/trade-metrics";
export type { RoundTripRow, TradeRow } from "./views/session/tracking/held";
export type { Moment } from "./views/session/tracking/moment";
export type { TimeRange } from "./views/session/tracking/times";
export type { Decision, LegChange, TradeLeg } from "./views/session/tracking/trade-leg";
export type { TradeStory } from "./views/session/tracking/trade-story";
export type { SessionOptions } from "./session/options/options";
export type { SessionState } from "./session/record/status";
export type { BarListener, SubscribeOptions } from "./session/life/playback";
export type { Pace } from "./session/options/pace";
export type { Halt } from "./core/market/halts";
export type {
  BenchmarkBasket,
  BenchmarkOfFeed,
  BenchmarkOption,
  BenchmarkSeries,
  BenchmarkWeights,
} from "./session/options/benchmark";
export { metricsOf } from "./api/metrics-of";
export type { MetricsInput } from "./analysis/metrics-input";
export type { Metrics } from "./analysis/metrics/catalog";
export { type RoundTripOptions, roundTrips } from "./analysis/trades/round-trips";
export type { Drawdown } from "./analysis/returns/drawdowns";
export type { Report } from "./views/pages";
export { Comparison, type ComparisonOptions } from "./api/comparison";
export { Realism } from "./api/realism";
export { OutOfSample, Sweep } from "./api/sweep";
export type { WindowsOption } from "./sweep/windows/windows";
export type { SweepOptions } from "./sweep/plan/options";
export type { SweepResults } from "./sweep/kept/results";
export type { Executor } from "./sweep/plan/executor";
export { clearOutput, display, show, type ShowOptions } from "./api/show";
export type { Figure } from "./output/plotly/figure";
export { dfd, type DataFrame } from "./output/frames/danfo";
