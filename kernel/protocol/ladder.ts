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
  /** Breaks what keeps it busy, other than the kernel's own work, which comes to its end. Resolves to what it was. */
  readonly breakOff: () => Promise<Busy>;
  /** Announces the end of the kernel, and brings it about. */
  readonly kill: () => void;
}

/** Milliseconds. */
export interface Patience {
  /** From one rung to the next: there are two that break, for a loop may be the last part of another one. */
  readonly untilBreak: number;
  readonly untilAgain: number;
  readonly untilKill: number;
  /** Without a sign for so long, the thread is taken to be busy. */
  readonly untilBusy: number;
}

/** Where a person interrupts. */
export const usual: Patience = { untilBreak: 200, untilAgain: 200, untilKill: 500, untilBusy: 100 };
/** Where no time is to be lost. */
export const hurried: Patience = { untilBreak: 0, untilAgain: 100, untilKill: 900, untilBusy: 25 };

/** Interrupts what runs: kindly, then by force, and at last by ending the kernel, which Jupyter starts again. */
export async function climb(rungs: Rungs, patience: Patience): Promise<void> {
  const { goesOn, ask, isBusy, breakOff, kill } = rungs;
  // Others may be at work where a cell only waits for them.
  const force = async () => {
    const isStuck = goesOn() && (await isBusy(patience.untilBusy)) && goesOn();
    return isStuck ? await breakOff() : undefined;
  };
  ask();
  await wait(patience.untilBreak);
  await force();
  await wait(patience.untilAgain);
  // Also the compiler may be in native code for a while.
  for (let native = 0; native < 3; ) {
    const busy = await force();
    if (busy === "native code") native++;
    else if (busy !== "the kernel") break;
    await wait(patience.untilAgain);
  }
  await wait(patience.untilKill);
  if (goesOn()) kill();
}
