import { setTimeout as wait } from "node:timers/promises";
import type { Busy } from "./inspector";

/** What the rungs of an interrupt do. */
export interface Rungs {
  /** Whether what was to be interrupted still goes on. */
  readonly goesOn: () => boolean;
  /** Says it to the thread of the cells, and to its loops. */
  readonly ask: () => void;
  /** Whether that thread gives no sign within some milliseconds. */
  readonly isBusy: (milliseconds: number) => Promise<boolean>;
  /** Whether it compiles: that takes as long as it takes, and a signal or the inspector would only slow it down. */
  readonly isCompiling: () => boolean;
  /**
   * Breaks what keeps it busy, other than the kernel's own work, which comes to its end. Resolves to what it was.
   * `spare`: whether to leave alone a step of a session, or a display, which may only be slow.
   */
  readonly breakOff: (spare: boolean) => Promise<Busy>;
  /** Announces the end of the kernel, and brings it about. */
  readonly kill: () => void;
}

/** How long an interrupt waits, in milliseconds. */
export interface Patience {
  readonly untilBreak: number;
  readonly untilAgain: number;
  readonly untilKill: number;
  /** Without a sign for so long, the thread is taken to be busy. */
  readonly untilBusy: number;
  /** How often a step of a session is left alone. */
  readonly spares: number;
}

/** Where a person interrupts. */
export const usual: Patience = { untilBreak: 200, untilAgain: 150, untilKill: 500, untilBusy: 100, spares: 2 };
/** Where no time is to be lost. */
export const hurried: Patience = { untilBreak: 0, untilAgain: 100, untilKill: 900, untilBusy: 25, spares: 0 };
/** Where the kernel is about to end, with sessions that are to be whole. */
export const lasting: Patience = { ...usual, spares: 10 };

// How often it is tried before it is given up. A thread that gives signs ends its cell by itself, as soon as its sessions
// stand; behind a loop that is broken there may be another one.
const most = { signs: 40, native: 3, broken: 5 };

/** Interrupts what runs: kindly, then by force, and at last by ending the kernel, which Jupyter starts again. */
export async function climb(rungs: Rungs, patience: Patience): Promise<void> {
  const { goesOn, ask, isBusy, isCompiling, breakOff, kill } = rungs;
  const { untilBreak, untilAgain, untilKill, untilBusy, spares } = patience;
  // A cell that only waits must not have the work of others broken off.
  const force = async (spare: boolean) => {
    const isStuck = goesOn() && (await isBusy(untilBusy)) && goesOn();
    if (!isStuck) return undefined;
    return isCompiling() ? "the kernel" : await breakOff(spare);
  };
  ask();
  await wait(untilBreak);
  let [signs, native, broken] = [0, 0, 0];
  for (let times = 0; goesOn() && signs < most.signs && native < most.native && broken < most.broken; times++) {
    const busy = await force(times < spares);
    if (busy === undefined) signs++;
    else if (busy === "native code") native++;
    else if (busy === "cells") broken++;
    await wait(untilAgain);
  }
  await wait(untilKill);
  if (goesOn() && !isCompiling()) kill();
}
