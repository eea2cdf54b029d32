import { setImmediate } from "node:timers";
import type { EndReason } from "../../core/engine/engine";
import { PaperLabError } from "../../errors";
import { kernelHook } from "../../notebook/hook";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import { begun, promisesOf, takenTo } from "../../run/headless";
import { type RunMaterial, SessionRun, type Slice } from "../../run/run";
import type { SessionCore } from "../core";
import { type FrictionName, frictionsOf, withFrictions } from "./frictions";
import { pricedOtherwise, type Rung, rungOf, sameOrderOf } from "./same-orders";

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
  checkState(core);
  const material: RunMaterial = { ...core.materialAgain(), ...barsOf(core) };
  const { inputs, orders } = core.content;
  const frictions = frictionsOf(config);
  const rest = restUnless([signal, kernelHook()?.cell()?.signal]);
  const rungs: Rung[] = [];
  for (let count = 0; count <= frictions.length; count++) {
    const kept = withFrictions(config, material, frictions.slice(0, count));
    const run = new SessionRun(kept.config, kept.material);
    run.inputs.repeat(inputs, count === frictions.length ? undefined : sameOrderOf(orders));
    await taken(run, core, rest).catch((error) => {
      throw failedAt(count === 0 ? "frictionless" : frictions[count - 1], error);
    });
    if (count === frictions.length) checkSame(core, run);
    rungs.push(rungOf(run));
  }
  return { session: core.name, steps: stepsOf(rungs, frictions) };
}

// The session may have ended before its feed, or have bars that came live.
function barsOf(core: SessionCore): Pick<RunMaterial, "blocks" | "live"> {
  const feed = core.feed();
  const { symbols } = core.record.config;
  return { blocks: () => feed.blocks(symbols), live: undefined };
}

async function taken(run: SessionRun, { content, status }: SessionCore, rest: () => Promise<void>): Promise<void> {
  const { time, length } = content.curve;
  const goesToEnd = status.endReason === "END_OF_FEED" || status.endReason === "BANKRUPT";
  const until = goesToEnd ? Number.POSITIVE_INFINITY : time[length - 1];
  await rest();
  await begun(run);
  const reason = await takenTo(run, until, slice, rest);
  if (status.state !== "COMPLETED") return;
  const ended: EndReason = reason === "BANKRUPT" ? reason : goesToEnd ? "END_OF_FEED" : "STOPPED";
  if (run.finish(ended)) await promisesOf(run);
}

// Others get their turn, and an interrupt is heard.
const slice: Slice = { bell: new Int32Array(1), rows: 5000, isOver: () => true };

function restUnless(signals: readonly (AbortSignal | undefined)[]): () => Promise<void> {
  return async () => {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    if (!signals.some((signal) => signal?.aborted)) return;
    throw new PaperLabError("INTERRUPTED", "The realism ladder was interrupted; nothing of it is kept");
  };
}

function checkState({ name, status, content }: SessionCore): void {
  const { state } = status;
  const isAtRest = state === "COMPLETED" || state === "PAUSED";
  if (isAtRest && content.steps > 0) return;
  const was = isAtRest ? "without a step" : state;
  const message = `Expected session "${name}" to be COMPLETED or PAUSED for a realism ladder, was ${was}. Run it first`;
  throw new PaperLabError("INVALID_STATE", message);
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
  const cents = rungs.map(({ equity }) => centsOf(equity));
  return rungs.map((rung, at) => {
    const leftOut = rung.leftOut === 0 ? {} : { leftOut: rung.leftOut };
    if (at === 0) return { step: "frictionless", finalEquity: cents[0] / 100, ...leftOut };
    const step = frictions[at - 1];
    const difference = cents[at] - cents[at - 1];
    const priced = pricedOtherwise(rungs[at - 1], rung, step === "carry");
    const isAll = priced === rung.equity - rungs[at - 1].equity;
    const pricedCents = isAll ? difference : centsOf(priced);
    return {
      step,
      finalEquity: cents[at] / 100,
      difference: difference / 100,
      pricedOtherwise: pricedCents / 100,
      decidedOtherwise: (difference - pricedCents) / 100,
      ...leftOut,
    };
  });
}

// Plus 0, so that nothing does not show as -0.
function centsOf(amount: number): number {
  return Math.round(amount * 100) + 0;
}
