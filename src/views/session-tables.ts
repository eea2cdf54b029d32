import { drawdownSeries } from "../analysis/returns/drawdowns";
import type { EquityCurve } from "../analysis/session-metrics";
import type { SessionEvent } from "../core/journal/events";
import type { Calendar } from "../core/market/calendar";
import { dateOf } from "../core/market/calendar";
import type { Cell, Table } from "../core/table";
import type { Format } from "../output/formats";
import type { RecordLine } from "../run/content";

/**
 * A column of a frame: its name, which is the field's, how it is written for people, and whether it gives way where there is
 * no room for all.
 */
export type Column = readonly [name: string, format: Format, rank?: "detail"];

/** A table and how its columns are written. */
export interface FormattedTable {
  readonly table: Table;
  readonly formats: Readonly<Record<string, Format>>;
  /** Columns that give way before others. */
  readonly details: readonly string[];
}

/** How times become text: an ISO instant, and for daily data the date of the trading day beside it. */
export interface TimeColumns {
  readonly daily: boolean;
  readonly calendar: Calendar;
}

/** The columns of `orders()`. */
export const orderColumns: readonly Column[] = [
  ["id", "text"],
  ["symbol", "text"],
  ["side", "text"],
  ["quantity", "quantity"],
  ["type", "text"],
  ["limitPrice", "price"],
  ["stopPrice", "price"],
  ["timeInForce", "text", "detail"],
  ["status", "text"],
  ["reason", "text"],
  ["filledQuantity", "quantity", "detail"],
  ["averagePrice", "price", "detail"],
  ["createdAt", "time"],
  ["endedAt", "time"],
  ["tag", "text"],
];

/** The columns of `fills()`. */
export const fillColumns: readonly Column[] = [
  ["id", "text"],
  ["orderId", "text"],
  ["symbol", "text"],
  ["side", "text"],
  ["quantity", "quantity"],
  ["price", "price"],
  ["commission", "currency"],
  ["slippage", "currency"],
  ["time", "time"],
  ["tag", "text"],
  ["doubtful", "text"],
];

/** The columns of `trades()`. */
export const tradeColumns: readonly Column[] = [
  ["id", "text"],
  ["symbol", "text"],
  ["direction", "text"],
  ["quantity", "quantity"],
  ["entryOrderId", "text", "detail"],
  ["exitOrderId", "text", "detail"],
  ["entryTime", "time"],
  ["exitTime", "time"],
  ["entryPrice", "price"],
  ["exitPrice", "price"],
  ["entryCommission", "currency", "detail"],
  ["exitCommission", "currency", "detail"],
  ["slippage", "currency", "detail"],
  ["dividends", "currency", "detail"],
  ["borrow", "currency", "detail"],
  ["grossPnl", "currency", "detail"],
  ["netPnl", "currency"],
  ["returnOnEntry", "percent"],
  ["tag", "text"],
];

/** The columns of `positions()`. */
export const positionColumns: readonly Column[] = [
  ["symbol", "text"],
  ["quantity", "quantity"],
  ["averagePrice", "price"],
  ["price", "price"],
  ["marketValue", "currency"],
  ["unrealizedPnl", "currency"],
];

/** The columns of `snapshots()`. */
export const snapshotColumns: readonly Column[] = [
  ["time", "time"],
  ["cash", "currency"],
  ["equity", "currency"],
  ["grossExposure", "percent"],
  ["netExposure", "percent"],
  ["drawdown", "percent"],
  ["positions", "text"],
];

/** The columns of `equity()`. */
export const equityColumns: readonly Column[] = [
  ["time", "time"],
  ["equity", "currency"],
  ["drawdown", "percent"],
];

/** The columns of `returns()`. */
export const returnColumns: readonly Column[] = [
  ["time", "time"],
  ["return", "percent"],
  ["cumulative", "percent"],
];

/** The columns of `drawdowns()`. */
export const drawdownColumns: readonly Column[] = [
  ["peakTime", "time"],
  ["troughTime", "time"],
  ["recoveryTime", "time"],
  ["depth", "percent"],
  ["days", "count"],
];

