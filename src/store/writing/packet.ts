import type { Batch } from "../rows/batch";
import { type Chunk, chunkOf } from "../rows/chunk";
import { type StoredTable, type Unnumbered, writtenColumns } from "../rows/table";
import { actionTable } from "../tables/actions";
import { feedEventTable, liveBarTable } from "../tables/arrivals";
import { cashEntryTable } from "../tables/cash";
import { daysBeside, dayTable, fittedDays, packedDayTable } from "../tables/days";
import { equityTable } from "../tables/equity";
import { eventTable } from "../tables/events";
import { fillTable } from "../tables/fills";
import { inputTable } from "../tables/inputs";
import { listedMetrics, listingChangeTable, listingTable } from "../tables/listings";
import { logTable } from "../tables/logs";
import { marginCallTable } from "../tables/margin-calls";
import { metricTable, placeMetrics } from "../tables/metrics";
import { orderChangeTable } from "../tables/order-changes";
import { orderTable } from "../tables/orders";
import { positionTable } from "../tables/positions";
import { recordTable } from "../tables/records";
import { tables } from "../tables/schema";
import { changeTable, sessionTable } from "../tables/sessions";
import { runsOf, snapshotRunTable } from "../tables/snapshot-runs";
import { snapshotPositionTable, snapshotTable } from "../tables/snapshots";
import { tradeTable } from "../tables/trades";
import { tradingStateTable } from "../tables/trading-states";
import { trialTable } from "../tables/trials";
import { type PackRow, type RowPacking, rowPacking } from "./row-packing";

/**
 * The new rows of one table, row by row as doubles. Texts and BLOBs are given by their places in the packet, NULL as
 * `NaN`.
 */
export interface PackedRows {
  readonly table: string;
  readonly rows: number;
  readonly values: Float64Array;
}

/** A batch as numbers, which can be handed to another thread. Nothing in it belongs to the caller any more. */
export interface Packet {
  readonly session: number;
  readonly tables: readonly PackedRows[];
  readonly texts: readonly string[];
  readonly blobs: readonly Uint8Array[];
  /** Its approximate size. */
  readonly bytes: number;
}

/**
 * The tables that a packet may have rows of, in the order in which they are stored. Of a session's own row it has
 * only the changes.
 */
export const packedTables: readonly StoredTable<never>[] = tables.map((table) => {
  if (table === sessionTable) return changeTable;
  return table === listingTable ? listingChangeTable : table;
});

/** Copies a batch of a session into numbers, at once. */
export function packBatch(session: number, batch: Batch): Packet {
  const packer = new Packer();
  const {
    orders,
    fills,
    trades,
    snapshots,
    positions,
    logs,
    metrics,
    events,
    curve,
    records,
    days,
    tradingStates,
    orderChanges,
  } = batch;
  packer.add(changeTable, [batch]);
  if (orders !== undefined) packer.add(orderTable, orders);
  if (fills !== undefined) packer.add(fillTable, fills);
  if (trades !== undefined) packer.add(tradeTable, trades);
  if (snapshots !== undefined) addSnapshots(packer, snapshots);
  if (positions !== undefined) packer.add(positionTable, positions);
  if (metrics !== undefined) {
    packer.add(metricTable, placeMetrics(metrics));
    packer.add(listingChangeTable, [listedMetrics(metrics)]);
  }
  if (batch.trial !== undefined) packer.add(trialTable, [batch.trial]);
  if (logs !== undefined) packer.add(logTable, logs);
  if (tradingStates !== undefined) packer.add(tradingStateTable, tradingStates);
  if (batch.inputs !== undefined) packer.add(inputTable, batch.inputs);
  if (orderChanges !== undefined) packer.add(orderChangeTable, orderChanges);
  if (batch.cash !== undefined) packer.add(cashEntryTable, batch.cash);
  if (batch.marginCalls !== undefined) packer.add(marginCallTable, batch.marginCalls);
  if (batch.actions !== undefined) packer.add(actionTable, batch.actions);
  if (events !== undefined) addChunks(packer, eventTable, [events]);
  if (curve !== undefined) addChunks(packer, equityTable, [curve]);
  if (records !== undefined) addChunks(packer, recordTable, records);
  if (days !== undefined && hasEnded(batch)) packer.add(packedDayTable, [daysBeside(curve, fittedDays(days))]);
  else if (days !== undefined) packer.add(dayTable, [fittedDays(days)]);
  if (batch.liveBars !== undefined) addChunks(packer, liveBarTable, [batch.liveBars]);
  if (batch.feedEvents !== undefined) packer.add(feedEventTable, batch.feedEvents);
  return packer.finish(session);
}

function hasEnded({ state }: Batch): boolean {
  return state === "COMPLETED" || state === "FAILED";
}

function addSnapshots(packer: Packer, { from, list }: NonNullable<Batch["snapshots"]>): void {
  const { runs, rows } = runsOf(list, from);
  if (runs.length > 0) packer.add(snapshotRunTable, runs);
  const snapshots = packer.rowsOf(snapshotTable, rows.length);
  const held = packer.rowsOf(snapshotPositionTable, rows.length);
  for (const [number, snapshot] of rows) {
    snapshots.add(snapshot, number);
    let place = 0;
    for (const position of snapshot.positions) held.add(position, number, place++);
  }
}

// A session that did nothing has no new points. Most steps of most sessions are like that.
function addChunks<Columns extends object>(
  packer: Packer,
  table: StoredTable<Columns & Chunk>,
  parts: readonly (Columns & { readonly from: number })[],
): void {
  const chunks = parts.map((part) => chunkOf(table, part)).filter(({ points }) => points > 0);
  if (chunks.length > 0) packer.add(table, chunks as Iterable<Unnumbered<Columns & Chunk>>);
}

