import type { Position, Snapshot } from "../../core/account/position";
import type { Cells } from "../database/connection";
import { type PlacedPosition, positionColumns, readPosition, writePosition } from "./positions";
import { double, type RowKind } from "./table";

/** A snapshot with its place in the batch, from 1. */
export interface CountedSnapshot {
  readonly number: number;
  readonly snapshot: Snapshot;
}

/** A position with the place of its snapshot in the batch, from 1. */
export interface CountedPosition extends PlacedPosition {
  readonly number: number;
}

/** Snapshots, as rows of `paper_snapshots`; their positions are rows of their own. */
export const snapshotRows: RowKind<CountedSnapshot> = {
  table: "paper_snapshots",
  columns: ["number", "time", "cash", "equity", "gross_exposure", "net_exposure", "drawdown"],
  key: ["number"],
  replaces: false,
  counted: "number",
  write(record, { number, snapshot }) {
    record.integer(number);
    record.integer(snapshot.time);
    record.real(snapshot.cash);
    record.real(snapshot.equity);
    record.real(snapshot.grossExposure);
    record.real(snapshot.netExposure);
    record.real(snapshot.drawdown);
  },
};

/** Positions of snapshots, as rows of `paper_snapshot_positions`. */
export const snapshotPositionRows: RowKind<CountedPosition> = {
  table: "paper_snapshot_positions",
  columns: ["snapshot_number", ...positionColumns],
  key: ["snapshot_number", "place"],
  replaces: false,
  counted: "snapshot_number",
  write(record, position) {
    record.integer(position.number);
    writePosition(record, position);
  },
};

/** Returns snapshots with their places. */
export function countSnapshots(snapshots: readonly Snapshot[]): CountedSnapshot[] {
  return snapshots.map((snapshot, index) => ({ number: index + 1, snapshot }));
}

/** Returns the positions of snapshots with their places. */
export function countPositions(snapshots: readonly Snapshot[]): CountedPosition[] {
  return snapshots.flatMap(({ positions }, index) =>
    positions.map((position, place) => ({ number: index + 1, place, position })),
  );
}

/** Returns the snapshots in rows of the two tables, each sorted by its key. */
export function readSnapshots(snapshots: readonly Cells[], positions: readonly Cells[]): Snapshot[] {
  const held = new Map<unknown, Position[]>(snapshots.map(({ number }) => [number, []]));
  for (const cells of positions) held.get(cells.snapshot_number)?.push(readPosition(cells));
  return snapshots.map((cells) => ({
    time: double(cells.time),
    cash: double(cells.cash),
    equity: double(cells.equity),
    grossExposure: double(cells.gross_exposure),
    netExposure: double(cells.net_exposure),
    drawdown: double(cells.drawdown),
    positions: held.get(cells.number) as Position[],
  }));
}
