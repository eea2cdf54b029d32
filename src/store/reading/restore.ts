import { olderEvents } from "../database/events-migration";
import type { StoredContent } from "../rows/batch";
import { columnsInFile, readRows } from "../rows/rows";
import { numbersIn, type StoredTable } from "../rows/table";
import type { Cells, Connection } from "../sqlite/connection";
import { actionTable } from "../tables/actions";
import { feedEventTable, liveBarTable } from "../tables/arrivals";
import { benchmarkTable } from "../tables/benchmark";
import { cashEntryTable } from "../tables/cash";
import { daysOf, dayTable, wholeDays } from "../tables/days";
import { equityTable } from "../tables/equity";
import { eventTable } from "../tables/events";
import { fillTable } from "../tables/fills";
import { inputTable } from "../tables/inputs";
import { logTable } from "../tables/logs";
import { marginCallTable } from "../tables/margin-calls";
import { metricsOfRows, metricTable } from "../tables/metrics";
import { orderChangeTable } from "../tables/order-changes";
import { orderTable } from "../tables/orders";
import { positionOf, positionTable } from "../tables/positions";
import { recordsOf, recordTable } from "../tables/records";
import { snapshotRunTable } from "../tables/snapshot-runs";
import { snapshotPositionTable, snapshotsOf, snapshotTable } from "../tables/snapshots";
import { tradeTable } from "../tables/trades";
import { tradingStateTable } from "../tables/trading-states";
import type { LongLists } from "./long-lists";

/**
 * Returns everything that was committed for a session. Lists without rows are empty. `later`: reads the long lists when
 * somebody looks at them; without it, they are read now.
 */
export async function restoreContent(
  connection: Connection,
  sessionId: number,
  later?: LongLists,
): Promise<StoredContent> {
  const there = await tablesWithRows(connection, sessionId);
  const rows = async <Item>(table: StoredTable<Item>) =>
    there.has(table.name) ? readRows(connection, table, sessionId) : [];
  const cells = async <Item>(table: StoredTable<Item>, order = "rowid") =>
    there.has(table.name) ? cellsIn(connection, table, sessionId, order) : undefined;
  const [days] = (await cells(dayTable)) ?? [];
  const [benchmark] = (await cells(benchmarkTable)) ?? [];
  const feedEvents = await rows(feedEventTable);
  const inputs = await rows(inputTable);
  const liveBars = (await cells(liveBarTable, "first_row")) ?? [];
  const metrics = await rows(metricTable);
  const found = days && daysOf(days);
  const curve = found && found.equity.length < found.length ? await cells(equityTable, "first_point") : [];
  const long = later ?? (await longLists(connection, sessionId));
  return {
    get orders() {
      return long.orders;
    },
    get fills() {
      return long.fills;
    },
    get trades() {
      return long.trades;
    },
    get snapshots() {
      return long.snapshots;
    },
    get logs() {
      return long.logs;
    },
    get curve() {
      return long.curve;
    },
    get events() {
      return long.events;
    },
    get records() {
      return long.records;
    },
    positions: (await rows(positionTable)).map(positionOf),
    tradingStates: await rows(tradingStateTable),
    orderChanges: await rows(orderChangeTable),
    cash: (await rows(cashEntryTable)).filter(({ sequence }) => sequence > 0),
    marginCalls: await rows(marginCallTable),
    actions: await rows(actionTable),
    ...(inputs.length > 0 && { inputs }),
    ...(found && { days: wholeDays(found, () => numbersIn(equityTable, curve ?? [])) }),
    ...(benchmark && { benchmark: numbersIn(benchmarkTable, [benchmark]) }),
    ...(metrics.length > 0 && { metrics: metricsOfRows(metrics) }),
    ...(liveBars.length > 0 && { liveBars: barsOf(liveBars) }),
    ...(feedEvents.length > 0 && { feedEvents }),
  };
}

// Tables of which most sessions have no rows.
const asked: readonly StoredTable<never>[] = [
  ...[dayTable, benchmarkTable, feedEventTable, inputTable, liveBarTable, metricTable, equityTable, positionTable],
  ...[tradingStateTable, orderChangeTable, cashEntryTable, marginCallTable, actionTable],
];

// One question takes as long as reading one table.
async function tablesWithRows(connection: Connection, sessionId: number): Promise<ReadonlySet<string>> {
  const inFile = [];
  for (const table of asked) if ((await columnsInFile(connection, table)).length > 0) inFile.push(table.name);
  const parts = inFile.map((name) => `EXISTS(SELECT 1 FROM ${name} WHERE session_id = ?1) AS ${name}`);
  const [found] = await connection.all(`SELECT ${parts.join(", ")}`, [sessionId]);
  return new Set(inFile.filter((name) => found[name] === 1));
}

async function longLists(connection: Connection, sessionId: number): Promise<LongLists> {
  const rows = <Item>(table: StoredTable<Item>) => readRows(connection, table, sessionId);
  const cells = <Item>(table: StoredTable<Item>, order?: string) => cellsIn(connection, table, sessionId, order);
  const events = await cells(eventTable, "first_event");
  return {
    orders: await rows(orderTable),
    fills: await rows(fillTable),
    trades: await rows(tradeTable),
    snapshots: snapshotsOf(
      await rows(await inOlder(connection, snapshotTable, "paper_snapshots")),
      await rows(await inOlder(connection, snapshotPositionTable, "paper_snapshot_positions")),
      await cells(snapshotRunTable, "first"),
    ),
    logs: await rows(logTable),
    curve: numbersIn(equityTable, (await cells(equityTable, "first_point")) ?? []),
    events: events === undefined ? await olderEvents(connection, sessionId) : numbersIn(eventTable, events),
    records: recordsOf((await cells(recordTable)) ?? []),
  };
}

// An older file that cannot be written has a table under its older name.
async function inOlder<Item>(
  connection: Connection,
  table: StoredTable<Item>,
  name: string,
): Promise<StoredTable<Item>> {
  return (await columnsInFile(connection, table)).length > 0 ? table : { ...table, name };
}

function barsOf(chunks: readonly Cells[]): StoredContent["liveBars"] {
  const columns = numbersIn(liveBarTable, chunks);
  return { length: columns.time.length, ...columns };
}

// The raw rows of a session; `undefined` if the file has no such table.
async function cellsIn<Item>(
  connection: Connection,
  table: StoredTable<Item>,
  sessionId: number,
  order = "rowid",
): Promise<Cells[] | undefined> {
  if ((await columnsInFile(connection, table)).length === 0) return undefined;
  return connection.all(`SELECT * FROM ${table.name} WHERE session_id = ? ORDER BY ${order}`, [sessionId]);
}
