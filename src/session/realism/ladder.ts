import { PaperLabError } from "../../errors";
import { sameOrderOf } from "../../run/by-hand";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import { SessionRun } from "../../run/run";
import { materialToRunAgain, restUntilAborted, takenAgain } from "../again/run-again";
import type { SessionCore } from "../core";
import { type FrictionName, frictionsOf, withFrictions } from "./frictions";
import { pricedOtherwise, type Rung, rungOf } from "./same-orders";

/** One step of a realism ladder. Currency, in whole cents. */
export interface RealismStep {
  /** What was added: nothing at first, then one friction at a time. */
  readonly step: "frictionless" | FrictionName;
  /** Equity at the end. */
  readonly finalEquity: number;
  /** What the step changed; absent for the first. */
  readonly difference?: number;
  /** How much of it comes of other prices and costs of the same orders, filled with the same quantities. */
  readonly pricedOtherwise?: number;
  /** The rest: orders that were not made, or filled otherwise. */
  readonly decidedOtherwise?: number;
  /** Requests by hand that were left out, as their order is not there, or everything was lost before; absent if none. */
  readonly leftOut?: number;
}

/** A session run again with one friction of its own more at a time. */
export interface RealismLadder {
  /** The name of the session. */
  readonly session: string;
  /** From frictionless to as it is. */
  readonly steps: readonly RealismStep[];
}

/** How a ladder is run. */
export interface RealismOptions {
  /** Ends it with INTERRUPTED when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a session again, from frictionless to as it is, with one friction of its own settings added at a time. Nothing is
 * stored. Throws INVALID_STATE for a session without its strategy, or that runs, failed, or has taken no step;
 * RECOVERY_MISMATCH if the session decides otherwise when it is run again; INTERRUPTED; and what its strategy throws, with
 * the step at which it did.
 */
export async function realismOf(core: SessionCore, { signal }: RealismOptions = {}): Promise<RealismLadder> {
  const { config } = core.record;
  const { inputs = [], ...material } = materialToRunAgain(core, "a realism ladder");
  const { orders } = core.content;
  const frictions = frictionsOf(config);
  const rest = restUntilAborted(signal, "The realism ladder was interrupted; nothing of it is kept");
  const rungs: Rung[] = [];
  for (let count = 0; count <= frictions.length; count++) {
    const kept = withFrictions(config, material, frictions.slice(0, count));
    const run = new SessionRun(kept.config, kept.material);
    run.inputs.repeat(inputs, count === frictions.length ? undefined : sameOrderOf(orders));
    await takenAgain(run, core, rest).catch((error) => {
      throw failedAt(count === 0 ? "frictionless" : frictions[count - 1], error);
    });
    if (count === frictions.length) checkSame(core, run);
    rungs.push(rungOf(run));
  }
  return { session: core.name, steps: stepsOf(rungs, frictions) };
}

// A strategy may fail only where a friction is missing.
function failedAt(step: RealismStep["step"], error: unknown): unknown {
  if (!(error instanceof PaperLabError) || error.code === "INTERRUPTED") return error;
  const message = `The step "${step}" of the realism ladder failed: ${error.message}`;
  return new PaperLabError(error.code, message, { cause: error.cause ?? error });
}

// What is run last is the session as it is.
function checkSame(core: SessionCore, { engine }: SessionRun): void {
  const fingerprint = core.fingerprint();
  if (new Fingerprint(engine.journal, fingerprint).read(engine.portfolio.cash) === fingerprint) return;
  const message = `Expected session "${core.name}" to decide the same when it is run again, but it decided otherwise: its strategy depends on more than its bars`;
  throw new PaperLabError("RECOVERY_MISMATCH", message);
}

function stepsOf(rungs: readonly Rung[], frictions: readonly FrictionName[]): RealismStep[] {
  const perUnit = partsOfUnit(rungs.map(({ equity }) => equity));
  // Whole numbers of cents, or of smaller parts, so that the steps sum up.
  const partsIn = (amount: number) => Math.round(amount * perUnit) + 0;
  const parts = rungs.map(({ equity }) => partsIn(equity));
  return rungs.map((rung, at) => {
    const leftOut = rung.leftOut === 0 ? {} : { leftOut: rung.leftOut };
    if (at === 0) return { step: "frictionless", finalEquity: parts[0] / perUnit, ...leftOut };
    const step = frictions[at - 1];
    const difference = parts[at] - parts[at - 1];
    const priced = pricedOtherwise(rungs[at - 1], rung, step === "carry");
    const isAll = priced === rung.equity - rungs[at - 1].equity;
    const pricedParts = isAll ? difference : partsIn(priced);
    return {
      step,
      finalEquity: parts[at] / perUnit,
      difference: difference / perUnit,
      pricedOtherwise: pricedParts / perUnit,
      decidedOtherwise: (difference - pricedParts) / perUnit,
      ...leftOut,
    };
  });
}

// Cents, or what shows six digits of an account of coins.
function partsOfUnit(equities: readonly number[]): number {
  const most = Math.max(...equities.map(Math.abs));
  return most === 0 || most >= 100 ? 100 : 10 ** Math.min(15, 5 - Math.floor(Math.log10(most)));
}
