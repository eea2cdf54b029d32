import type { DataFrame } from "../../output/frames/danfo";
import type { ListedSweep } from "../../sweep/lab-sweeps";
import { frameOfRows } from "../frames";
import { columnsOf } from "../tables";

/** What is listed of a sweep. */
export interface SweepListRow {
  readonly name: string;
  readonly state: string;
  /** Runs: all, those that are done, and those that failed. */
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  /** The metric that orders them. */
  readonly rank: string;
  /** Epoch milliseconds UTC. */
  readonly createdAt: number;
}

const columns = columnsOf<SweepListRow>({
  name: ["text", "result"],
  state: ["text", "result"],
  runs: ["count", "result"],
  done: ["count", "result"],
  failed: ["count", "result"],
  rank: ["text", "context"],
  createdAt: ["time", "detail"],
});

/** Makes the frame of the sweeps of a lab. */
export function sweepsFrame(sweeps: readonly ListedSweep[]): DataFrame {
  return frameOfRows(sweepRows(sweeps), columns, undefined);
}

/** Returns the sweeps of a lab as rows. */
export function sweepRows(sweeps: readonly ListedSweep[]): SweepListRow[] {
  return sweeps.map(({ name, state, runs, done, failed, rank, createdAt }) => {
    const { metric } = rank as { readonly metric: string };
    return { name, state, runs, done, failed, rank: metric, createdAt };
  });
}
