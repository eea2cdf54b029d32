/** Version 9: the benchmark of listed sessions, and the dates of their feeds. */
export const benchmarksAndDates = `ALTER TABLE paper_listings ADD COLUMN benchmark TEXT;
ALTER TABLE paper_listings ADD COLUMN feed_from INTEGER;
ALTER TABLE paper_listings ADD COLUMN feed_to INTEGER;
UPDATE paper_listings SET (benchmark, feed_from, feed_to) = (
  SELECT json_extract(config, '$.benchmark'), json_extract(config, '$.feed.first'), json_extract(config, '$.feed.last')
  FROM paper_sessions WHERE id = session_id
);
DROP VIEW sessions_wide;
CREATE VIEW sessions_wide AS
  -- One row per session, with its params, options and tags as JSON, and a column for each metric: params ->> '$.fast'.
SELECT s.id AS session_id, s.name, s.state, s.end_reason, l.strategy, l.symbols, l.feed, l.feed_from,
  l.feed_to, l.benchmark, s.initial_capital, s.cursor AS steps, s.created_at, s.tags, s.notes, l.params, l.options,
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
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'upCapture') AS upCapture,
  (SELECT value FROM paper_session_metrics AS m WHERE m.session_id = s.id AND m.metric = 'downCapture') AS downCapture,
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
FROM paper_sessions AS s LEFT JOIN paper_listings AS l ON l.session_id = s.id;`;
