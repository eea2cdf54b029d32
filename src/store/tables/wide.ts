import type { StoredView } from "../rows/view";

// The metrics that sessions of this version have. A test compares them with the catalog.
const metrics = [
  "totalReturn",
  "cagr",
  "annualVolatility",
  "sharpe",
  "downsideDeviation",
  "sortino",
  "maxDrawdown",
  "maxDrawdownDays",
  "calmar",
  "omega",
  "valueAtRisk95",
  "cvar95",
  "valueAtRisk99",
  "cvar99",
  "skewness",
  "excessKurtosis",
  "bestPeriod",
  "worstPeriod",
  "winRatePeriods",
  "profitFactorPeriods",
  "alpha",
  "beta",
  "correlation",
  "trackingError",
  "informationRatio",
  "upCapture",
  "downCapture",
  "benchmarkReturn",
  "trades",
  "winRate",
  "profitFactor",
  "expectancy",
  "averageWin",
  "averageLoss",
  "payoffRatio",
  "roundTrips",
  "roundTripWinRate",
  "roundTripExpectancy",
  "roundTripProfitFactor",
  "exposure",
  "turnover",
  "commission",
  "slippage",
  "finalEquity",
];

/** Sessions with everything that tells them apart, one row each. */
export const wideView: StoredView = {
  name: "sessions_wide",
  comment:
    "One row per session, with its params, options and tags as JSON, and a column for each metric: params ->> '$.fast'.",
  key: ["session_id"],
  columns: [
    { name: "name", kind: "text" },
    { name: "state", kind: "text" },
    { name: "end_reason", kind: "text" },
    { name: "strategy", kind: "text" },
    { name: "symbols", kind: "text", comment: "JSON: list of symbols" },
    { name: "feed", kind: "text" },
    { name: "feed_from", kind: "integer", comment: "time of the first bar of the feed" },
    { name: "feed_to", kind: "integer", comment: "time of the last one" },
    { name: "benchmark", kind: "text", comment: "name of the benchmark" },
    { name: "initial_capital", kind: "real" },
    { name: "steps", kind: "integer", comment: "steps processed and committed" },
    { name: "created_at", kind: "integer" },
    { name: "tags", kind: "text", comment: "JSON: list of words" },
    { name: "notes", kind: "text" },
    { name: "params", kind: "text", comment: "JSON: params ->> '$.fast'" },
    { name: "options", kind: "text", comment: "JSON: options ->> '$.commission.params.bps'" },
    ...metrics.map((name) => ({ name, kind: "real" as const })),
  ],
  select: `SELECT s.id AS session_id, s.name, s.state, s.end_reason, l.strategy, l.symbols, l.feed, l.feed_from,
  l.feed_to, l.benchmark, s.initial_capital, s.cursor AS steps, s.created_at, s.tags, s.notes, l.params, l.options,
${metrics
  .map(
    (name) =>
      `  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = '${name}') AS ${name}`,
  )
  .join(",\n")}
FROM paper_sessions AS s LEFT JOIN paper_listings AS l ON l.session_id = s.id`,
};

/** The metrics of the view. */
export const wideMetrics: readonly string[] = metrics;
