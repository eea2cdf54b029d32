import { availableParallelism } from "node:os";
import { checkKeys, expected } from "../../core/checks";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { Executor, FailedPoint, PointResult, SweepMaterial } from "../plan/executor";
import type { SweepPlan } from "../plan/plan";
import { lastWords, read } from "./last-words";
import { MemoryWatch, memoryBell } from "./memory";
import { type PointTask, type SharedPlan, sharedPlan } from "./messages";
import { type Pool, poolOf } from "./pool";

/** How runs of a sweep are made in threads. */
export interface ThreadOptions {
  /** How many threads; default one for each core. */
  readonly count?: number;
  /** Most milliseconds of a run; then it fails alone. Default no limit. */
  readonly timeLimit?: number;
  /** Most megabytes that the objects of a run may take, and most that its typed arrays may; then it fails alone. Default 2048. */
  readonly memoryLimit?: number;
}

const MOST_THREADS = 1024;
const LEAST_MEMORY = 64;

// Milliseconds that runs have to end by themselves when a sweep is interrupted. Threads that must be ended are cold again.
const GRACE = 500;

let plans = 0;

/**
 * Runs a sweep in threads of this process, which are kept for the next one and do not keep the process alive. Throws
 * INVALID_OPTION and UNKNOWN_OPTION.
 */
export function threads(options: ThreadOptions = {}): Executor {
  checkKeys("threads", options, ["count", "timeLimit", "memoryLimit"]);
  return threadsOf("threads", options);
}

/** Returns the threads of a call, which has the limits of their runs. Throws INVALID_OPTION. */
export function threadsOf(call: "threads" | "queue", options: ThreadOptions): Executor {
  const { count = availableParallelism(), timeLimit, memoryLimit = 2048 } = options;
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_THREADS))
    throw expected(`count of ${call}`, `a whole number from 1 to ${MOST_THREADS}`, count);
  if (timeLimit !== undefined && !(timeLimit > 0 && timeLimit < 2 ** 31))
    throw expected(`timeLimit of ${call}`, "milliseconds above 0, below 2,147,483,648", timeLimit);
  if (!(memoryLimit >= LEAST_MEMORY && memoryLimit < Infinity))
    throw expected(`memoryLimit of ${call}`, `megabytes, at least ${LEAST_MEMORY}`, memoryLimit);
  return new Threads({ call, count, timeLimit, memoryLimit });
}

// Whether a plan has only got other points. What runs share is then kept.
function isSamePlan({ points: _, ...one }: SweepPlan, { points: __, ...other }: SweepPlan): boolean {
  return one.config === other.config && one.code === other.code && one.metrics === other.metrics;
}

interface Terms extends ThreadOptions {
  readonly count: number;
  readonly memoryLimit: number;
  /** What the user has called, which is named where a run takes too much. */
  readonly call: "threads" | "queue";
}

class Threads implements Executor {
  readonly name: string;
  readonly #options: Terms;
  #shared: SharedPlan | undefined;
  #prepared: { readonly plan: SweepPlan; readonly material: SweepMaterial } | undefined;

  constructor(options: Terms) {
    this.#options = options;
    this.name = counted(options.count, "thread");
  }

