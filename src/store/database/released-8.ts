/** Version 8: snapshots in runs, what is listed of sessions, the ledger of trials, sweeps, and views for people who write SQL. */
export const findingTables = `ALTER TABLE paper_snapshots RENAME TO paper_snapshot_rows;
ALTER TABLE paper_snapshot_positions RENAME TO paper_snapshot_position_rows;
CREATE TABLE paper_snapshot_runs(
  -- Consecutive snapshots between which nothing was traded and no cash moved, one row per run of at most 256. BLOBs: little-endian.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  first INTEGER NOT NULL,        -- number of its first snapshot, from 1
  snapshots INTEGER NOT NULL,
  cash NOT NULL,                 -- double, money
  positions TEXT NOT NULL,       -- JSON: [symbol, quantity, average price] of each position
  time BLOB NOT NULL,            -- 32-bit integers: whole seconds since 1970-01-01 UTC
  price BLOB NOT NULL,           -- doubles: of each position of the first snapshot, of the second, ...
  drawdown BLOB NOT NULL,        -- doubles: fractions, never positive; one, if all are the same
  PRIMARY KEY (session_id, first)
);

CREATE TABLE paper_listings(
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

CREATE TABLE paper_sweeps(
  -- One row per sweep: many runs of one strategy. BLOBs are little-endian, by the index of the runs. Results of the last seconds of one that runs are in paper_sweep_steps.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('CREATED', 'RUNNING', 'PAUSED', 'COMPLETED')),
  identity TEXT NOT NULL,        -- hash of what makes two sweeps the same
  plan TEXT NOT NULL,            -- JSON: config of a session, code, what differs from run to run
  rank TEXT NOT NULL,            -- JSON: metric, and whether the lowest is the best
  metrics TEXT NOT NULL,         -- JSON: names of the metrics that are made
  version TEXT NOT NULL,         -- of the fingerprints, as they begin
  runs INTEGER NOT NULL,
  done INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  states BLOB,                   -- a byte a run: 0 left, 1 done, 2 failed
  fingerprints BLOB,             -- 32 bytes a run: SHA-256 over everything it decided
  numbers BLOB,                  -- 8 doubles a run: Sharpe ratio of a trading day, skewness, raw kurtosis, number of day returns, first and last time, steps, why it ended (0 end of feed, 1 stopped, 2 bankrupt); NaN if undefined
  failures TEXT                  -- JSON: index, code and message of runs that failed
);

CREATE TABLE paper_sweep_metrics(
  -- One row per metric of a sweep: its values by the index of the runs.
  sweep_id INTEGER NOT NULL REFERENCES paper_sweeps(id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  run_values BLOB NOT NULL,      -- little-endian doubles; NaN if undefined
  PRIMARY KEY (sweep_id, metric)
);

CREATE TABLE paper_sweep_steps(
  -- Results of runs in the order in which they came, not yet in paper_sweeps and paper_sweep_metrics. BLOBs are little-endian.
  number INTEGER PRIMARY KEY,
  sweep_id INTEGER NOT NULL REFERENCES paper_sweeps(id) ON DELETE CASCADE,
  indices BLOB NOT NULL,         -- which runs, as 32-bit integers
  states BLOB NOT NULL,
  run_values BLOB NOT NULL,      -- the metrics of the first run, of the second, ...
  numbers BLOB NOT NULL,
  fingerprints BLOB NOT NULL,
  failures TEXT
);

CREATE TABLE paper_sweep_returns(
  -- One row per run of a sweep that keeps returns (keep: "returns").
  sweep_id INTEGER NOT NULL REFERENCES paper_sweeps(id) ON DELETE CASCADE,
  run INTEGER NOT NULL,          -- its index
  days BLOB NOT NULL,            -- whole days since 1970-01-01, as 32-bit integers
  returns BLOB NOT NULL,         -- fractions, as little-endian doubles
  PRIMARY KEY (sweep_id, run)
);

CREATE INDEX paper_sessions_listed ON paper_sessions(
  id, name, state, end_reason, cursor, initial_capital, created_at, notes, tags
);

CREATE VIEW paper_snapshots AS
  -- The portfolio, one row per snapshot.
SELECT session_id, number, time, cash, equity, gross_exposure, net_exposure, drawdown FROM paper_snapshot_rows
UNION ALL
SELECT session_id, number, time, cash, cash + net, gross / (cash + net), net / (cash + net), drawdown FROM (
  SELECT r.session_id, r.first + p.at AS number, 1000 * (SELECT ((((((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24)) + 2147483648) & 4294967295) - 2147483648
    FROM (SELECT hex(substr(r.time, 4 * (p.at) + 1, 4)) AS h LIMIT 1)) AS time, r.cash,
    coalesce((SELECT sum(json_extract(h.value, '$[1]') * (SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(r.price, 8 * (p.at * json_array_length(r.positions) + h.key) + 1, 8)) AS h LIMIT 1) LIMIT 1))) FROM json_each(r.positions) AS h), 0.0) AS net,
    coalesce((SELECT sum(abs(json_extract(h.value, '$[1]') * (SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(r.price, 8 * (p.at * json_array_length(r.positions) + h.key) + 1, 8)) AS h LIMIT 1) LIMIT 1)))) FROM json_each(r.positions) AS h), 0.0) AS gross,
    (SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(r.drawdown, 8 * (CASE length(r.drawdown) WHEN 8 THEN 0 ELSE p.at END) + 1, 8)) AS h LIMIT 1) LIMIT 1)) AS drawdown
  FROM paper_snapshot_runs AS r JOIN (SELECT high.d * 16 + low.d AS at FROM (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS high, (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS low) AS p ON p.at < r.snapshots
);

CREATE VIEW paper_snapshot_positions AS
  -- What each snapshot held.
SELECT session_id, snapshot_number, place, symbol, quantity, average_price, price, market_value, unrealized_pnl
FROM paper_snapshot_position_rows
UNION ALL
SELECT session_id, number, place, symbol, quantity, average, price, quantity * price, quantity * (price - average) FROM (
  SELECT r.session_id, r.first + p.at AS number, h.key AS place, json_extract(h.value, '$[0]') AS symbol,
    1.0 * json_extract(h.value, '$[1]') AS quantity, 1.0 * json_extract(h.value, '$[2]') AS average, (SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(r.price, 8 * (p.at * json_array_length(r.positions) + h.key) + 1, 8)) AS h LIMIT 1) LIMIT 1)) AS price
  FROM paper_snapshot_runs AS r JOIN (SELECT high.d * 16 + low.d AS at FROM (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS high, (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS low) AS p ON p.at < r.snapshots JOIN json_each(r.positions) AS h
);

CREATE VIEW equity_points AS
  -- The points of the equity curves of paper_equity, one row per point. It takes about 10 us for each.
SELECT c.session_id, c.first + p.at AS point, CASE c.seconds
    WHEN 1 THEN 1000 * (SELECT ((((((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24)) + 2147483648) & 4294967295) - 2147483648
    FROM (SELECT hex(substr(c.time, 4 * (p.at) + 1, 4)) AS h LIMIT 1)) ELSE CAST((SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(c.time, 8 * (p.at) + 1, 8)) AS h LIMIT 1) LIMIT 1)) AS INTEGER) END AS time,
  (SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * ((1.0 * (1 << max(0, min(-k - 0, 62)))) * (1.0 * (1 << max(0, min(-k - 62, 62)))) * (1.0 * (1 << max(0, min(-k - 124, 62)))) * (1.0 * (1 << max(0, min(-k - 186, 62)))) * (1.0 * (1 << max(0, min(-k - 248, 62)))) * (1.0 * (1 << max(0, min(-k - 310, 62))))) / ((1.0 * (1 << max(0, min(k - 0, 62)))) * (1.0 * (1 << max(0, min(k - 62, 62)))) * (1.0 * (1 << max(0, min(k - 124, 62)))) * (1.0 * (1 << max(0, min(k - 186, 62)))) * (1.0 * (1 << max(0, min(k - 248, 62)))) * (1.0 * (1 << max(0, min(k - 310, 62))))) FROM (
    SELECT (((instr('123456789ABCDEF', substr(h, 1, 1)) << 4) | instr('123456789ABCDEF', substr(h, 2, 1))) << 0) | (((instr('123456789ABCDEF', substr(h, 3, 1)) << 4) | instr('123456789ABCDEF', substr(h, 4, 1))) << 8) | (((instr('123456789ABCDEF', substr(h, 5, 1)) << 4) | instr('123456789ABCDEF', substr(h, 6, 1))) << 16) | (((instr('123456789ABCDEF', substr(h, 7, 1)) << 4) | instr('123456789ABCDEF', substr(h, 8, 1))) << 24) | (((instr('123456789ABCDEF', substr(h, 9, 1)) << 4) | instr('123456789ABCDEF', substr(h, 10, 1))) << 32) | (((instr('123456789ABCDEF', substr(h, 11, 1)) << 4) | instr('123456789ABCDEF', substr(h, 12, 1))) << 40) | (instr('123456789ABCDEF', substr(h, 14, 1)) << 48) AS m,
      1075 - (((instr('123456789ABCDEF', substr(h, 15, 1)) & 7) << 8) | (instr('123456789ABCDEF', substr(h, 16, 1)) << 4) | instr('123456789ABCDEF', substr(h, 13, 1))) AS k,
      CASE WHEN instr('123456789ABCDEF', substr(h, 15, 1)) >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(c.equity, 8 * (p.at) + 1, 8)) AS h LIMIT 1) LIMIT 1)) AS equity
FROM (
  SELECT e.session_id, e.first_point + 256 * b.at AS first, min(256, e.points - 256 * b.at) AS points,
    substr(e.time, 1, 4) = x'70617073' AS seconds,
    CASE substr(e.time, 1, 4) WHEN x'70617073' THEN substr(e.time, 1024 * b.at + 9, 1024)
      ELSE substr(e.time, 2048 * b.at + 1, 2048) END AS time,
    substr(e.equity, 2048 * b.at + 1, 2048) AS equity
  FROM paper_equity AS e JOIN (SELECT 256 * high.d + low.at AS at FROM (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS high, (SELECT high.d * 16 + low.d AS at FROM (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS high, (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS low) AS low) AS b
    ON 256 * b.at < e.points
) AS c JOIN (SELECT high.d * 16 + low.d AS at FROM (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS high, (SELECT column1 AS d FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15))) AS low) AS p ON p.at < c.points;

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
FROM paper_sessions AS s LEFT JOIN paper_listings AS l ON l.session_id = s.id;
`;
