import type { DataFrame } from "../../output/frames/danfo";
import type { SessionCore } from "../../session/core";
import type { TableColumn } from "../tables";
import { attribution } from "./tables/attribution";
import { cash } from "./tables/cash";
import { denials } from "./tables/denials";
import { diagnostics } from "./tables/diagnostics";
import { drawdowns } from "./tables/drawdowns";
import { equity } from "./tables/equity";
import { events } from "./tables/events";
import { feedEvents } from "./tables/feed-events";
import { fills } from "./tables/fills";
import { inputs } from "./tables/inputs";
import { logs } from "./tables/logs";
import { monthlyReturns } from "./tables/monthly-returns";
import { openLots } from "./tables/open-lots";
import { orders } from "./tables/orders";
import { positions } from "./tables/positions";
import { records } from "./tables/records";
import { relative } from "./tables/relative";
import { returns } from "./tables/returns";
import { rolling } from "./tables/rolling";
import { roundTrips } from "./tables/round-trips";
import type { SessionTable } from "./tables/session-table";
import { snapshots } from "./tables/snapshots";
import { tradeMetrics } from "./tables/trade-metrics";
import { trades } from "./tables/trades";

/** Every table of a session. The session has two methods for each: one for its frame, one for its rows. */
export const sessionTables = {
  equity,
  returns,
  monthlyReturns,
  rolling,
  relative,
  drawdowns,
  positions,
  orders,
  fills,
  trades,
  openLots,
  roundTrips,
  tradeMetrics,
  attribution,
  cash,
  denials,
  diagnostics,
  snapshots,
  events,
  logs,
  records,
  inputs,
  feedEvents,
} satisfies Readonly<Record<string, SessionTable<readonly object[], never>>>;

/** How the columns of these tables print. */
export const sessionColumns: readonly TableColumn[] = Object.values<SessionTable<readonly object[], never>>(
  sessionTables,
).flatMap(({ columns = [] }) => columns);

type Tables = typeof sessionTables;
type Given<Name extends keyof Tables> = Tables[Name]["rows"] extends (core: SessionCore, ...given: infer All) => unknown
  ? All
  : never;
type RowsName<Name extends string> = Name extends `${infer One}s` ? `${One}Rows` : `${Name}Rows`;

/** The tables of a session: `orders()` is a frame, and `orderRows()` its rows. */
export type SessionFrames = {
  [Name in keyof Tables]: (...given: Given<Name>) => DataFrame;
} & {
  [Name in keyof Tables as RowsName<Name>]: (...given: Given<Name>) => ReturnType<Tables[Name]["rows"]>;
};
