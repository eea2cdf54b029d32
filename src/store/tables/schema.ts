import { declaration, type StoredTable } from "../rows/table";
import { type StoredView, viewDeclaration } from "../rows/view";
import { actionTable } from "./actions";
import { feedEventTable, liveBarTable } from "./arrivals";
import { barTable } from "./bars";
import { benchmarkTable } from "./benchmark";
import { cashEntryTable, cashView } from "./cash";
import { dayTable } from "./days";
import { equityPointView, snapshotPositionView, snapshotView } from "./decoded-views";
import { equityTable } from "./equity";
import { eventTable } from "./events";
import { fillTable } from "./fills";
import { inputTable } from "./inputs";
import { listingTable } from "./listings";
import { logTable } from "./logs";
import { marginCallTable } from "./margin-calls";
import { metricTable } from "./metrics";
import { orderChangeTable } from "./order-changes";
import { orderTable } from "./orders";
import { positionTable } from "./positions";
import { recordTable } from "./records";
import { sessionTable } from "./sessions";
import { snapshotRunTable } from "./snapshot-runs";
import { snapshotPositionTable, snapshotTable } from "./snapshots";
import { sweepMetricTable, sweepReturnsTable, sweepStepTable, sweepTable } from "./sweeps";
import { tradeTable } from "./trades";
import { tradingStateTable } from "./trading-states";
import { trialTable } from "./trials";
import { wideView } from "./wide";

/** Every table of a database of this version. */
export const tables: readonly StoredTable<never>[] = [
  sessionTable,
  orderTable,
  fillTable,
  tradeTable,
  snapshotTable,
  snapshotPositionTable,
  snapshotRunTable,
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
  listingTable,
  trialTable,
  sweepTable,
  sweepMetricTable,
  sweepStepTable,
  sweepReturnsTable,
];

/** Every view of a database of this version. */
export const views: readonly StoredView[] = [cashView, snapshotView, snapshotPositionView, equityPointView, wideView];

/** Every index of a database of this version. It has what is listed of sessions without their configs. */
export const indexes: readonly string[] = [
  "CREATE INDEX paper_sessions_listed ON paper_sessions(\n  id, name, state, end_reason, cursor, initial_capital, created_at, notes, tags\n)",
];

/** Returns the statements that make a new database of this version. */
export function schema(): string {
  return [...tables.map(declaration), ...indexes, ...views.map(viewDeclaration)]
    .map((statement) => `${statement};`)
    .join("\n\n");
}
