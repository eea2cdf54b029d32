import { PaperLabError } from "../../../errors";
import type { Executor, PointResult } from "../../plan/executor";
import { ownName } from "../place";

/** Compares the results of a run that was made more than once, and makes some runs of each worker here too. */
export class Verification {
  readonly #here: Executor;
  readonly #most: number;
  readonly #seen = new Map<number, { readonly text: string; readonly by: string }>();
  readonly #counts: Map<string, number>;
  readonly #signal: AbortSignal;
  #working: Promise<void> = Promise.resolve();
  /** The first thing that went wrong. */
  failure: PaperLabError | undefined;

  /** `here`: makes runs in this process. `most`: how many of each worker are made here too. `counts`: how many were before. */
  constructor(here: Executor, most: number, signal: AbortSignal, counts: Map<string, number>) {
    this.#here = here;
    this.#most = most;
    this.#signal = signal;
    this.#counts = counts;
  }

  /** Takes a result. Returns whether it is the first of its run. */
  take(result: PointResult, by: string): boolean {
    const text = textOf(result);
    const before = this.#seen.get(result.index);
    if (before !== undefined && before.text !== text && isDecided(before.text) && isDecided(text))
      this.failure ??= notReproducible(result.index, before.by, by);
    if (before === undefined) this.#seen.set(result.index, { text, by });
    if (by !== ownName()) this.#verify(result.index, by);
    return before === undefined;
  }

  /** Resolves once all that is to be verified is. */
  async over(): Promise<void> {
    await this.#working;
  }

  #verify(index: number, by: string): void {
    const count = this.#counts.get(by) ?? 0;
    if (count >= this.#most) return;
    this.#counts.set(by, count + 1);
    const again = () => this.#here.run([index], (result) => void this.take(result, ownName()), this.#signal);
    this.#working = this.#working.then(again).catch((error: unknown) => {
      this.failure ??= error instanceof PaperLabError ? error : undefined;
    });
  }
}

/** Returns what must be the same wherever a run is made. */
function textOf(result: PointResult): string {
  if (result.state === "failed") return `${FAILED}${result.code} ${result.message}`;
  const { fingerprint, steps, metrics } = result;
  return `${fingerprint} ${steps} ${Buffer.from(metrics.buffer, metrics.byteOffset, metrics.byteLength).toString("base64")}`;
}

const FAILED = "failed ";

// A run may fail on one machine for want of memory or time.
function isDecided(text: string): boolean {
  return !text.startsWith(FAILED);
}

/** Returns the error of a run that decided otherwise when it was made again. */
export function notReproducible(run: number, one: string, other: string): PaperLabError {
  const message = `Expected run ${run} to decide the same wherever it is made, but it decided one thing on ${one} and another on ${other}. Its strategy depends on more than its bars and params, such as Math.random or a file`;
  return new PaperLabError("RUN_NOT_REPRODUCIBLE", message);
}
