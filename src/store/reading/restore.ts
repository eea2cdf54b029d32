import { olderEvents } from "../database/events-migration";
import type { StoredContent } from "../rows/batch";
import { columnsInFile, pagesOf, readRows } from "../rows/rows";
import { numbersIn, readRow, type StoredTable } from "../rows/table";
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
  const long = later ?? (await longLists(connection, sessionId));
  return contentFrom(async (table) => (there.has(table.name) ? rowsIn(connection, table, sessionId) : []), long);
}

/** Returns the content of a session. `read`: reads its rows in a table, in order. `long`: its long lists. */
export async function contentFrom(
  read: (table: StoredTable<never>) => Promise<readonly Cells[]>,
  long: LongLists,
): Promise<StoredContent> {
  const rows = async <Item>(table: StoredTable<Item>) =>
    (await read(table as StoredTable<never>)).map((cells) => readRow(table, cells));
  const [days] = await read(dayTable as StoredTable<never>);
  const [benchmark] = await read(benchmarkTable as StoredTable<never>);
  const feedEvents = await rows(feedEventTable);
  const inputs = await rows(inputTable);
  const liveBars = await read(liveBarTable as StoredTable<never>);
  const metrics = await rows(metricTable);
  let found: StoredContent["days"];
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
    // Their equity is often that of the curve, which may be long.
    get days() {
      found ??= days && wholeDays(daysOf(days), () => long.curve);
      return found;
    },
    positions: (await rows(positionTable)).map(positionOf),
    tradingStates: await rows(tradingStateTable),
    orderChanges: await rows(orderChangeTable),
    cash: (await rows(cashEntryTable)).filter(({ sequence }) => sequence > 0),
    marginCalls: await rows(marginCallTable),
    actions: await rows(actionTable),
    ...(inputs.length > 0 && { inputs }),
    ...(benchmark && { benchmark: numbersIn(benchmarkTable, [benchmark]) }),
    ...(metrics.length > 0 && { metrics: metricsOfRows(metrics) }),
    ...(liveBars.length > 0 && { liveBars: barsOf(liveBars) }),
    ...(feedEvents.length > 0 && { feedEvents }),
  };
}

/** The tables of the lists that are short. Of most of them, most sessions have no rows. */
export const shortTables: readonly StoredTable<never>[] = [
  ...[dayTable, benchmarkTable, feedEventTable, inputTable, liveBarTable, metricTable, positionTable],
  ...[tradingStateTable, orderChangeTable, cashEntryTable, marginCallTable, actionTable],
];

// One question takes as long as reading one table.
async function tablesWithRows(connection: Connection, sessionId: number): Promise<ReadonlySet<string>> {
  const inFile = [];
  for (const table of shortTables) if ((await columnsInFile(connection, table)).length > 0) inFile.push(table.name);
  const parts = inFile.map((name) => `EXISTS(SELECT 1 FROM ${name} WHERE session_id = ?1) AS ${name}`);
  const [found] = await connection.all(`SELECT ${parts.join(", ")}`, [sessionId]);
  return new Set(inFile.filter((name) => found[name] === 1));
}

// The rows of a session in a table, chunks as they are stored.
async function rowsIn(connection: Connection, table: StoredTable<never>, sessionId: number): Promise<readonly Cells[]> {
  if (table.columns.some(({ kind }) => kind === "blob"))
    return (await cellsIn(connection, table, sessionId, orderOfChunks(table))) ?? [];
  const all: Cells[] = [];
  for await (const page of pagesOf(connection, table, sessionId)) all.push(...page);
  return all;
}

/** Returns the column that the chunks of a session are sorted by. */
export function orderOfChunks({ chunk }: StoredTable<never>): string {
  return chunk?.first ?? "rowid";
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
