import { clearInterval, setInterval } from "node:timers";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { PaperLabError } from "../../errors";
import type { Slice } from "../../run/run";

// Node limits the objects of a thread, but not its typed arrays, which are outside. So threads are asked for those.

/** What a run is asked by: its first number is 1 once it is to look at its memory, its second one while it runs. */
export type MemoryBell = Int32Array;

// Milliseconds between two questions, and after which a thread that did not answer is in a long hook.
const EVERY = 100;
const PATIENCE = 500;
const MEGABYTE = 1_000_000;
// What a thread needs besides the memory of its run.
const OF_THREAD = 128;

/** What a run may take. */
export interface MemoryTerms {
  readonly bell: MemoryBell;
  /** Megabytes. */
  readonly limit: number;
  /** Why it failed if it took more. */
  readonly tooMuch: string;
}

/** Returns a bell that threads can hear. */
export function memoryBell(): MemoryBell {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Looks at the typed arrays of this thread whenever the bell rings: between two steps, and while a hook waits for something. */
export class MemorySlice implements Slice {
  readonly rows = Number.MAX_SAFE_INTEGER;
  readonly bell: MemoryBell;
  readonly #limit: number;
  readonly #tooMuch: string;
  readonly #before = bytesOfArrays();
  readonly #timer: NodeJS.Timeout;

  constructor({ bell, limit, tooMuch }: MemoryTerms) {
    this.bell = bell;
    this.#limit = limit;
    this.#tooMuch = tooMuch;
    bell[0] = 0;
    bell[1] = 1;
    this.#timer = setInterval(() => this.#answer(), EVERY);
    this.#timer.unref();
  }

  isOver(): boolean {
    this.bell[0] = 0;
    if (!this.#isMuch()) return false;
    collectGarbage();
    return this.#isMuch();
  }

  /** Throws RUN_FAILED. It is called where the slice is over. */
  async fail(): Promise<never> {
    throw new PaperLabError("RUN_FAILED", this.#tooMuch);
  }

  /** Says that the run is over. */
  end(): void {
    clearInterval(this.#timer);
    this.bell[1] = 0;
  }

  // A run that waits is in no long hook. If it has too much, the next step finds the bell as it was.
  #answer(): void {
    if (this.bell[0] !== 0 && this.isOver()) this.bell[0] = 1;
  }

  #isMuch(): boolean {
    return bytesOfArrays() - this.#before > this.#limit * MEGABYTE;
  }
}

// `process.memoryUsage` also asks the system, which takes fifty times as long.
function bytesOfArrays(): number {
  return getHeapStatistics().external_memory;
}

// Garbage counts until it is collected, which Node does not do for a few typed arrays. Arrays are freed in the background after
// that, and it is known which ones when the next collection begins.
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
}

interface Asked {
  readonly bell: MemoryBell;
  readonly end: () => void;
  /** When it was asked, by `performance.now()`; `undefined` if it has answered. */
  since?: number;
  /** Bytes by which the process has grown since then, shared with the others that ran. */
  grown: number;
}

/**
 * Rings the bells of runs. If the process has grown by more than all threads may take, and a run does not answer because it is in a
 * long hook, that run is ended.
 */
export class MemoryWatch {
  readonly #runs = new Set<Asked>();
  readonly #most: number;
  readonly #least: number;
  readonly #timer: NodeJS.Timeout;
  // When it last rang.
  #bytes = bytesOfThreads();

  /** `limit`: megabytes of a run. */
  constructor(threads: number, limit: number) {
    this.#most = threads * (limit + OF_THREAD) * MEGABYTE;
    // A thread that starts beside it is no growth of its own.
    this.#least = (limit / 4 + OF_THREAD) * MEGABYTE;
    this.#timer = setInterval(() => this.#ring(), EVERY);
    this.#timer.unref();
  }

  /** Watches a run. `end`: ends its thread. Returns a function that ends the watch. */
  add(bell: MemoryBell, end: () => void): () => void {
    const run: Asked = { bell, end, grown: 0 };
    this.#runs.add(run);
    return () => this.#runs.delete(run);
  }

  /** Ends it. */
  over(): void {
    clearInterval(this.#timer);
  }

  #ring(): void {
    const now = performance.now();
    const bytes = bytesOfThreads();
    const running = [...this.#runs].filter(({ bell }) => bell[1] !== 0);
    const more = Math.max(0, bytes - this.#bytes) / running.length;
    this.#bytes = bytes;
    for (const run of running) {
      const hasAnswered = run.bell[0] === 0 || run.since === undefined;
      if (hasAnswered) run.since = now;
      run.grown = hasAnswered ? more : run.grown + more;
      run.bell[0] = 1;
    }
    if (bytes <= this.#most) return;
    // One that grew by little computes for long.
    const silent = running.filter(({ since = now, grown }) => since < now && grown > this.#least);
    if (silent.length > 0) endOne(silent, now);
  }
}

// Bytes of the process without the notebook's own, at the least that it has had. What a sweep before has left is not yet given
// back, and would pass for the beginning.
let least = Number.POSITIVE_INFINITY;

// Bytes that all threads together have taken.
function bytesOfThreads(): number {
  const { rss, heapTotal, external } = process.memoryUsage();
  const others = rss - heapTotal - external;
  least = Math.min(least, others);
  return others - least;
}

// Only the one during whose silence the process grew fastest: others compute for long, and need little. They get their time again.
function endOne(silent: readonly Asked[], now: number): void {
  const speed = ({ grown, since = now }: Asked) => grown / (now - since);
  const fastest = silent.reduce((one, other) => (speed(other) > speed(one) ? other : one));
  if (now - (fastest.since ?? now) <= PATIENCE) return;
  for (const run of silent) {
    run.since = now;
    run.grown = 0;
  }
  fastest.end();
}
