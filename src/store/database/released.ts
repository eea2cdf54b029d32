/** SQLite's `application_id` of paperlab's files: "papl". */
export const applicationId = 0x7061706c;

/**
 * Version 1. Columns of doubles have no declared type on purpose: in a REAL column SQLite turns -0.0 into 0.0, while
 * an undeclared column keeps every double bit for bit. The comments stay in the file, for people who read it with SQL.
 */
export const firstSchema = `
PRAGMA application_id = ${applicationId};

CREATE TABLE paper_sessions(
  -- One row a session. Times everywhere in this file: epoch milliseconds UTC. Money: the session's currency, unrounded.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('CREATED', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED')),
  end_reason TEXT,
  config TEXT NOT NULL,          -- JSON: feed, strategy, models, rules, seed, versions
  identity TEXT,                 -- hash of what makes two sessions the same
  initial_capital NOT NULL,
  cursor INTEGER NOT NULL,       -- steps processed and committed
  fingerprint TEXT,              -- SHA-256 over everything the session decided
  error TEXT,                    -- JSON: what a strategy threw
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  notes TEXT,
  tags TEXT                      -- JSON: list of words
);

CREATE TABLE paper_orders(
  -- One row for everything a strategy asked for, denied requests too.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id TEXT GENERATED ALWAYS AS ('order-' || number) VIRTUAL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,            -- buy or sell
  quantity,                      -- double, positive
  type TEXT NOT NULL,            -- market, limit, stop
  limit_price,                   -- double
  stop_price,                    -- double
  time_in_force TEXT NOT NULL,   -- DAY or GTC
  status TEXT NOT NULL,
  reason TEXT,                   -- CODE: key=value, of a denial, rejection, cancellation or expiry
  filled_quantity,               -- double
  average_price,                 -- double, of its fills
  created_at INTEGER,
  ended_at INTEGER,
  tag TEXT,
  accepted_sequence INTEGER NOT NULL, -- number of the event that accepted or denied it
  ended_sequence INTEGER,        -- number of the event that ended it
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

CREATE TABLE paper_fills(
  -- One row an execution of (part of) an order.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id TEXT GENERATED ALWAYS AS ('fill-' || number) VIRTUAL,
  order_number INTEGER NOT NULL, -- paper_orders.number
  order_id TEXT GENERATED ALWAYS AS ('order-' || order_number) VIRTUAL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,            -- buy or sell
  quantity,                      -- double, positive
  price,                         -- double, of one unit, slippage included
  commission,                    -- double, money
  slippage,                      -- double, money against the price before slippage
  time INTEGER,
  tag TEXT,
  doubtful TEXT,                 -- why the fill may be better than the market would have given
  sequence INTEGER NOT NULL,     -- number of its event
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

CREATE TABLE paper_trades(
  -- One row a round trip: an entry order matched first in, first out with an exit order.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id TEXT GENERATED ALWAYS AS ('trade-' || number) VIRTUAL,
  symbol TEXT NOT NULL,
  direction TEXT NOT NULL,       -- long or short
  quantity,                      -- double, positive
  entry_order_number INTEGER NOT NULL,
  entry_order_id TEXT GENERATED ALWAYS AS ('order-' || entry_order_number) VIRTUAL,
  exit_order_number INTEGER NOT NULL,
  exit_order_id TEXT GENERATED ALWAYS AS ('order-' || exit_order_number) VIRTUAL,
  entry_time INTEGER,
  exit_time INTEGER,
  entry_price,                   -- double
  exit_price,                    -- double
  entry_commission,              -- double, money
  exit_commission,               -- double, money
  slippage,                      -- double, money, of both sides; already in the prices
  dividends,                     -- double, money
  borrow,                        -- double, money
  gross_pnl,                     -- double, money, by prices alone
  net_pnl,                       -- double, money, after commissions, dividends and borrow
  return_on_entry,               -- double, fraction of the entry notional
  tag TEXT,
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

CREATE TABLE paper_snapshots(
  -- The portfolio, one row an interval.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  time INTEGER,
  cash,                          -- double, money
  equity,                        -- double, money
  gross_exposure,                -- double, fraction of equity
  net_exposure,                  -- double, fraction of equity
  drawdown,                      -- double, fraction, never positive
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

CREATE TABLE paper_snapshot_positions(
  -- What each snapshot held.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  snapshot_number INTEGER NOT NULL, -- paper_snapshots.number
  place INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  quantity,                      -- double, negative when short
  average_price,                 -- double
  price,                         -- double, last close
  market_value,                  -- double, money
  unrealized_pnl,                -- double, money
  PRIMARY KEY (session_id, snapshot_number, place)
) WITHOUT ROWID;

CREATE TABLE paper_positions(
  -- What the session holds at its cursor.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  quantity,                      -- double, negative when short
  average_price,                 -- double
  price,                         -- double, last close
  market_value,                  -- double, money
  unrealized_pnl,                -- double, money
  PRIMARY KEY (session_id, place)
) WITHOUT ROWID;

CREATE TABLE paper_session_metrics(
  -- One row a metric. Fractions, not percent; NULL where a metric is undefined.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  value,                         -- double
  place INTEGER NOT NULL,
  PRIMARY KEY (session_id, metric)
) WITHOUT ROWID;

CREATE TABLE paper_logs(
  -- One row a line logged by a strategy.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,     -- number of its event
  time INTEGER,
  text TEXT NOT NULL,
  PRIMARY KEY (session_id, sequence)
) WITHOUT ROWID;

CREATE TABLE paper_equity(
  -- The equity curve in chunks of consecutive points. BLOBs: little-endian doubles, 8 bytes a point.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  first_point INTEGER NOT NULL,
  points INTEGER NOT NULL,
  time BLOB NOT NULL,
  equity BLOB NOT NULL,
  PRIMARY KEY (session_id, first_point)
);

CREATE TABLE paper_records(
  -- What a strategy recorded, in chunks of consecutive points of one name. BLOBs: little-endian doubles.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  first_point INTEGER NOT NULL,
  points INTEGER NOT NULL,
  time BLOB NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (session_id, name, first_point)
);

CREATE TABLE paper_days(
  -- The trading days of a session, one row a session. BLOBs: day as little-endian 32-bit integers, the others as doubles.
  session_id INTEGER PRIMARY KEY REFERENCES paper_sessions(id) ON DELETE CASCADE,
  days INTEGER NOT NULL,
  day BLOB NOT NULL,             -- whole days since 1970-01-01
  time BLOB NOT NULL,
  equity BLOB NOT NULL,
  gross BLOB NOT NULL,           -- sum of the absolute market values
  net BLOB NOT NULL,             -- sum of the market values
  traded BLOB NOT NULL           -- quantity times price of the day's fills
);

CREATE TABLE paper_benchmark(
  -- The level series of a session's benchmark. BLOBs: little-endian doubles.
  session_id INTEGER PRIMARY KEY REFERENCES paper_sessions(id) ON DELETE CASCADE,
  points INTEGER NOT NULL,
  time BLOB NOT NULL,
  level BLOB NOT NULL
);
`;

