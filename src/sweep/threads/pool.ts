import { availableParallelism } from "node:os";
import type Piscina from "piscina";
import { PaperLabError } from "../../errors";
import { threadIn } from "../../thread";
import type { PointAnswer, PointTask } from "./messages";

/** What a sweep needs of a pool. */
export interface PoolTerms {
  /** How many threads. */
  readonly count: number;
  /** Megabytes a thread; threads of another limit are others. */
  readonly memoryLimit: number;
}

/** Threads that make runs. */
export interface Pool {
  /** Makes a run in a thread. Rejects if the thread dies, or is ended because the signal is aborted. */
  run(task: PointTask, signal: AbortSignal): Promise<PointAnswer>;
}

// Milliseconds after which a thread that has nothing to do ends.
const IDLE = 60_000;

// Megabytes for new objects, which a thread keeps once it has them. Hardly any object of a run outlives a step, so more would
// save little time.
const YOUNG = 12;

// By the memory limit.
const pools = new Map<number, Piscina>();

/**
 * Returns the pool of some terms, which all sweeps of a memory limit share: it has as many threads as the one that needs most.
 * It is kept for the life of the process; its threads end when they have long had nothing to do. Throws THREADS_FAILED if the
 * package that makes threads is not there.
 */
export function poolOf({ count, memoryLimit }: PoolTerms): Pool {
  const pool = pools.get(memoryLimit) ?? openPool({ count, memoryLimit });
  pools.set(memoryLimit, pool);
  if (pool.options.maxThreads < count) pool.options.maxThreads = count;
  return { run: (task, signal) => pool.run(task, { signal }) as Promise<PointAnswer> };
}

// Loaded only for sweeps: it takes 20 ms. Throws THREADS_FAILED, which says what to install.
function piscina(): typeof Piscina {
  try {
    return (require("piscina") as typeof import("piscina")).Piscina;
  } catch (cause) {
    const isMissing = (cause as { code?: unknown }).code === "MODULE_NOT_FOUND";
    const why = isMissing ? "is not installed. Run npm install piscina" : `does not load: ${String(cause)}`;
    throw new PaperLabError("THREADS_FAILED", `Expected the package piscina for threads, but it ${why}`, { cause });
  }
}

function openPool({ count, memoryLimit }: PoolTerms): Piscina {
  const Threads = piscina();
  const { file, execArgv } = threadIn(__dirname);
  const pool = new Threads({
    filename: file,
    name: "runTask",
    // They begin at once, before there are runs for them.
    minThreads: Math.min(count, availableParallelism()),
    maxThreads: count,
    idleTimeout: IDLE,
    concurrentTasksPerWorker: 1,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimit, maxYoungGenerationSizeMb: YOUNG },
    execArgv,
  });
  // From now on each may end.
  pool.options.minThreads = 0;
  // What breaks in a thread between two runs concerns none of them.
  pool.on("error", () => undefined);
  // The event comes before the pool has let go of the thread.
  pool.on("workerDestroy", () => queueMicrotask(() => startForWaiting(pool)));
  return pool;
}

// Without least threads, no other is started in place of one that died, and only a thread that becomes free looks for runs that
// wait. A task of any kind that finds none free starts one.
function startForWaiting(pool: Piscina): void {
  if (pool.queueSize > 0) pool.run(undefined, { name: "beThere" }).catch(() => undefined);
}
