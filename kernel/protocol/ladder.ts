import { waitFairly } from "./fair-time";
import type { Busy } from "./inspector";

/** The steps of an interrupt. */
export interface Rungs {
  /** Whether what is being interrupted still goes on. */
  readonly goesOn: () => boolean;
  /** Asks the cells' thread, and its loops, to stop. */
  readonly ask: () => void;
  /** Whether that thread gives no sign of life within some milliseconds. */
  readonly isBusy: (milliseconds: number) => Promise<boolean>;
  /** Whether it is compiling. That takes its time, and a signal or the inspector would only slow it down. */
  readonly isCompiling: () => boolean;
  /**
   * Breaks off what keeps it busy, except the kernel's own work, which finishes. Resolves to what it was. `spare`:
   * whether to leave alone a step of a session, or a display, which may be only slow.
   */
  readonly breakOff: (spare: boolean) => Promise<Busy>;
  /** Announces the end of the kernel, and ends it. */
  readonly kill: () => void;
}

/** How long an interrupt waits, in milliseconds in which the thread could run. */
export interface Patience {
  readonly untilBreak: number;
  readonly untilAgain: number;
  readonly untilKill: number;
  /** After this time without a sign of life, the thread is considered busy. */
  readonly untilBusy: number;
  /** How often a step of a session is spared. */
  readonly spares: number;
}

/** For an interrupt by a person. */
export const usual: Patience = { untilBreak: 200, untilAgain: 150, untilKill: 500, untilBusy: 100, spares: 2 };
/** If there is no time to lose. */
export const hurried: Patience = { untilBreak: 0, untilAgain: 100, untilKill: 900, untilBusy: 25, spares: 0 };
/** If the kernel is about to end, and sessions must be whole. */
export const lasting: Patience = { ...usual, spares: 10 };

// How often it tries before it gives up. A thread that gives signs of life ends its cell by itself, once its sessions
// rest. After a loop that was broken off there may be another one.
const most = { signs: 40, native: 3, broken: 5 };

/**
 * Interrupts what runs: first by asking, then by force, and at last by ending the kernel, which Jupyter starts again.
 */
export async function climb(rungs: Rungs, patience: Patience): Promise<void> {
  const { goesOn, ask, isBusy, isCompiling, breakOff, kill } = rungs;
  const { untilBreak, untilAgain, untilKill, untilBusy, spares } = patience;
  // A cell that only waits must not break off the work of others.
  const force = async (spare: boolean) => {
    const isStuck = goesOn() && (await isBusy(untilBusy)) && goesOn();
    if (!isStuck) return undefined;
    return isCompiling() ? "the kernel" : await breakOff(spare);
  };
  ask();
  await waitFairly(untilBreak);
  let [signs, native, broken] = [0, 0, 0];
  for (let times = 0; goesOn() && signs < most.signs && native < most.native && broken < most.broken; times++) {
    const busy = await force(times < spares);
    if (busy === undefined) signs++;
    else if (busy === "native code") native++;
    else if (busy === "cells") broken++;
    await waitFairly(untilAgain);
  }
  await waitFairly(untilKill);
  if (goesOn() && !isCompiling()) kill();
}
