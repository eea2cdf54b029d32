import type { Position, Snapshot } from "../../core/account/position";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import type { Cells } from "../sqlite/connection";
import { type PlacedPosition, positionColumns } from "./positions";
import { snapshotsOfRuns } from "./snapshot-runs";

/** A snapshot with its number, from 1. Its positions are in rows of their own. */
export interface NumberedSnapshot extends Omit<Snapshot, "positions"> {
  readonly number: number;
}

/** A position with the number of its snapshot. */
export interface SnapshotPosition extends PlacedPosition {
  readonly snapshotNumber: number;
}

const { integer, real } = storedColumnsOf<NumberedSnapshot>();

/** Snapshots that are stored one by one. */
export const snapshotTable: StoredTable<NumberedSnapshot> = {
  name: "paper_snapshot_rows",
  comment: "Snapshots that are in no run. The view paper_snapshots has all.",
  key: ["number"],
  meeting: "add",
  numbered: ["number"],
  columns: [
    integer("number", "number", { constraint: "NOT NULL" }),
    integer("time", "time"),
    real("cash", "cash", { comment: "money" }),
    real("equity", "equity", { comment: "money" }),
    real("gross_exposure", "grossExposure", { comment: "fraction of equity" }),
    real("net_exposure", "netExposure", { comment: "fraction of equity" }),
    real("drawdown", "drawdown", { comment: "fraction, never positive" }),
  ],
};

/** Their positions. */
export const snapshotPositionTable: StoredTable<SnapshotPosition> = {
  name: "paper_snapshot_position_rows",
  comment: "What the snapshots that are in no run held. The view paper_snapshot_positions has all.",
  key: ["snapshot_number", "place"],
  meeting: "add",
  numbered: ["snapshotNumber", "place"],
  columns: [
    storedColumnsOf<SnapshotPosition>().integer("snapshot_number", "snapshotNumber", {
      comment: "paper_snapshots.number",
      constraint: "NOT NULL",
    }),
    ...positionColumns<SnapshotPosition>(),
  ],
};

/** Returns the snapshots in rows of the two tables, each sorted by its key, and in runs. */
export function snapshotsOf(
  snapshots: readonly NumberedSnapshot[],
  positions: readonly SnapshotPosition[],
  runs: readonly Cells[] = [],
): Snapshot[] {
  const held = new Map<number, Position[]>(snapshots.map(({ number }) => [number, []]));
  for (const { snapshotNumber, place: _, ...position } of positions) held.get(snapshotNumber)?.push(position);
  const rows = snapshots.map(({ number, ...snapshot }): [number, Snapshot] => [
    number,
    { ...snapshot, positions: held.get(number) as Position[] },
  ]);
  if (runs.length === 0) return rows.map(([, snapshot]) => snapshot);
  return [...rows, ...snapshotsOfRuns(runs)].sort(([a], [b]) => a - b).map(([, snapshot]) => snapshot);
}
