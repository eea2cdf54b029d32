import type { Position, Snapshot } from "../../core/account/position";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import { doublesOf, integersOf } from "../sqlite/blobs";
import type { Cells } from "../sqlite/connection";

/** Consecutive snapshots between which nothing was traded and no cash moved. */
export interface SnapshotRun {
  /** The number of the first, from 1. */
  readonly first: number;
  readonly snapshots: number;
  /** Currency. */
  readonly cash: number;
  /** JSON: [symbol, quantity, average price] of each position. */
  readonly positions: string;
  /** Whole seconds since 1970-01-01 UTC. */
  readonly time: Int32Array;
  /** Of each position of the first snapshot, then of the second, .... */
  readonly price: Float64Array;
  readonly drawdown: Float64Array;
}

const { integer, numbers, real, text } = storedColumnsOf<SnapshotRun>();

/** Runs of snapshots: what changes from one to the next. The views of snapshots and their positions show them as rows. */
export const snapshotRunTable: StoredTable<SnapshotRun> = {
  name: "paper_snapshot_runs",
  comment:
    "Consecutive snapshots between which nothing was traded and no cash moved, one row per run of at most 256. BLOBs: little-endian.",
  key: ["first"],
  meeting: "add",
  columns: [
    integer("first", "first", { comment: "number of its first snapshot, from 1", constraint: "NOT NULL" }),
    integer("snapshots", "snapshots", { constraint: "NOT NULL" }),
    real("cash", "cash", { comment: "money", constraint: "NOT NULL" }),
    text("positions", "positions", { comment: "JSON: [symbol, quantity, average price] of each position" }),
    numbers("time", "time", "integer", { comment: "32-bit integers: whole seconds since 1970-01-01 UTC" }),
    numbers("price", "price", "double", {
      comment: "doubles: of each position of the first snapshot, of the second, ...",
    }),
    numbers("drawdown", "drawdown", "double", {
      comment: "doubles: fractions, never positive; one, if all are the same",
    }),
  ],
};

/** Most snapshots of a run. */
export const longestRun = 256;

/** Returns what of some snapshots is stored as runs, and what as rows. `from`: how many were stored before. */
export function runsOf(list: readonly Snapshot[], from: number): { runs: SnapshotRun[]; rows: [number, Snapshot][] } {
  const runs: SnapshotRun[] = [];
  const rows: [number, Snapshot][] = [];
  for (let at = 0; at < list.length; ) {
    let end = at;
    while (end < list.length && end - at < longestRun && isMade(list[end]) && goesOn(list[at], list[end])) end++;
    if (end - at > 1) runs.push(runOf(list.slice(at, end), from + at + 1));
    else rows.push([from + at + 1, list[at]]);
    at = Math.max(end, at + 1);
  }
  return { runs, rows };
}

/** Returns the snapshots in some runs, bit for bit, each with its number. */
export function snapshotsOfRuns(runs: readonly Cells[]): [number, Snapshot][] {
  return runs.flatMap((run) => {
    const held = JSON.parse(run.positions as string) as [string, number, number][];
    const time = integersOf([run.time as Uint8Array]);
    const price = doublesOf([run.price as Uint8Array]);
    const drawdown = doublesOf([run.drawdown as Uint8Array]);
    return Array.from(time, (seconds, at): [number, Snapshot] => {
      const positions = held.map(([symbol, quantity, average], place) =>
        positionAt(symbol, quantity, average, price[at * held.length + place]),
      );
      const made = madeOf(run.cash as number, positions);
      return [
        (run.first as number) + at,
        { time: seconds * 1000, ...made, drawdown: drawdown[drawdown.length === 1 ? 0 : at], positions },
      ];
    });
  });
}

function runOf(list: readonly Snapshot[], first: number): SnapshotRun {
  const [{ cash, positions }] = list;
  return {
    first,
    snapshots: list.length,
    cash,
    positions: JSON.stringify(positions.map(({ symbol, quantity, averagePrice }) => [symbol, quantity, averagePrice])),
    time: Int32Array.from(list, ({ time }) => time / 1000),
    price: Float64Array.from(list.flatMap((snapshot) => snapshot.positions.map(({ price }) => price))),
    drawdown: Float64Array.from(isFlat(list) ? list.slice(0, 1) : list, ({ drawdown }) => drawdown),
  };
}

function isFlat(list: readonly Snapshot[]): boolean {
  return list.every(({ drawdown }) => Object.is(drawdown, list[0].drawdown));
}

function goesOn(first: Snapshot, next: Snapshot): boolean {
  if (!Object.is(first.cash, next.cash) || first.positions.length !== next.positions.length) return false;
  return first.positions.every(({ symbol, quantity, averagePrice }, place) => {
    const other = next.positions[place];
    return symbol === other.symbol && quantity === other.quantity && averagePrice === other.averagePrice;
  });
}

// Whether everything else follows from what a run stores. Otherwise a snapshot is stored as a row.
function isMade({ time, positions, ...snapshot }: Snapshot): boolean {
  if (!Number.isInteger(time / 1000) || Math.abs(time / 1000) > 0x7fffffff) return false;
  const made = positions.map(({ symbol, quantity, averagePrice, price }) =>
    positionAt(symbol, quantity, averagePrice, price),
  );
  const areMade = positions.every(({ quantity, marketValue, unrealizedPnl }, place) => {
    const one = made[place];
    return (
      quantity !== 0 &&
      Object.is(one.marketValue, marketValue) &&
      Object.is(one.unrealizedPnl, unrealizedPnl) &&
      isPlain(one.averagePrice)
    );
  });
  const { cash, equity, grossExposure, netExposure } = madeOf(snapshot.cash, made);
  return (
    areMade &&
    isPlain(cash) &&
    Object.is(equity, snapshot.equity) &&
    Object.is(grossExposure, snapshot.grossExposure) &&
    Object.is(netExposure, snapshot.netExposure)
  );
}

// JSON has no infinities, and no negative zero.
function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

// As the portfolio does it.
function positionAt(symbol: string, quantity: number, averagePrice: number, price: number): Position {
  const [marketValue, unrealizedPnl] = [quantity * price, quantity * (price - averagePrice) + 0];
  return { symbol, quantity, averagePrice, price, marketValue, unrealizedPnl };
}

function madeOf(cash: number, positions: readonly Position[]) {
  let [gross, net] = [0, 0];
  for (const { marketValue } of positions) {
    gross += Math.abs(marketValue);
    net += marketValue;
  }
  const equity = cash + net;
  return { cash, equity, grossExposure: gross / equity, netExposure: net / equity };
}
