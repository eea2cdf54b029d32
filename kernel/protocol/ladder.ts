import { setTimeout as wait } from "node:timers/promises";

/** What the rungs of an interrupt do. */
export interface Rungs {
  /** Whether what was to be interrupted still goes on. */
  readonly goesOn: () => boolean;
  /** Says it to the thread of the cells, and to its loops. */
  readonly ask: () => void;
  /** Whether that thread gives no sign within some milliseconds. */
  readonly isBusy: (milliseconds: number) => Promise<boolean>;
  /** Breaks a loop that runs before its cell's first `await`, or in a strategy. */
  readonly signal: () => Promise<void>;
  /** Breaks any loop, and whatever stands around it. */
  readonly breakOff: () => Promise<void>;
  /** Announces the end of the kernel, and brings it about. */
  readonly kill: () => void;
}

/** Milliseconds that each rung has before the next one. */
export interface Patience {
  readonly untilSignal: number;
  readonly untilBreak: number;
  readonly untilKill: number;
  /** Without a sign for so long, the thread is taken to be busy. */
  readonly untilBusy: number;
}

/** Where a person interrupts. */
export const usual: Patience = { untilSignal: 250, untilBreak: 150, untilKill: 1200, untilBusy: 100 };
/** Where no time is to be lost. */
export const hurried: Patience = { untilSignal: 0, untilBreak: 60, untilKill: 1500, untilBusy: 25 };

/** Interrupts what runs: kindly, then by force, and at last by ending the kernel, which Jupyter starts again. */
export async function climb(rungs: Rungs, patience: Patience): Promise<void> {
  const { goesOn, ask, isBusy, signal, breakOff, kill } = rungs;
  // Others may be at work where a cell only waits for them.
  const force = async (act: () => Promise<void>) => {
    if (goesOn() && (await isBusy(patience.untilBusy)) && goesOn()) await act();
  };
  ask();
  await wait(patience.untilSignal);
  await force(signal);
  await wait(patience.untilBreak);
  await force(breakOff);
  await wait(patience.untilKill);
  if (goesOn()) kill();
}
