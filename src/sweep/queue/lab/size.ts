import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../place";
import type { QueueRun } from "./queue-run";

// Milliseconds that the runs of a job should take together.
const WANTED = 500;
// Runs that are made here to measure: the first ones of a thread are slow. The very first waits for its thread to start.
const MOST_MEASURED = 4;
const FIRST = 1500;
// A small sweep has at least so many jobs, for several workers.
const LEAST_JOBS = 16;

/**
 * Returns how many runs a job has: about half a second's work. All labs that send a plan use the same number, so that their
 * jobs are the same.
 */
export async function sizeOf(run: QueueRun, indices: readonly number[], { prefix }: Place): Promise<number> {
  const { connection, plan, points, signal, memory } = run.means;
  const key = `${prefix}:size:${plan}`;
  const known = await connection.insist(() => connection.redis.get(key), signal);
  if (known !== null) return Math.max(1, Number(known));
  memory.milliseconds ??= await measured(run, indices);
  const size = Math.max(1, Math.min(Math.round(WANTED / memory.milliseconds), Math.ceil(points / LEAST_JOBS)));
  const chosen = async () => {
    await connection.redis.set(key, String(size), "EX", 7 * 86_400, "NX");
    return connection.redis.get(key);
  };
  return Number((await connection.insist(chosen, signal)) ?? size);
}

// What takes longer than a job should is a job of its own, and need not be waited for.
async function measured(run: QueueRun, indices: readonly number[]): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  let isOver = false;
  const measure = async (some: readonly number[]) => {
    for (const index of some) {
      if (isOver) return;
      least = Math.min(least, await run.here(index));
    }
  };
  const [first, ...others] = indices.slice(0, MOST_MEASURED);
  const begun = measure([first]);
  await within(FIRST, begun);
  await within(
    WANTED,
    begun.then(() => measure(others)),
  );
  isOver = true;
  return Number.isFinite(least) ? Math.max(least, 0.01) : WANTED;
}

// Waits for some work, but not longer than some milliseconds.
async function within(most: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, sleep(most, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}
