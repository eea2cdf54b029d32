import type { StoredView } from "../rows/view";

// The views below read numbers out of BLOBs with nothing but SQLite's own functions.

const digits = `(SELECT column1 AS d FROM (VALUES ${Array.from({ length: 16 }, (_, d) => `(${d})`).join(",")}))`;
const places = `(SELECT high.d * 16 + low.d AS at FROM ${digits} AS high, ${digits} AS low)`;

// One of the hexadecimal digits of the text h, from 1.
const digit = (at: number) => `instr('123456789ABCDEF', substr(h, ${at}, 1))`;
const byte = (at: number) => `((${digit(2 * at + 1)} << 4) | ${digit(2 * at + 2)})`;
// 2^k for k from 0 to 372, exactly; 1 for others.
const power = (k: string) =>
  [0, 62, 124, 186, 248, 310].map((less) => `(1.0 * (1 << max(0, min(${k} - ${less}, 62))))`).join(" * ");

// The little-endian double at a place of a BLOB. One that is closer to 0 than 1e-90 is 0.
function doubleAt(blob: string, place: string): string {
  const mantissa = [0, 1, 2, 3, 4, 5].map((at) => `(${byte(at)} << ${8 * at})`).join(" | ");
  return `(SELECT s * (m + CASE k WHEN 1075 THEN 0 ELSE 1 << 52 END) * (${power("-k")}) / (${power("k")}) FROM (
    SELECT ${mantissa} | (${digit(14)} << 48) AS m,
      1075 - (((${digit(15)} & 7) << 8) | (${digit(16)} << 4) | ${digit(13)}) AS k,
      CASE WHEN ${digit(15)} >= 8 THEN -1.0 ELSE 1.0 END AS s
    FROM (SELECT hex(substr(${blob}, 8 * (${place}) + 1, 8)) AS h LIMIT 1) LIMIT 1))`;
}

// The little-endian signed 32-bit integer at a place of a BLOB.
function integerAt(blob: string, place: string): string {
  const bytes = [0, 1, 2, 3].map((at) => `(${byte(at)} << ${8 * at})`).join(" | ");
  return `(SELECT (((${bytes}) + 2147483648) & 4294967295) - 2147483648
    FROM (SELECT hex(substr(${blob}, 4 * (${place}) + 1, 4)) AS h LIMIT 1))`;
}

const priceOf = doubleAt("r.price", "p.at * json_array_length(r.positions) + h.key");
const valueOfOne = `json_extract(h.value, '$[1]') * ${priceOf}`;

const exposureText = "fraction of equity; of no meaning where equity is not above zero, null in snapshots() and at()";

/** Snapshots, from rows and from runs. */
export const snapshotView: StoredView = {
  name: "paper_snapshots",
  comment: "The portfolio, one row per snapshot.",
  key: ["session_id", "number"],
  columns: [
    { name: "number", kind: "integer", comment: "from 1" },
    { name: "time", kind: "integer" },
    { name: "cash", kind: "real", comment: "money" },
    { name: "equity", kind: "real", comment: "money" },
    { name: "gross_exposure", kind: "real", comment: exposureText },
    { name: "net_exposure", kind: "real", comment: exposureText },
    { name: "drawdown", kind: "real", comment: "fraction, never positive" },
  ],
  select: `SELECT session_id, number, time, cash, equity, gross_exposure, net_exposure, drawdown FROM paper_snapshot_rows
UNION ALL
SELECT session_id, number, time, cash, cash + net, gross / (cash + net), net / (cash + net), drawdown FROM (
  SELECT r.session_id, r.first + p.at AS number, 1000 * ${integerAt("r.time", "p.at")} AS time, r.cash,
    coalesce((SELECT sum(${valueOfOne}) FROM json_each(r.positions) AS h), 0.0) AS net,
    coalesce((SELECT sum(abs(${valueOfOne})) FROM json_each(r.positions) AS h), 0.0) AS gross,
    ${doubleAt("r.drawdown", "CASE length(r.drawdown) WHEN 8 THEN 0 ELSE p.at END")} AS drawdown
  FROM paper_snapshot_runs AS r JOIN ${places} AS p ON p.at < r.snapshots
)`,
};

/** Positions of snapshots, from rows and from runs. */
export const snapshotPositionView: StoredView = {
  name: "paper_snapshot_positions",
  comment: "What each snapshot held.",
  key: ["session_id", "snapshot_number", "place"],
  columns: [
    { name: "snapshot_number", kind: "integer", comment: "paper_snapshots.number" },
    { name: "place", kind: "integer" },
    { name: "symbol", kind: "text" },
    { name: "quantity", kind: "real", comment: "negative when short" },
    { name: "average_price", kind: "real" },
    { name: "price", kind: "real", comment: "last close" },
    { name: "market_value", kind: "real", comment: "money" },
    { name: "unrealized_pnl", kind: "real", comment: "money" },
  ],
  select: `SELECT session_id, snapshot_number, place, symbol, quantity, average_price, price, market_value, unrealized_pnl
FROM paper_snapshot_position_rows
UNION ALL
SELECT session_id, number, place, symbol, quantity, average, price, quantity * price, quantity * (price - average) FROM (
  SELECT r.session_id, r.first + p.at AS number, h.key AS place, json_extract(h.value, '$[0]') AS symbol,
    1.0 * json_extract(h.value, '$[1]') AS quantity, 1.0 * json_extract(h.value, '$[2]') AS average, ${priceOf} AS price
  FROM paper_snapshot_runs AS r JOIN ${places} AS p ON p.at < r.snapshots JOIN json_each(r.positions) AS h
)`,
};

/** The points of equity curves. */
export const equityPointView: StoredView = {
  name: "equity_points",
  comment: "The points of the equity curves of paper_equity, one row per point. It takes about 10 us for each.",
  key: ["session_id", "point"],
  columns: [
    { name: "point", kind: "integer", comment: "from 0, which is the initial capital" },
    { name: "time", kind: "integer" },
    { name: "equity", kind: "real", comment: "money" },
  ],
  select: `SELECT c.session_id, c.first + p.at AS point, CASE c.seconds
    WHEN 1 THEN 1000 * ${integerAt("c.time", "p.at")} ELSE CAST(${doubleAt("c.time", "p.at")} AS INTEGER) END AS time,
  ${doubleAt("c.equity", "p.at")} AS equity
FROM (
  SELECT e.session_id, e.first_point + 256 * b.at AS first, min(256, e.points - 256 * b.at) AS points,
    substr(e.time, 1, 4) = x'70617073' AS seconds,
    CASE substr(e.time, 1, 4) WHEN x'70617073' THEN substr(e.time, 1024 * b.at + 9, 1024)
      ELSE substr(e.time, 2048 * b.at + 1, 2048) END AS time,
    substr(e.equity, 2048 * b.at + 1, 2048) AS equity
  FROM paper_equity AS e JOIN (SELECT 256 * high.d + low.at AS at FROM ${digits} AS high, ${places} AS low) AS b
    ON 256 * b.at < e.points
) AS c JOIN ${places} AS p ON p.at < c.points`,
};
