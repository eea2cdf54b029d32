import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

// On a busy machine a thread waits for a processor, and seems hung. Such time does not count here.

const nanosecondsInMillisecond = 1e6;
const glance = 25;
// A thread that gets next to no time is given up all the same, after this many times what was to be waited.
const most = 20;

/**
 * Resolves when the main thread could run, or slept, for some milliseconds: those in which it, or this thread, waited for
 * a processor do not count where the system tells them (Linux). `isOver` ends it earlier.
 */
export async function waitFairly(milliseconds: number, isOver = () => false): Promise<void> {
  const [begun, queued] = [performance.now(), millisecondsQueued()];
  for (;;) {
    const passed = performance.now() - begun;
    const left = milliseconds - (passed - (millisecondsQueued() - queued));
    if (left <= 0 || passed > most * milliseconds || isOver()) return;
    await wait(Math.min(glance, left));
  }
}

// How long the main thread and this one have waited for a processor since they began.
function millisecondsQueued(): number {
  return queuedOf(`self/task/${process.pid}`) + queuedOf("thread-self");
}

// Linux tells time on a processor and time in a queue, in nanoseconds, and a number of slices.
function queuedOf(thread: string): number {
  try {
    const [, queued] = readFileSync(`/proc/${thread}/schedstat`, "utf8").split(" ");
    return Number(queued) / nanosecondsInMillisecond;
  } catch {
    return 0;
  }
}
