import { PaperLabError } from "../../../errors";
import type { Executor, PointResult } from "../../plan/executor";
import { ownName } from "../place";

/** What a comparison needs. */
export interface VerificationMeans {
  /** Makes runs in this process. */
  readonly here: Executor;
  /** How many runs of each worker are made here too, and how many were before. */
  readonly most: number;
  readonly counts: Map<string, number>;
  readonly signal: AbortSignal;
  /** Which run of the sweep has the index 0. */
  readonly first: number;
}

/** Compares the results of a run that was made more than once, and makes some runs of each worker here too. */
export class Verification {
  readonly #means: VerificationMeans;
  readonly #seen = new Map<number, { readonly text: string; readonly by: string }>();
  #working: Promise<void> = Promise.resolve();
  /** The first thing that went wrong. */
  failure: PaperLabError | undefined;

  constructor(means: VerificationMeans) {
    this.#means = means;
  }

  /** Takes a result. Returns whether it is the first of its run. */
  take(result: PointResult, by: string): boolean {
    const text = textOf(result);
    const before = this.#seen.get(result.index);
    if (before !== undefined && before.text !== text && isDecided(before.text) && isDecided(text))
      this.failure ??= notReproducible(result.index + this.#means.first, before.by, by);
    if (before === undefined) this.#seen.set(result.index, { text, by });
    if (by !== ownName()) this.#verify(result.index, by);
    return before === undefined;
  }

  /** Resolves once all that is to be verified is. */
  async over(): Promise<void> {
    await this.#working;
  }

  #verify(index: number, by: string): void {
    const { here, most, counts, signal } = this.#means;
    const count = counts.get(by) ?? 0;
    if (count >= most) return;
    counts.set(by, count + 1);
    const again = () => here.run([index], (result) => void this.take(result, ownName()), signal);
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
