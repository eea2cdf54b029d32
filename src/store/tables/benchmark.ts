import type { LevelSeries } from "../../analysis/record/track-record";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import { doublesOf } from "../sqlite/blobs";
import type { Cells } from "../sqlite/connection";

/** The levels of a benchmark with their number. */
export interface CountedLevels extends LevelSeries {
  readonly points: number;
}

const { integer, numbers } = storedColumnsOf<CountedLevels>();

/** Levels of benchmarks. */
export const benchmarkTable: StoredTable<CountedLevels> = {
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
