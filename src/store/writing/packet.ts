import type { Batch } from "../tables/batch";
import { chunkOf, equityTable, eventTable, recordTable } from "../tables/chunks";
import { dayTable, fittedDays } from "../tables/days";
import { fillTable } from "../tables/fills";
import { logTable } from "../tables/logs";
import { metricTable, placeMetrics } from "../tables/metrics";
import { orderTable } from "../tables/orders";
import { placePositions, positionTable } from "../tables/positions";
import { tables } from "../tables/schema";
import { changeTable, sessionTable } from "../tables/sessions";
import { numberPositions, numberSnapshots, snapshotPositionTable, snapshotTable } from "../tables/snapshots";
import { type Table, writtenColumns } from "../tables/table";
import { tradeTable } from "../tables/trades";
import { type RowPacking, rowPacking } from "./row-packing";

/** The new rows of one table, row by row as doubles: texts and BLOBs by their places in the packet, NULL as `NaN`. */
export interface PackedRows {
  readonly table: string;
  readonly rows: number;
  readonly values: Float64Array;
}

/** A batch as numbers, which can be handed to another thread: nothing in it belongs to the caller any more. */
export interface Packet {
  readonly session: number;
  readonly tables: readonly PackedRows[];
  readonly texts: readonly string[];
  readonly blobs: readonly Uint8Array[];
  /** About how much it is. */
  readonly bytes: number;
}

/** The tables that a packet may have rows of, in the order in which these are stored: of a session's own row its changes. */
export const packedTables: readonly Table<never>[] = tables.map((table) =>
  table === sessionTable ? changeTable : table,
);

/** Copies a batch of a session into numbers, at once. */
export function packBatch(session: number, batch: Batch): Packet {
  const packer = new Packer();
  const { orders, fills, trades, snapshots, positions, logs, metrics, events, curve, records, days } = batch;
  packer.add(changeTable, [batch]);
  if (orders !== undefined) packer.add(orderTable, orders);
  if (fills !== undefined) packer.add(fillTable, fills);
  if (trades !== undefined) packer.add(tradeTable, trades);
  if (snapshots !== undefined) {
    packer.add(snapshotTable, numberSnapshots(snapshots.from, snapshots.list));
    packer.add(snapshotPositionTable, numberPositions(snapshots.from, snapshots.list));
  }
  if (positions !== undefined) packer.add(positionTable, placePositions(positions));
  if (metrics !== undefined) packer.add(metricTable, placeMetrics(metrics));
  if (logs !== undefined) packer.add(logTable, logs);
  if (events !== undefined) packer.add(eventTable, [chunkOf(eventTable, events)]);
  if (curve !== undefined) packer.add(equityTable, [chunkOf(equityTable, curve)]);
  if (records !== undefined) {
    packer.add(
      recordTable,
      records.map((line) => chunkOf(recordTable, line)),
    );
  }
  if (days !== undefined) packer.add(dayTable, [fittedDays(days)]);
  return packer.finish(session);
}

/** Returns the buffers of a packet, which go to another thread with it. */
export function buffersOf({ tables, blobs }: Packet): ArrayBuffer[] {
  return [...tables.map(({ values }) => values), ...blobs].map(({ buffer }) => buffer as ArrayBuffer);
}

// Rows to make room for where nobody knows how many there are.
const ROOM = 1024;

class Packer {
  readonly #tables: PackedRows[] = [];
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #blobs: Uint8Array[] = [];

  // Goes through the items once, so that they can be made one by one and need not be there all at the same time.
  add<Item>(table: Table<Item>, items: Iterable<Item>): void {
    const { width, packing } = packingOf(table);
    const packRow = packing(this.#placeOf);
    let values = new Float64Array((Array.isArray(items) ? items.length : ROOM) * width);
    let at = 0;
    for (const item of items) {
      if (at === values.length) values = grown(values);
      packRow(item, values, at);
      at += width;
    }
    // Without rows there is still something to do where they take the place of others.
    if (at > 0 || table.meeting === "replaceAll")
      this.#tables.push({ table: table.name, rows: at / width, values: values.subarray(0, at) });
  }

  finish(session: number): Packet {
    const [tables, texts, blobs] = [this.#tables, this.#texts, this.#blobs];
    const rows = tables.reduce((sum, { values }) => sum + values.byteLength, 0);
    return { session, tables, texts, blobs, bytes: blobs.reduce((sum, { length }) => sum + length, rows) };
  }

  readonly #placeOf = (value: unknown): number => {
    if (typeof value !== "string") return this.#blobs.push(value as Uint8Array) - 1;
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const place = this.#texts.push(value) - 1;
    this.#places.set(value, place);
    return place;
  };
}

interface Packing<Item> {
  readonly width: number;
  readonly packing: RowPacking<Item>;
}

const packings = new Map<Table<never>, Packing<never>>();

function packingOf<Item>(table: Table<Item>): Packing<Item> {
  const known = packings.get(table);
  if (known !== undefined) return known as Packing<Item>;
  const columns = writtenColumns(table);
  const made = { width: columns.length, packing: rowPacking(columns) };
  packings.set(table, made);
  return made;
}

function grown(values: Float64Array): Float64Array {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
