import type { EventColumns } from "../../core/journal/events";
import type { RecordLine } from "../../core/journal/recorder";
import { PaperLabError } from "../../errors";
import type { CurvePoints } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredColumn, StoredTable } from "../rows/table";
import { type Bytes, doublesOf, integersOf, octetsOf } from "../sqlite/blobs";
import type { Cells } from "../sqlite/connection";

/** Consecutive points of a series: how many were stored before, how many there are, and columns of that length. */
export interface Chunk {
  readonly from: number;
  readonly points: number;
}

function chunkColumns<Item extends Chunk>(first: string, count: string): StoredColumn<Item>[] {
  const { integer } = storedColumnsOf<Item>();
  return [integer(first, "from", { constraint: "NOT NULL" }), integer(count, "points", { constraint: "NOT NULL" })];
}

const curve = storedColumnsOf<CurvePoints & Chunk>();
const line = storedColumnsOf<RecordLine & Chunk>();
const events = storedColumnsOf<EventColumns & Chunk>();

/** Equity curves. */
export const equityTable: StoredTable<CurvePoints & Chunk> = {
  name: "paper_equity",
  comment: "The equity curve in chunks of consecutive points. BLOBs: little-endian doubles, 8 bytes a point.",
  key: ["first_point"],
  meeting: "append",
  chunk: { first: "first_point", count: "points" },
  columns: [...chunkColumns("first_point", "points"), curve.numbers("time", "time"), curve.numbers("equity", "equity")],
};

/** Recorded lines. */
export const recordTable: StoredTable<RecordLine & Chunk> = {
  name: "paper_records",
  comment: "What a strategy recorded, in chunks of consecutive points of one name. BLOBs: little-endian doubles.",
  key: ["name", "first_point"],
  meeting: "append",
  chunk: { first: "first_point", count: "points" },
  columns: [
    line.text("name", "name"),
    ...chunkColumns<RecordLine & Chunk>("first_point", "points"),
    line.numbers("time", "time"),
    line.numbers("value", "value"),
  ],
};

/** What happened in a session, in order. */
export const eventTable: StoredTable<EventColumns & Chunk> = {
  name: "paper_events",
  comment: "What happened in a session, in chunks of consecutive events. BLOBs: little-endian, one value an event.",
  key: ["first_event"],
  meeting: "append",
  chunk: { first: "first_event", count: "events" },
  columns: [
    ...chunkColumns<EventColumns & Chunk>("first_event", "events"),
    events.numbers("kind", "kind", {
      comment: "bytes: 0 accepted, 1 denied, 2 filled, 3 canceled, 4 expired, 5 rejected, 6 logged",
    }),
    events.numbers("number", "number", {
      comment: "32-bit integers: paper_orders.number, paper_fills.number, paper_logs.sequence",
    }),
    events.numbers("time", "time", { comment: "doubles" }),
  ],
};

/** Returns a chunk of new points. Throws INVALID_OPTION when its columns differ in length. */
export function chunkOf<Columns extends object>(
  table: StoredTable<Columns & Chunk>,
  part: Columns & { readonly from: number },
): Columns & Chunk {
  let points: number | undefined;
  for (const values of Object.values<unknown>(part)) {
    if (!ArrayBuffer.isView(values)) continue;
    const { length } = values as Bytes;
    points ??= length;
    if (length !== points)
      throw new PaperLabError("INVALID_OPTION", `Expected the columns of ${table.name} to have one length`);
  }
  return { ...part, points: points ?? 0 };
}

/** Returns the curve in its chunks. */
export function curveOf(chunks: readonly Cells[]): CurvePoints {
  return { time: doubles(chunks, "time"), equity: doubles(chunks, "equity") };
}

/** Returns the events in their chunks. */
export function eventsOf(chunks: readonly Cells[]): EventColumns {
  return {
    kind: octetsOf(column(chunks, "kind")),
    number: integersOf(column(chunks, "number")),
    time: doubles(chunks, "time"),
  };
}

/** Returns the recorded lines in their chunks, in the order in which they began. */
export function recordsOf(chunks: readonly Cells[]): RecordLine[] {
  const byName = new Map<string, Cells[]>();
  for (const chunk of chunks) {
    const name = chunk.name as string;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [chunk]);
    else known.push(chunk);
  }
  return [...byName].map(([name, own]) => ({ name, time: doubles(own, "time"), value: doubles(own, "value") }));
}

function doubles(chunks: readonly Cells[], name: string): Float64Array {
  return doublesOf(column(chunks, name));
}

function column(chunks: readonly Cells[], name: string): Buffer[] {
  return chunks.map((chunk) => chunk[name] as Buffer);
}