/** The columns of `events()`. */
export const eventColumns: readonly Column[] = [
  ["sequence", "count"],
  ["time", "time"],
  ["kind", "text"],
  ["orderId", "text"],
  ["fillId", "text"],
  ["symbol", "text"],
  ["side", "text"],
  ["quantity", "quantity"],
  ["price", "price"],
  ["text", "text"],
];

/** The columns of `logs()`. */
export const logColumns: readonly Column[] = [
  ["time", "time"],
  ["text", "text"],
];

/** Makes a table of rows, one column a field; what a row does not have is `null`. */
export function tableOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column[],
  times: TimeColumns,
): FormattedTable {
  const expanded = columns.flatMap(([name, format]) => expandedColumn(name, format, times));
  const table = {
    columns: expanded.map(({ name }) => name),
    rows: rows.map((row) => expanded.map(({ field, write }) => write((row as Record<string, unknown>)[field]))),
  };
  return {
    table,
    formats: Object.fromEntries(expanded.map(({ name, format }) => [name, format])),
    details: columns.filter(([, , rank]) => rank === "detail").map(([name]) => name),
  };
}

/** Returns the rows of the equity curve: time, equity, and the drawdown from the highest point so far. */
export function equityRows(curve: EquityCurve): { time: number; equity: number; drawdown: number }[] {
  const drawdown = drawdownSeries(curve);
  const rows = new Array(curve.length);
  for (let at = 0; at < curve.length; at++) {
    rows[at] = { time: curve.time[at], equity: curve.equity[at], drawdown: drawdown[at] };
  }
  return rows;
}

/** Returns one row a time at which anything was recorded, one field a name. */
export function recordRows(lines: readonly RecordLine[]): Record<string, number | null>[] {
  const byTime = new Map<number, Record<string, number | null>>();
  for (const { time } of lines) for (const at of time) if (!byTime.has(at)) byTime.set(at, { time: at });
  const rows = [...byTime.values()].sort((a, b) => (a.time as number) - (b.time as number));
  for (const row of rows) for (const { name } of lines) row[name] = null;
  for (const { name, time, value } of lines) {
    for (let at = 0; at < time.length; at++) {
      const row = byTime.get(time[at]) as Record<string, number | null>;
      row[name] = Number.isFinite(value[at]) ? value[at] : null;
    }
  }
  return rows;
}

/** Returns one flat row an event. */
export function eventRows(events: readonly SessionEvent[]): Record<string, unknown>[] {
  return events.map((event) => {
    const { sequence, time, kind } = event;
    if (event.kind === "log") return { sequence, time, kind, text: event.text };
    if (event.kind === "fill") {
      const { id, orderId, symbol, side, quantity, price } = event.fill;
      return { sequence, time, kind, orderId, fillId: id, symbol, side, quantity, price };
    }
    const { id, symbol, side, quantity } = event.order;
    return { sequence, time, kind, orderId: id, symbol, side, quantity, text: "reason" in event ? event.reason : null };
  });
}

interface ExpandedColumn {
  readonly name: string;
  readonly field: string;
  readonly format: Format;
  readonly write: (value: unknown) => Cell;
}

function expandedColumn(name: string, format: Format, { daily, calendar }: TimeColumns): ExpandedColumn[] {
  if (format !== "time") return [{ name, field: name, format, write: cellOf }];
  const instant = { name, field: name, format: "text" as const, write: (value: unknown) => timeCell(value, isoOf) };
  if (!daily) return [instant];
  const write = (value: unknown) => timeCell(value, (time) => dateOf(calendar.dayOf(time)));
  return [instant, { name: dateName(name), field: name, format: "text", write }];
}

// time becomes date, entryTime entryDate, createdAt createdDate.
function dateName(name: string): string {
  return name === "time" ? "date" : `${name.replace(/(Time|At)$/, "")}Date`;
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value);
}

function timeCell(value: unknown, write: (time: number) => string): Cell {
  return typeof value === "number" && Number.isFinite(value) ? write(value) : null;
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
