import { declaration, type StoredTable } from "../rows/table";
import { type StoredView, viewDeclaration } from "../rows/view";
import { actionTable } from "./actions";
import { feedEventTable, liveBarTable } from "./arrivals";
import { barTable } from "./bars";
import { benchmarkTable } from "./benchmark";
import { cashEntryTable, cashView } from "./cash";
import { dayTable } from "./days";
import { equityTable } from "./equity";
import { eventTable } from "./events";
import { fillTable } from "./fills";
import { inputTable } from "./inputs";
import { logTable } from "./logs";
import { marginCallTable } from "./margin-calls";
import { metricTable } from "./metrics";
import { orderChangeTable } from "./order-changes";
import { orderTable } from "./orders";
import { positionTable } from "./positions";
import { recordTable } from "./records";
import { sessionTable } from "./sessions";
import { snapshotPositionTable, snapshotTable } from "./snapshots";
import { tradeTable } from "./trades";
import { tradingStateTable } from "./trading-states";

/** Every table of a database of this version. */
export const tables: readonly StoredTable<never>[] = [
  sessionTable,
  orderTable,
  fillTable,
  tradeTable,
  snapshotTable,
  snapshotPositionTable,
  positionTable,
  metricTable,
  eventTable,
  logTable,
  tradingStateTable,
  inputTable,
  orderChangeTable,
  cashEntryTable,
  marginCallTable,
  actionTable,
  equityTable,
  recordTable,
  dayTable,
  benchmarkTable,
  barTable,
  liveBarTable,
  feedEventTable,
];

/** Every view of a database of this version. */
export const views: readonly StoredView[] = [cashView];

/** Returns the statements that make a new database of this version. */
export function schema(): string {
  return [...tables.map(declaration), ...views.map(viewDeclaration)].map((statement) => `${statement};`).join("\n\n");
}
