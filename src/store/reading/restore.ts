import { olderEvents } from "../database/events-migration";
import type { Cells, Connection } from "../sqlite/connection";
import type { EventColumns, StoredContent } from "../tables/batch";
import { benchmarkTable, levelsOf } from "../tables/benchmark";
import { curveOf, equityTable, eventsOf, eventTable, recordsOf, recordTable } from "../tables/chunks";
import { daysOf, dayTable } from "../tables/days";
import { fillTable } from "../tables/fills";
import { logTable } from "../tables/logs";
import { metricsOfRows, metricTable } from "../tables/metrics";
import { orderTable } from "../tables/orders";
import { positionOf, positionTable } from "../tables/positions";
import { readRows } from "../tables/rows";
import { snapshotPositionTable, snapshotsOf, snapshotTable } from "../tables/snapshots";
import type { Table } from "../tables/table";
import { tradeTable } from "../tables/trades";

/** Returns everything that was committed for a session; lists are empty where nothing was. */
export async function restoreContent(connection: Connection, sessionId: number): Promise<StoredContent> {
  const rows = <Item>(table: Table<Item>) => readRows(connection, table, sessionId);
  const raw = (table: Table<never>, order: string) =>
    connection.all(`SELECT * FROM ${table.name} WHERE session_id = ? ORDER BY ${order}`, [sessionId]);
  const [days] = await raw(dayTable, "session_id");
  const [benchmark] = await raw(benchmarkTable, "session_id");
  const metrics = await rows(metricTable);
  return {
    orders: await rows(orderTable),
    fills: await rows(fillTable),
    trades: await rows(tradeTable),
    snapshots: snapshotsOf(await rows(snapshotTable), await rows(snapshotPositionTable)),
    positions: (await rows(positionTable)).map(positionOf),
    curve: curveOf(await raw(equityTable, "first_point")),
    logs: await rows(logTable),
    events: await restoreEvents(connection, sessionId, () => raw(eventTable, "first_event")),
    records: recordsOf(await raw(recordTable, "rowid")),
    ...(days && { days: daysOf(days) }),
    ...(benchmark && { benchmark: levelsOf(benchmark) }),
    ...(metrics.length > 0 && { metrics: metricsOfRows(metrics) }),
  };
}

// A file of an older version that can only be read has no such table.
async function restoreEvents(
  connection: Connection,
  sessionId: number,
  chunks: () => Promise<Cells[]>,
): Promise<EventColumns> {
  const [table] = await connection.all("SELECT 1 FROM sqlite_schema WHERE name = ?", [eventTable.name]);
  return table === undefined ? olderEvents(connection, sessionId) : eventsOf(await chunks());
}