/**
 * Returns the buffers of a packet that are transferred to another thread with it; none for a small one, which is
 * copied.
 */
export function buffersOf({ tables, blobs, bytes }: Packet): ArrayBuffer[] {
  if (bytes < FEW) return [];
  return [...tables.map(({ values }) => values), ...blobs].map(({ buffer }) => buffer as ArrayBuffer);
}

// Rows to make room for if their number is unknown. A step of a paced session has few.
const ROOM = 8;
// Characters. Longer texts are not looked for among the others. V8 hashes the longest by their length alone, so it
// would compare them one by one.
const LONG = 1000;
// A packet with fewer bytes is better copied than transferred.
const FEW = 32_768;

// Where rows are put first, of one packet at a time. Many packets have so few rows that making arrays for them would
// cost more.
const scratch = new Float64Array(4096);

class Packer {
  #scratched = 0;
  readonly #tables: Rows<never>[] = [];
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #blobs: Uint8Array[] = [];

  /** Adds the rows of a table, numbered by their places. They need not all exist at the same time. */
  add<Item>(table: StoredTable<Item>, items: Iterable<Unnumbered<Item>>): void {
    const rows = this.rowsOf(table, Array.isArray(items) ? items.length : ROOM);
    let place = 0;
    for (const item of items) rows.add(item, place++);
  }

  /** Returns an object that the rows of a table are added to, with room for some. */
  rowsOf<Item>(table: StoredTable<Item>, room: number): Rows<Item> {
    const { width, packing } = packingOf(table);
    const rows = new Rows(table, width, packing(this.#placeOf), this.#room(room * width));
    this.#tables.push(rows as Rows<never>);
    return rows;
  }

  finish(session: number): Packet {
    const [texts, blobs] = [this.#texts, this.#blobs];
    const tables = this.#tables.filter(({ isWorthStoring }) => isWorthStoring).map((rows) => rows.packed());
    const rows = tables.reduce((sum, { values }) => sum + values.byteLength, 0);
    const numbers = blobs.reduce((sum, { length }) => sum + length, rows);
    const bytes = texts.reduce((sum, { length }) => sum + length, numbers);
    const packet = { session, tables, texts, blobs, bytes };
    return bytes < FEW ? inOneBuffer(packet, numbers) : inOwnBuffers(packet);
  }

  #room(size: number): Float64Array {
    const from = this.#scratched;
    if (from + size > scratch.length) return new Float64Array(size);
    this.#scratched += size;
    return scratch.subarray(from, from + size);
  }

  readonly #placeOf = (value: unknown): number => {
    if (typeof value !== "string") return this.#blobs.push(value as Uint8Array) - 1;
    if (value.length > LONG) return this.#texts.push(value) - 1;
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const place = this.#texts.push(value) - 1;
    this.#places.set(value, place);
    return place;
  };
}

// Each buffer is copied to another thread by itself, which costs more than copying its contents.
function inOneBuffer(packet: Packet, bytes: number): Packet {
  const buffer = new ArrayBuffer(bytes);
  let at = 0;
  const tables = packet.tables.map(({ table, rows, values }) => {
    const own = new Float64Array(buffer, at, values.length);
    own.set(values);
    at += own.byteLength;
    return { table, rows, values: own };
  });
  const blobs = packet.blobs.map((blob) => {
    const own = new Uint8Array(buffer, at, blob.length);
    own.set(blob);
    at += own.length;
    return own;
  });
  return { ...packet, tables, blobs };
}

function inOwnBuffers(packet: Packet): Packet {
  const own = (values: Float64Array) => (values.buffer === scratch.buffer ? values.slice() : values);
  return { ...packet, tables: packet.tables.map((table) => ({ ...table, values: own(table.values) })) };
}

class Rows<Item> {
  readonly #table: StoredTable<Item>;
  readonly #width: number;
  readonly #pack: PackRow<Item>;
  #values: Float64Array;
  #at = 0;

  /** `values`: where rows are put; it grows. */
  constructor(table: StoredTable<Item>, width: number, pack: PackRow<Item>, values: Float64Array) {
    this.#table = table;
    this.#width = width;
    this.#pack = pack;
    this.#values = values;
  }

  /** Whether there is something to do. That can be without rows, if they replace others. */
  get isWorthStoring(): boolean {
    return this.#at > 0 || this.#table.meeting === "replaceAll";
  }

  /** Adds the row of an item, and what is numbered in it. */
  add(item: Unnumbered<Item>, first = 0, second = 0): void {
    if (this.#at === this.#values.length) this.#values = grown(this.#values, this.#width);
    this.#pack(item, this.#values, this.#at, first, second);
    this.#at += this.#width;
  }

  packed(): PackedRows {
    const values = this.#values.subarray(0, this.#at);
    return { table: this.#table.name, rows: this.#at / this.#width, values };
  }
}

interface Packing<Item> {
  readonly width: number;
  readonly packing: RowPacking<Item>;
}

const packings = new Map<StoredTable<never>, Packing<never>>();

function packingOf<Item>(table: StoredTable<Item>): Packing<Item> {
  const known = packings.get(table);
  if (known !== undefined) return known as Packing<Item>;
  const columns = writtenColumns(table);
  const made = { width: columns.length, packing: rowPacking(columns, table.numbered) };
  packings.set(table, made);
  return made;
}

function grown(values: Float64Array, width: number): Float64Array {
  const larger = new Float64Array(values.length * 2 + width);
  larger.set(values);
  return larger;
}
