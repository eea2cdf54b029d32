import type { RecordPoints, StoredContent } from "../batch";
import { doublesOf, integersOf } from "../blobs";
import type { Cells, Connection } from "../database/connection";
import { fillRows, readFill } from "../tables/fills";
import { logRows, readLog } from "../tables/logs";
import { metricRows, readMetrics } from "../tables/metrics";
import { orderRows, readOrder } from "../tables/orders";
import { positionRows, readPosition } from "../tables/positions";
import { readSnapshots, snapshotPositionRows, snapshotRows } from "../tables/snapshots";
import type { RowKind } from "../tables/table";
import { readTrade, tradeRows } from "../tables/trades";

// Rows read at once. SQLite's rows become objects on the calling thread, about 5 us each.
const PAGE = 4000;

/** Returns everything that was committed for a session; lists are empty where nothing was. */
export async function restoreContent(connection: Connection, sessionId: number): Promise<StoredContent> {
  const rows = <Item>(kind: RowKind<Item>) => rowsOf(connection, sessionId, kind);
  const { days, benchmark, metrics } = await restoreOnce(connection, sessionId);
  return {
    orders: (await rows(orderRows)).map(readOrder),
    fills: (await rows(fillRows)).map(readFill),
    trades: (await rows(tradeRows)).map(readTrade),
    snapshots: readSnapshots(await rows(snapshotRows), await rows(snapshotPositionRows)),
    positions: (await rows(positionRows)).map(readPosition),
    curve: await restoreCurve(connection, sessionId),
    logs: (await rows(logRows)).map(readLog),
    records: await restoreRecords(connection, sessionId),
    ...(days && { days }),
    ...(benchmark && { benchmark }),
    ...(metrics && { metrics }),
  };
}

// Reads in pages, between which other things in the process get their turn.
async function rowsOf<Item>(connection: Connection, sessionId: number, kind: RowKind<Item>): Promise<Cells[]> {
  const { table, columns, key } = kind;
  const keys = key.join(", ");
  const select = `SELECT ${columns.join(", ")} FROM ${table} WHERE session_id = ?`;
  const order = `ORDER BY ${keys} LIMIT ${PAGE}`;
  const next = `${select} AND (${keys}) > (${key.map(() => "?").join(", ")}) ${order}`;
  const rows = await connection.all(`${select} ${order}`, [sessionId]);
  for (let read = rows.length; read === PAGE; ) {
    const last = rows[rows.length - 1];
    const page = await connection.all(next, [sessionId, ...key.map((name) => last[name])]);
    for (const row of page) rows.push(row);
    read = page.length;
  }
  return rows;
}

async function restoreCurve(connection: Connection, sessionId: number) {
  const sql = "SELECT time, equity FROM paper_equity WHERE session_id = ? ORDER BY first_point";
  const chunks = await connection.all(sql, [sessionId]);
  return { time: joined(chunks, "time"), equity: joined(chunks, "equity") };
}

async function restoreRecords(connection: Connection, sessionId: number): Promise<RecordPoints[]> {
  const sql = "SELECT name, time, value FROM paper_records WHERE session_id = ? ORDER BY rowid";
  const byName = new Map<string, Cells[]>();
  for (const chunk of await connection.all(sql, [sessionId])) {
    const name = chunk.name as string;
    const chunks = byName.get(name);
    if (chunks === undefined) byName.set(name, [chunk]);
    else chunks.push(chunk);
  }
  return [...byName].map(([name, chunks]) => ({ name, time: joined(chunks, "time"), value: joined(chunks, "value") }));
}

async function restoreOnce(connection: Connection, sessionId: number) {
  const [days] = await connection.all("SELECT * FROM paper_days WHERE session_id = ?", [sessionId]);
  const [benchmark] = await connection.all("SELECT * FROM paper_benchmark WHERE session_id = ?", [sessionId]);
  const metrics = await rowsOf(connection, sessionId, metricRows);
  return {
    days: days && readDays(days),
    benchmark: benchmark && { time: joined([benchmark], "time"), level: joined([benchmark], "level") },
    metrics: metrics.length === 0 ? undefined : readMetrics(metrics),
  };
}

function readDays(cells: Cells) {
  return {
    length: cells.days as number,
    day: integersOf([cells.day as Buffer]),
    time: joined([cells], "time"),
    equity: joined([cells], "equity"),
    gross: joined([cells], "gross"),
    net: joined([cells], "net"),
    traded: joined([cells], "traded"),
  };
}

function joined(chunks: readonly Cells[], column: string): Float64Array {
  return doublesOf(chunks.map((chunk) => chunk[column] as Buffer));
}
