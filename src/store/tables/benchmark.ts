import type { LevelSeries } from "../../analysis/record/track-record";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

/** The levels of a benchmark, and how many there are. */
export interface CountedLevels extends LevelSeries {
  readonly points: number;
}

const { integer, numbers } = storedColumnsOf<CountedLevels>();

/** Levels of benchmarks. */
export const benchmarkTable: StoredTable<CountedLevels> = {
  name: "paper_benchmark",
  comment:
    "The level series of a session's benchmark. BLOBs: little-endian doubles; packed, if they begin with the bytes papl.",
  key: [],
  meeting: "replace",
  columns: [
    integer("points", "points", { constraint: "NOT NULL" }),
    numbers("time", "time", "double"),
    numbers("level", "level", "double"),
  ],
};