  begin(): void {
    poolOf(this.#options);
  }

  async prepare(plan: SweepPlan, material: SweepMaterial): Promise<void> {
    const isSame = this.#prepared?.material === material && isSamePlan(this.#prepared.plan, plan);
    const { key, version } = (isSame && this.#shared) || { key: ++plans, version: 0 };
    this.#shared = sharedPlan({ key, version: version + 1 }, plan, material);
    this.#prepared = { plan, material };
    this.begin();
  }

  async run(indices: readonly number[], took: (result: PointResult) => void, signal: AbortSignal): Promise<void> {
    const shared = this.#shared;
    if (shared === undefined)
      throw new PaperLabError("INVALID_STATE", "Expected a plan to be prepared before its runs");
    const pool = poolOf(this.#options);
    const ending = endingOf(signal);
    const { count, memoryLimit } = this.#options;
    const watch = new MemoryWatch(count, memoryLimit);
    let next = 0;
    // A run at a time for each thread: nothing waits in a queue that an interrupt would have to empty.
    const lane = async () => {
      while (next < indices.length && !signal.aborted) {
        const memory = { bell: memoryBell(), limit: memoryLimit, tooMuch: this.#tooMuch().message };
        const task = { shared, index: indices[next++], memory, lastWords: lastWords() };
        const result = await this.#one(pool, task, ending.signal, watch);
        if (result !== undefined) took(result);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(count, indices.length) }, lane));
    } finally {
      ending.over();
      watch.over();
    }
  }

  async close(): Promise<void> {
    this.#shared = undefined;
    this.#prepared = undefined;
  }

  // Resolves to the result, to nothing if it was ended from outside.
  async #one(pool: Pool, task: PointTask, ending: AbortSignal, watch: MemoryWatch): Promise<PointResult | undefined> {
    const { timeLimit } = this.#options;
    const started = performance.now();
    const own = new AbortController();
    const end = () => own.abort();
    let isTooMuch = false;
    const unwatched = watch.add(task.memory.bell, () => {
      isTooMuch = true;
      end();
    });
    const limit = timeLimit === undefined ? undefined : new TimeLimit(timeLimit, end);
    ending.addEventListener("abort", end, { once: true });
    try {
      return await pool.run(limit === undefined ? task : { ...task, begun: limit.begun }, own.signal);
    } catch (error) {
      if (ending.aborted) return undefined;
      const milliseconds = performance.now() - started;
      const changed = read(task.lastWords);
      const failure = isTooMuch ? this.#tooMuch() : this.#failure(error, own.signal.aborted, changed);
      return { ...failure, index: task.index, state: "failed", milliseconds };
    } finally {
      limit?.over();
      unwatched();
      ending.removeEventListener("abort", end);
    }
  }

  #tooMuch(): Pick<FailedPoint, "code" | "message"> {
    const { call, memoryLimit } = this.#options;
    // Workers have the limit that threads have by default.
    const advice = call === "queue" ? ", the most that a worker gives one" : ". threads({ memoryLimit }) allows more";
    return { code: "RUN_FAILED", message: `The run took more than ${memoryLimit} MB and was ended${advice}` };
  }

  #failure(error: unknown, isLate: boolean, changed: string | undefined): Pick<FailedPoint, "code" | "message"> {
    const { call, timeLimit = 0 } = this.#options;
    if (changed !== undefined) return { code: "BUILTIN_CHANGED", message: changedText(changed) };
    const code = "RUN_FAILED";
    if (isLate) {
      const message = `The run took more than ${(timeLimit / 1000).toLocaleString("en-US")} s and was ended. ${call}({ timeLimit }) allows more`;
      return { code, message };
    }
    const { code: cause, message } = error as { code?: unknown; message?: string };
    if (cause === "ERR_WORKER_OUT_OF_MEMORY") return this.#tooMuch();
    const exit = /^worker exited with code: (\S+)/.exec(message ?? "")?.[1];
    if (exit !== undefined) return { code, message: `The run ended its thread, with code ${exit}` };
    return { code, message: `The run broke its thread: ${message ?? String(error)}` };
  }
}

// `words`: what it changed, and in further lines why it failed, if it did.
function changedText(words: string): string {
  const [what, ...lines] = words.split("\n");
  const also = lines.length === 0 ? "" : `. The run also failed: ${lines.join("\n")}`;
  return `Expected a run to change nothing that others share, but it changed ${what}. Keep it in state instead${also}`;
}

/** Ends a run that takes too long. The time that its thread takes to start does not count. */
class TimeLimit {
  /** Where the thread writes when the run begins. */
  readonly begun = new Float64Array(new SharedArrayBuffer(8));
  readonly #most: number;
  readonly #end: () => void;
  #timer: NodeJS.Timeout;

  /** `most`: milliseconds. */
  constructor(most: number, end: () => void) {
    this.#most = most;
    this.#end = end;
    this.#timer = setTimeout(this.#look, most);
  }

  over(): void {
    clearTimeout(this.#timer);
  }

  readonly #look = (): void => {
    const [begun] = this.begun;
    const left = begun === 0 ? this.#most : begun + this.#most - Date.now();
    if (left <= 0) this.#end();
    else this.#timer = setTimeout(this.#look, left);
  };
}

// Aborts some time after a signal, if runs have not ended until then.
function endingOf(signal: AbortSignal): { readonly signal: AbortSignal; over(): void } {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(() => ending.abort(), GRACE);
  };
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
  return {
    signal: ending.signal,
    over() {
      signal.removeEventListener("abort", wait);
      clearTimeout(timer);
    },
  };
}
