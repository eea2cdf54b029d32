import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../place";
import type { QueueRun } from "./queue-run";

// Milliseconds that the runs of a job should take together.
const WANTED = 500;
// Runs that are made here to measure: the first ones of a thread are slow.
const MOST_MEASURED = 4;
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
  const measure = async () => {
    for (const index of indices.slice(0, MOST_MEASURED)) {
      if (isOver) return;
      least = Math.min(least, await run.here(index));
    }
  };
  const late = new AbortController();
  await Promise.race([measure(), sleep(WANTED, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
  isOver = true;
  return Number.isFinite(least) ? Math.max(least, 0.01) : WANTED;
}