/** Version 2: bars of feeds made in memory, so that their sessions can go on and be drawn in another process. */
export const barsTable = `
CREATE TABLE paper_bars(
  -- The bars of feeds made in memory, in chunks of consecutive rows, once for all sessions that run on them. BLOBs: little-endian,
  -- symbol as 16-bit places in the feed's symbols (config of the session), the others as doubles.
  sha256 TEXT NOT NULL,          -- of the feed's manifest
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  time BLOB NOT NULL,
  symbol BLOB NOT NULL,
  open BLOB NOT NULL,
  high BLOB NOT NULL,
  low BLOB NOT NULL,
  close BLOB NOT NULL,
  volume BLOB NOT NULL,
  PRIMARY KEY (sha256, first_row)
);
`;

/** Version 4: the number of targets that ordered nothing. */
export const suppressedColumn = "ALTER TABLE paper_sessions ADD COLUMN suppressed TEXT";

/** Version 5: what came of live feeds. */
export const liveTables = `
CREATE TABLE paper_live_bars(
  -- The bars that came of a live feed to a session, in chunks of consecutive rows, stored before the strategy sees them.
  -- BLOBs, little-endian: symbol as 16-bit places in the symbols of the session (config), the others as doubles.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  time BLOB NOT NULL,
  symbol BLOB NOT NULL,
  open BLOB NOT NULL,
  high BLOB NOT NULL,
  low BLOB NOT NULL,
  close BLOB NOT NULL,
  volume BLOB NOT NULL,
  PRIMARY KEY (session_id, first_row)
);
CREATE TABLE paper_feed_events(
  -- One row per event of a session's live feed: gaps, and what was dropped. Of each kind the first 1,000; the last of
  -- them counts those that came after it.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,       -- from 1, in order
  kind TEXT NOT NULL,            -- gap, late, repeated, outOfOrder, bad, unknownSymbol, coalesced, lost, failed, ended
  time,                          -- double, of the bar; NULL for none
  symbol TEXT,
  count INTEGER NOT NULL,        -- bars or messages
  text TEXT NOT NULL,
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
`;

/** Version 6: the trading state, and which risk rule denied an order. */
export const tradingStates = `
ALTER TABLE paper_orders ADD COLUMN rule TEXT;
CREATE TABLE paper_trading_states(
  -- One row per change of a session's trading state, or per further reason for it.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,     -- number of its event
  time INTEGER,
  state TEXT NOT NULL,           -- ACTIVE, REDUCING (only orders that reduce a position), HALTED (none)
  reason TEXT NOT NULL,          -- CODE: key=value
  rule TEXT,                     -- the risk rule that asked for it; NULL if it was set by hand
  PRIMARY KEY (session_id, sequence)
) WITHOUT ROWID;
`;

