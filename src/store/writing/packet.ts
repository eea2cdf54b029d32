import type { Batch, SessionChanges } from "../batch";
import { blobOf } from "../blobs";
import { type Block, blockOf } from "../tables/chunks";
import { fillRows } from "../tables/fills";
import { logRows } from "../tables/logs";
import { metricRows, placeMetrics } from "../tables/metrics";
import { orderRows } from "../tables/orders";
import { placePositions, positionRows } from "../tables/positions";
import { countPositions, countSnapshots, snapshotPositionRows, snapshotRows } from "../tables/snapshots";
import type { RowKind } from "../tables/table";
import { tradeRows } from "../tables/trades";
import { type BatchTable, encodeBatchFile } from "./pages/batch-file";

/** A batch as bytes: nothing in it belongs to the caller any more. */
export interface PreparedBatch {
  readonly changes: SessionChanges;
  /** The bytes of a database file with the new rows; undefined when there are none. */
  readonly file: Uint8Array | undefined;
  /** What the tables in the file are, in the order in which they are to be copied. */
  readonly kinds: readonly RowKind<never>[];
  readonly blocks: readonly Block[];
  readonly days: readonly (number | Buffer)[] | undefined;
  /** Tables whose rows of the session go first. */
  readonly replaced: readonly string[];
  /** About how much it is. */
  readonly bytes: number;
}

/** Turns a batch into bytes, at once. */
export function prepareBatch(batch: Batch): PreparedBatch {
  const parts = partsOf(batch).filter(({ items }) => !Array.isArray(items) || items.length > 0);
  const file = parts.length === 0 ? undefined : encodeBatchFile(parts.map(({ table }) => table));
  const blocks = blocksOf(batch);
  const blobs = blocks.flatMap(({ columns }) => Object.values(columns));
  return {
    changes: batch,
    file,
    kinds: parts.map(({ kind }) => kind),
    blocks,
    days: batch.days && daysOf(batch.days),
    replaced: [...(batch.metrics ? [metricRows.table] : []), ...(batch.positions ? [positionRows.table] : [])],
    bytes: blobs.reduce((sum, { length }) => sum + length, file?.length ?? 0) + 4096,
  };
}

interface Part {
  readonly kind: RowKind<never>;
  readonly items: Iterable<unknown>;
  readonly table: BatchTable;
}

// Positions come before their snapshots, because both count on from the snapshots stored before.
function partsOf({ orders, fills, trades, snapshots, positions, logs, metrics }: Batch): Part[] {
  return [
    partOf(orderRows, orders ?? []),
    partOf(fillRows, fills ?? []),
    partOf(tradeRows, trades ?? []),
    partOf(snapshotPositionRows, countPositions(snapshots ?? [])),
    partOf(snapshotRows, countSnapshots(snapshots ?? [])),
    partOf(positionRows, placePositions(positions ?? [])),
    partOf(logRows, logs ?? []),
    partOf(metricRows, placeMetrics(metrics ?? {})),
  ];
}

// Gone through once, so that rows can be made one by one and need not be there all at the same time.
function partOf<Item>(kind: RowKind<Item>, items: Iterable<Item>): Part {
  const table: BatchTable = {
    name: kind.table,
    columns: kind.columns,
    write(record, add) {
      for (const item of items) {
        record.begin();
        kind.write(record, item);
        record.finish();
        add();
      }
    },
  };
  return { kind, items, table };
}

function blocksOf({ curve, records = [] }: Batch): Block[] {
  const lines = records.map(({ name, from, time, value }) => blockOf("paper_records", { name }, from, { time, value }));
  if (curve === undefined) return lines;
  return [blockOf("paper_equity", {}, curve.from, { time: curve.time, equity: curve.equity }), ...lines];
}

function daysOf({ length, day, time, equity, gross, net, traded }: NonNullable<Batch["days"]>) {
  const columns = [time, equity, gross, net, traded].map((values) => blobOf(values.subarray(0, length)));
  return [length, blobOf(day.subarray(0, length)), ...columns];
}
