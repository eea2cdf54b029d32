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
  if (run.begin()) await promisesOf(run);
  const endReason = await stepsOf(run);
  if (run.finish(endReason)) await promisesOf(run);
  const content = new LiveContent(run);
  const { time, equity, length } = content.curve;
  return {
    endReason,
    steps: content.steps,
    fingerprint: new Fingerprint(run.engine.journal).read(run.engine.portfolio.cash),
    metrics: { ...metricsOfRun(plan, content, initialCapitalOf(plan), measuring).metrics },
    curve: { time: time.slice(0, length), equity: equity.slice(0, length) },
  };
}

// Nobody else needs the thread.
const withoutEnd: Slice = { bell: new Int32Array(1), rows: Number.MAX_SAFE_INTEGER, isOver: () => false };

async function stepsOf(run: SessionRun): Promise<EndReason> {
  for (;;) {
    const stretch = run.advance(Number.POSITIVE_INFINITY, withoutEnd);
    if (stretch === "promise") await promisesOf(run);
    if (run.engine.bankrupt) return "BANKRUPT";
    if (stretch === "end") return "END_OF_FEED";
  }
}

async function promisesOf(run: SessionRun): Promise<void> {
  do {
    try {
      await run.engine.pending;
    } catch (error) {
      throw run.engine.fail(error);
    }
  } while (run.continue());
}
