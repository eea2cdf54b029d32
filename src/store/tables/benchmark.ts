import type { LevelSeries } from "../../analysis/session-record";
import { blobOf } from "../blobs";
import type { Connection } from "../database/connection";

/** Stores the levels of a session's benchmark, within a transaction. */
export async function insertBenchmark(connection: Connection, sessionId: number, series: LevelSeries): Promise<void> {
  const { time, level } = series;
  const values = [sessionId, time.length, blobOf(time), blobOf(level)];
  await connection.run("INSERT OR REPLACE INTO paper_benchmark VALUES (?, ?, ?, ?)", values);
}