/** Version 7: what the broker knows of orders, what was asked for by hand, the cash account, and margin calls. */
export const brokerTables = `
ALTER TABLE paper_positions ADD COLUMN price_time INTEGER;
ALTER TABLE paper_orders ADD COLUMN trail_fraction;
ALTER TABLE paper_orders ADD COLUMN trail_amount;
ALTER TABLE paper_orders ADD COLUMN expires_at INTEGER;
ALTER TABLE paper_orders ADD COLUMN oco_group TEXT;
ALTER TABLE paper_orders ADD COLUMN take_profit TEXT;
ALTER TABLE paper_orders ADD COLUMN stop_loss TEXT;
CREATE TABLE paper_order_changes(
  -- One row per change of the terms of a working order, or per denied one: the terms that changed, as they were after it, or were asked for.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,     -- number of its event
  order_number INTEGER NOT NULL,
  order_id TEXT GENERATED ALWAYS AS ('order-' || order_number) VIRTUAL,
  time INTEGER NOT NULL,
  quantity,                      -- double
  limit_price,                   -- double
  stop_price,                    -- double
  trail_fraction,                -- double
  trail_amount,                  -- double
  expires_at INTEGER,
  reason TEXT NOT NULL,          -- CODE: key=value
  PRIMARY KEY (session_id, sequence)
) WITHOUT ROWID;
CREATE TABLE paper_inputs(
  -- One row per request by hand, stored together with what it did. A session that is run again repeats it.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,       -- from 1, in order
  step INTEGER NOT NULL,         -- how many steps the session had taken
  time INTEGER,                  -- of the last of them
  kind TEXT NOT NULL,            -- order, cancel, replace, close, tradingState
  request TEXT NOT NULL,         -- JSON: what was asked for, as it was given
  order_number INTEGER,          -- paper_orders.number; NULL for what is no plain order
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
CREATE TABLE paper_cash_entries(
  -- One row per change of cash other than a fill. The view paper_cash has all of them, in order.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,     -- 1 is the initial capital
  time INTEGER,                -- NULL before the first bar
  kind TEXT NOT NULL,          -- deposit, borrow, interest, marginInterest, dividend, fraction, delisting
  amount NOT NULL,             -- double, money, negative if it left the account
  symbol TEXT,
  cause TEXT NOT NULL,
  sequence INTEGER NOT NULL,   -- number of its event; 0 for the initial capital
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
INSERT INTO paper_cash_entries SELECT session_id, number, time, kind, amount, NULL, 'initial capital', 0 FROM paper_cash;
DROP TABLE paper_cash;
CREATE VIEW paper_cash AS
  -- The cash account: one row per entry that moved cash, fills and commissions included.
SELECT session_id, row_number() OVER (PARTITION BY session_id ORDER BY sequence, part) AS number,
  time, kind, symbol, amount, cause
FROM (
  SELECT session_id, sequence, 0 AS part, time, kind, symbol, amount, cause FROM paper_cash_entries
  UNION ALL
  SELECT session_id, sequence, 0, time, 'fill', symbol,
    CASE side WHEN 'buy' THEN -(quantity * price) ELSE quantity * price END,
    id || ' of ' || order_id || coalesce(', ' || tag, '')
  FROM paper_fills
  UNION ALL
  SELECT session_id, sequence, 1, time, 'commission', symbol, -commission,
    id || ' of ' || order_id || coalesce(', ' || tag, '')
  FROM paper_fills WHERE commission <> 0
);
CREATE TABLE paper_margin_calls(
  -- One row per margin call: the equity fell below what the positions require.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,   -- number of its event
  time INTEGER,
  equity NOT NULL,             -- double, money, at the end of the step
  required NOT NULL,           -- double, money
  PRIMARY KEY (session_id, sequence)
) WITHOUT ROWID;
CREATE TABLE paper_actions(
  -- One row per corporate action that the session applied, whether it held the symbol or not.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,     -- number of its event
  time INTEGER,
  symbol TEXT NOT NULL,
  type TEXT NOT NULL,            -- split, dividend, delisting
  ex_date TEXT NOT NULL,         -- ISO date
  value NOT NULL,                -- double, new shares for each old one, or money for each share
  quantity NOT NULL,             -- double, units held before it
  quantity_after NOT NULL,       -- double, units held after it
  amount NOT NULL,               -- double, money that it moved, negative if it left the account
  close_before,                  -- double, the last close before it, as traded
  first_price,                   -- double, the open of the bar that it was applied at; NULL without one
  PRIMARY KEY (session_id, sequence)
) WITHOUT ROWID;
`;
