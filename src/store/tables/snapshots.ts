import type { Position, Snapshot } from "../../core/account/position";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import { type PlacedPosition, positionColumns } from "./positions";

/** A snapshot with its number, from 1. Its positions are in rows of their own. */
export interface NumberedSnapshot extends Omit<Snapshot, "positions"> {
  readonly number: number;
}

/** A position with the number of its snapshot. */
export interface SnapshotPosition extends PlacedPosition {
  readonly snapshotNumber: number;
}

const { integer, real } = storedColumnsOf<NumberedSnapshot>();

/** Snapshots, as rows of `paper_snapshots`. */
export const snapshotTable: StoredTable<NumberedSnapshot> = {
  name: "paper_snapshots",
  comment: "The portfolio, one row per interval.",
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

/** Positions of snapshots, as rows of `paper_snapshot_positions`. */
export const snapshotPositionTable: StoredTable<SnapshotPosition> = {
  name: "paper_snapshot_positions",
  comment: "What each snapshot held.",
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

/** Returns the snapshots in rows of the two tables, each sorted by its key. */
export function snapshotsOf(
  snapshots: readonly NumberedSnapshot[],
  positions: readonly SnapshotPosition[],
): Snapshot[] {
  const held = new Map<number, Position[]>(snapshots.map(({ number }) => [number, []]));
  for (const { snapshotNumber, place: _, ...position } of positions) held.get(snapshotNumber)?.push(position);
  return snapshots.map(({ number, ...snapshot }) => ({ ...snapshot, positions: held.get(number) as Position[] }));
}
