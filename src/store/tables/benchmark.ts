import type { LevelSeries } from "../../analysis/record/session-record";
import { doublesOf } from "../sqlite/blobs";
import type { Cells } from "../sqlite/connection";
import { columnsOf } from "./columns";
import type { Table } from "./table";

/** The levels of a benchmark with their number. */
export interface CountedLevels extends LevelSeries {
  readonly points: number;
}

const { integer, numbers } = columnsOf<CountedLevels>();

/** Levels of benchmarks. */
export const benchmarkTable: Table<CountedLevels> = {
  name: "paper_benchmark",
  comment: "The level series of a session's benchmark. BLOBs: little-endian doubles.",
  key: [],
  meeting: "replace",
  columns: [
    integer("points", "points", { constraint: "NOT NULL" }),
    numbers("time", "time"),
    numbers("level", "level"),
  ],
};

/** Returns the levels in a row. */
export function levelsOf(cells: Cells): LevelSeries {
  return { time: doublesOf([cells.time as Buffer]), level: doublesOf([cells.level as Buffer]) };
}
