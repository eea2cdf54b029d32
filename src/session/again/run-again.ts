import { setImmediate } from "node:timers";
import type { EndReason } from "../../core/engine/engine";
import { PaperLabError } from "../../errors";
import { kernelHook } from "../../notebook/hook";
import { begun, promisesOf, takenTo } from "../../run/headless";
import type { RunMaterial, SessionRun, Slice } from "../../run/run";
import type { SessionCore } from "../core";

/** Gives others their turn, and throws INTERRUPTED if it was asked to. */
export type Rest = () => Promise<void>;

/**
 * Returns what a session needs to be run again as it was, what was asked for by hand included. `what`: what it is run
 * again for, with its article. Throws INVALID_STATE for a session without its strategy, or that runs, failed, or has taken
 * no step.
 */
export function materialToRunAgain(core: SessionCore, what: string): RunMaterial {
  checkState(core, what);
  const { symbols } = core.record.config;
  const feed = core.feed();
  // The session may have ended before its feed, or have bars that came live.
  const bars: Pick<RunMaterial, "blocks" | "live"> = { blocks: () => feed.blocks(symbols), live: undefined };
  return { ...core.materialAgain(), ...bars, inputs: core.content.inputs, thinning: undefined };
}

/** Takes a run that has not begun to where a session stands. Rejects as the strategy does, and as `rest` does. */
export async function takenAgain(run: SessionRun, { content, status }: SessionCore, rest: Rest): Promise<void> {
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

/** Returns a rest that throws INTERRUPTED with a message once a signal, or the cell, is aborted. */
export function restUntilAborted(signal: AbortSignal | undefined, message: string): Rest {
  const signals = [signal, kernelHook()?.cell()?.signal];
  return async () => {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    if (signals.some((one) => one?.aborted)) throw new PaperLabError("INTERRUPTED", message);
  };
}

// Others get their turn, and an interrupt is heard.
const slice: Slice = { bell: new Int32Array(1), rows: 5000, isOver: () => true };

function checkState({ name, status, content }: SessionCore, what: string): void {
  const { state } = status;
  const isAtRest = state === "COMPLETED" || state === "PAUSED";
  if (isAtRest && content.steps > 0) return;
  const was = isAtRest ? "without a step" : state;
  const message = `Expected session "${name}" to be COMPLETED or PAUSED for ${what}, was ${was}. Run it first`;
  throw new PaperLabError("INVALID_STATE", message);
}
