import type { SessionMetrics } from "../analysis/session-metrics";
import type { EndReason } from "../core/engine/engine";
import { LiveContent, type SessionContent } from "./content";
import { Fingerprint } from "./fingerprint/fingerprint";
import { type Measuring, metricsOfRun } from "./metrics";
import type { RunPlan } from "./plan";
import { type RunMaterial, SessionRun, type Slice } from "./run";
import { initialCapitalOf } from "./terms";

/** What came of a run. */
export interface RunResult {
  readonly endReason: EndReason;
  readonly fingerprint: string;
  readonly measured: SessionMetrics;
  /** Everything it has to show. It holds on to the run; numbers and curves of it can be sent to another thread. */
  readonly content: SessionContent;
}

/**
 * Takes a run to its end, with nothing of the process: no lab, no store, no notebook, no turn for others. Rejects with what
 * the strategy throws (STRATEGY_FAILED), and with INVALID_OPTION for a model of a user's own that is not in the material.
 */
export async function runToEnd(plan: RunPlan, material: RunMaterial, measuring: Measuring = {}): Promise<RunResult> {
  const run = new SessionRun(plan, material);
  if (run.begin()) await promisesOf(run);
  const endReason = await stepsOf(run);
  if (run.finish(endReason)) await promisesOf(run);
  const content = new LiveContent(run);
  const fingerprint = new Fingerprint(run.engine.journal).read(run.engine.portfolio.cash);
  return { endReason, fingerprint, measured: metricsOfRun(plan, content, initialCapitalOf(plan), measuring), content };
}

// Nobody else wants a turn.
const withoutEnd: Slice = { bell: new Int32Array(1), rows: Number.MAX_SAFE_INTEGER, over: false };

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
