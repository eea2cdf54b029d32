import type { EquityCurve } from "../../analysis/record/track-record";
import { countBelow } from "../../core/ascending";
import { thrownText } from "../../core/checks";
import { firstDifference } from "../../core/journal/difference";
import { PaperLabError } from "../../errors";
import type { SessionContent } from "../../run/content";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import { SessionRun } from "../../run/run";
import type { SessionCore } from "../core";
import { materialToRunAgain, restUntilAborted, takenAgain } from "./run-again";

/** Where a session differs first from itself when it is run again. */
export interface VerificationDifference {
  /** The step, from 1; 0 before the first. Where the strategy threw, the last step that was taken. */
  readonly step: number;
  /** The number of the event, from 1; absent if all events are the same, or if the strategy threw. */
  readonly event?: number;
  /** The field of the event, `cash`, `equity`, or `error` if the strategy threw. */
  readonly field: string;
  /** What is kept of the session; `undefined` if there is none. */
  readonly stored: unknown;
  /** What it is now; `undefined` if there is none. */
  readonly now: unknown;
}

/** What came of running a session again. */
export interface Verification {
  /** Its name. */
  readonly session: string;
  /** Whether every event, the cash and the equity at every step are the same, bit for bit. */
  readonly same: boolean;
  /** The steps that were run again. */
  readonly steps: number;
  /** The events that were compared. */
  readonly events: number;
  /** The fingerprint that is kept. */
  readonly fingerprint: string;
  /** Absent if it is the same. */
  readonly firstDifference?: VerificationDifference;
}

type Kept = Pick<SessionContent, "events" | "curve" | "steps">;

/** How a session is verified. */
export interface VerificationOptions {
  /** Ends it with INTERRUPTED when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a session again, and compares every event, the cash and the equity at every step with what is kept. Nothing is
 * stored. Throws INVALID_STATE for a session without its strategy, or that runs, failed, or has taken no step; INTERRUPTED.
 */
export async function verificationOf(core: SessionCore, { signal }: VerificationOptions = {}): Promise<Verification> {
  const material = materialToRunAgain(core, "a verification");
  const run = new SessionRun(core.record.config, material);
  const kept = keptOf(core);
  const rest = restUntilAborted(signal, `The verification of session "${core.name}" was interrupted`);
  const found = await takenAgain(run, core, rest).then(
    () => differenceOf(core, kept, run),
    (error) => thrownAt(run, error),
  );
  return {
    session: core.name,
    same: found === undefined,
    steps: run.engine.steps,
    events: kept.events.length,
    fingerprint: core.fingerprint(),
    ...(found !== undefined && { firstDifference: found }),
  };
}

// Lists that are made at each look, once.
function keptOf({ content: { events, curve, steps } }: SessionCore): Kept {
  return { events, curve, steps };
}

function differenceOf(core: SessionCore, kept: Kept, run: SessionRun): VerificationDifference | undefined {
  const { journal, portfolio, steps } = run.engine;
  const inEvents = firstDifference(kept.events, journal);
  if (inEvents !== undefined) {
    const { event, field, before: stored, now } = inEvents;
    const { time } = kept.events[event - 1] ?? journal.at(event - 1);
    // The first point stands before all steps, so the place of a point is its step.
    return { step: countBelow(run.curve.time, time, run.curve.length), event, field, stored, now };
  }
  const inEquity = equityDifference(kept.curve, run.curve);
  if (inEquity !== undefined) return inEquity;
  if (steps !== kept.steps)
    return { step: Math.min(steps, kept.steps), field: "steps", stored: kept.steps, now: steps };
  // Of the version of the one that is kept.
  const stored = core.fingerprint();
  const now = new Fingerprint(journal, stored).read(portfolio.cash);
  return now === stored ? undefined : { step: steps, field: "cash", stored: undefined, now: portfolio.cash };
}

// A long curve may be kept without some of its points. What is closed at the end has a second point at the last time.
function equityDifference(kept: EquityCurve, fresh: EquityCurve): VerificationDifference | undefined {
  let step = 0;
  for (let at = 0; at < kept.length; at++, step++) {
    while (step < fresh.length && fresh.time[step] < kept.time[at]) step++;
    const isThere = step < fresh.length && fresh.time[step] === kept.time[at];
    const now = isThere ? fresh.equity[step] : undefined;
    if (!Object.is(kept.equity[at], now)) return { step, field: "equity", stored: kept.equity[at], now };
  }
  return undefined;
}

function thrownAt({ engine }: SessionRun, error: unknown): VerificationDifference {
  if (error instanceof PaperLabError && error.code === "INTERRUPTED") throw error;
  return { step: engine.steps, field: "error", stored: undefined, now: thrownText(error) };
}
