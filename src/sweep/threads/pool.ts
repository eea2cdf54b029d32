import { extname, join } from "node:path";
import type Piscina from "piscina";
import type { PointAnswer, PointTask } from "./messages";

/** What distinguishes pools. */
export interface PoolTerms {
  readonly count: number;
  /** Megabytes. */
  readonly memoryLimit: number;
}

/** Threads that make runs. */
export interface Pool {
  /** Makes a run in a thread. Rejects if the thread dies, or is ended because the signal is aborted. */
  run(task: PointTask, signal: AbortSignal): Promise<PointAnswer>;
}

// Milliseconds after which a thread that has nothing to do ends.
const IDLE = 60_000;

const pools = new Map<string, Promise<Pool>>();

/** Returns the pool of some terms. It is kept for the life of the process; its threads end when they have long had nothing to do. */
export function poolOf({ count, memoryLimit }: PoolTerms): Promise<Pool> {
  const key = `${count} ${memoryLimit}`;
  let pool = pools.get(key);
  if (pool === undefined) {
    pool = openPool({ count, memoryLimit });
    pools.set(key, pool);
  }
  return pool;
}

async function openPool({ count, memoryLimit }: PoolTerms): Promise<Pool> {
  // Loaded only for sweeps: it takes 20 ms.
  const { Piscina: Threads } = await import("piscina");
  const extension = extname(__filename);
  // If paperlab runs from its sources, as in tests, threads need what compiles them. Otherwise they need none of the options
  // that the process was started with.
  const execArgv = extension === ".ts" ? ["--require", require.resolve("tsx/cjs")] : [];
  const pool: Piscina = new Threads({
    filename: join(__dirname, `entry${extension}`),
    name: "runTask",
    minThreads: 0,
    maxThreads: count,
    idleTimeout: IDLE,
    concurrentTasksPerWorker: 1,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
    execArgv,
  });
  // What breaks in a thread between two runs concerns none of them.
  pool.on("error", () => undefined);
  return { run: (task, signal) => pool.run(task, { signal }) as Promise<PointAnswer> };
}
