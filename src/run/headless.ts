import type { Metrics } from "../analysis/metrics/catalog";
import type { EndReason } from "../core/engine/engine";
import { LiveContent } from "./content";
import { Fingerprint } from "./fingerprint/fingerprint";
import { type Measuring, metricsOfRun } from "./metrics";
import type { RunPlan } from "./plan";
import { type RunMaterial, SessionRun, type Slice } from "./run";
import { initialCapitalOf } from "./terms";

/** The result of a run, as plain data and arrays of its own, so that it can be sent to another thread. */
export interface RunResult {
  readonly endReason: EndReason;
  readonly steps: number;
  readonly fingerprint: string;
  readonly metrics: Metrics;
  /** One point per step, and one before the first bar: times in epoch milliseconds UTC, equity in currency. */
  readonly curve: { readonly time: Float64Array; readonly equity: Float64Array };
}

/**
 * Takes a run to its end on its own: without a lab, a store or a notebook, and without yielding to others. Rejects
 * with STRATEGY_FAILED if the strategy throws, and with INVALID_OPTION for a user's own model that is not in the
 * material.
 */
export async function runToEnd(plan: RunPlan, material: RunMaterial, measuring: Measuring = {}): Promise<RunResult> {
  const run = new SessionRun(plan, material);
  const endReason = await ended(run);
  const content = new LiveContent(run);
  const { time, equity, length } = content.curve;
  return {
    endReason,
    steps: content.steps,
    fingerprint: fingerprintOf(run),
    metrics: { ...metricsOfRun(plan, content, initialCapitalOf(plan), measuring).metrics },
    curve: { time: time.slice(0, length), equity: equity.slice(0, length) },
  };
}

/**
 * Takes a run that has not begun to its end, without yielding to others. Returns why it ended. Rejects as the strategy does, and as
 * `rest` does, which is called after each slice.
 */
export async function ended(run: SessionRun, slice = withoutEnd, rest?: () => Promise<unknown>): Promise<EndReason> {
  await begun(run);
  const endReason = (await takenTo(run, Number.POSITIVE_INFINITY, slice, rest)) ?? "END_OF_FEED";
  if (run.finish(endReason)) await promisesOf(run);
  return endReason;
}

/** Returns the fingerprint of what a run has decided so far. */
export function fingerprintOf({ engine }: SessionRun): string {
  return new Fingerprint(engine.journal).read(engine.portfolio.cash);
}

// Nobody else needs the thread.
const withoutEnd: Slice = { bell: new Int32Array(1), rows: Number.MAX_SAFE_INTEGER, isOver: () => false };

/** Calls the `onStart` of a run's strategy, and awaits it. */
export async function begun(run: SessionRun): Promise<void> {
  if (run.begin()) await promisesOf(run);
}

/**
 * Takes a run to the last step that is not later than `until`, a slice at a time, and calls `rest` after each slice.
 * Returns why it ended, `undefined` if there are later steps.
 */
export async function takenTo(
  run: SessionRun,
  until: number,
  slice: Slice,
  rest?: () => Promise<unknown>,
): Promise<EndReason | undefined> {
  for (;;) {
    const stretch = run.advance(until, slice);
    if (stretch === "promise") await promisesOf(run);
    // A run that awaits at every step comes to no end of a slice.
    const isRung = stretch === "promise" && slice.bell[0] !== 0 && slice.isOver();
    if (run.engine.bankrupt) return "BANKRUPT";
    if (stretch === "end") return run.engine.endOfFeed;
    if (stretch === "limit") return undefined;
    if (stretch === "time" || isRung) await rest?.();
  }
}

/** Awaits the promises of a run's strategy, one after the other. Rejects as the strategy does. */
export async function promisesOf(run: SessionRun): Promise<void> {
  do {
    try {
      await run.engine.pending;
    } catch (error) {
      throw run.engine.fail(error);
    }
  } while (run.continue());
}
