/** The tables and views of version 8 that find sessions. */
export const findingTables = `CREATE TABLE paper_listings(
  -- What is listed of a session: parts of its config, and its metrics. It repeats what other tables say.
  session_id INTEGER PRIMARY KEY REFERENCES paper_sessions(id) ON DELETE CASCADE,
  strategy TEXT,
  symbols TEXT,                  -- JSON: list of symbols
  feed TEXT,                     -- name of the feed
  params TEXT,                   -- JSON: the strategy's params by name
  options TEXT,                  -- JSON: the options that were given
  names INTEGER,                 -- the same for sessions that have the same metrics in the same order
  metrics BLOB                   -- little-endian doubles: the values of paper_session_metrics by place; NaN if undefined
);

CREATE TABLE paper_trials(
  -- One row per trial: a distinct combination of strategy, params and options, on some data. It outlives its session.
  session_id INTEGER NOT NULL,   -- paper_sessions.id, if that is still there
  identity TEXT NOT NULL,        -- hash of the combination
  data TEXT NOT NULL,            -- hash of the feed and its range
  name TEXT NOT NULL,            -- of the session that ran it last
  strategy TEXT NOT NULL,
  params TEXT NOT NULL,          -- JSON: the strategy's params by name
  options TEXT NOT NULL,         -- JSON: the options that were given
  symbols TEXT NOT NULL,         -- JSON: list of symbols
  feed TEXT NOT NULL,            -- name of the feed
  sharpe,                        -- double, of returns by trading day, not annualized
  skewness,                      -- double
  kurtosis,                      -- double, raw: 3 for a normal distribution
  n INTEGER NOT NULL,            -- number of returns
  first_time INTEGER,
  last_time INTEGER,
  ran_at INTEGER NOT NULL,
  PRIMARY KEY (identity, data)
) WITHOUT ROWID;

CREATE INDEX paper_sessions_listed ON paper_sessions(
  id, name, state, end_reason, cursor, initial_capital, created_at, notes, tags
);

CREATE VIEW sessions_wide AS
  -- One row per session, with its params, options and tags as JSON, and a column for each metric: params ->> '$.fast'.
SELECT s.id AS session_id, s.name, s.state, s.end_reason, l.strategy, l.symbols, l.feed, s.initial_capital,
  s.cursor AS steps, s.created_at, s.tags, s.notes, l.params, l.options,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'totalReturn') AS totalReturn,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'cagr') AS cagr,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'annualVolatility') AS annualVolatility,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'sharpe') AS sharpe,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'downsideDeviation') AS downsideDeviation,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'sortino') AS sortino,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'maxDrawdown') AS maxDrawdown,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'maxDrawdownDays') AS maxDrawdownDays,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'calmar') AS calmar,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'omega') AS omega,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'valueAtRisk95') AS valueAtRisk95,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'cvar95') AS cvar95,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'valueAtRisk99') AS valueAtRisk99,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'cvar99') AS cvar99,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'skewness') AS skewness,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'excessKurtosis') AS excessKurtosis,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'bestPeriod') AS bestPeriod,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'worstPeriod') AS worstPeriod,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'winRatePeriods') AS winRatePeriods,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'profitFactorPeriods') AS profitFactorPeriods,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'alpha') AS alpha,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'beta') AS beta,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'correlation') AS correlation,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'trackingError') AS trackingError,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'informationRatio') AS informationRatio,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'benchmarkReturn') AS benchmarkReturn,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'trades') AS trades,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'winRate') AS winRate,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'profitFactor') AS profitFactor,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'expectancy') AS expectancy,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'averageWin') AS averageWin,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'averageLoss') AS averageLoss,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'payoffRatio') AS payoffRatio,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'roundTrips') AS roundTrips,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'roundTripWinRate') AS roundTripWinRate,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'roundTripExpectancy') AS roundTripExpectancy,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'roundTripProfitFactor') AS roundTripProfitFactor,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'exposure') AS exposure,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'turnover') AS turnover,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'commission') AS commission,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'slippage') AS slippage,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'finalEquity') AS finalEquity
FROM paper_sessions AS s LEFT JOIN paper_listings AS l ON l.session_id = s.id;
`;
