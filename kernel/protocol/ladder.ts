/** What the rungs of an interrupt do. */
export interface Rungs {
  /** Whether what was to be interrupted still goes on. */
  readonly goesOn: () => boolean;
  /** Says it to the thread of the cells, and to its loops. */
  readonly ask: () => void;
  /** Breaks a loop that runs before its cell's first `await`, or in a strategy. */
  readonly signal: () => void;
  /** Announces the end of the kernel, and brings it about. */
  readonly kill: () => void;
}

// Milliseconds from one rung to the next.
const untilSignal = 400;
const untilKill = 1500;

/** Interrupts what runs: kindly, then by a signal, and at last by ending the kernel, which Jupyter starts again. */
export function climb({ goesOn, ask, signal, kill }: Rungs): void {
  ask();
  setTimeout(() => {
    if (!goesOn()) return;
    signal();
    setTimeout(() => {
      if (goesOn()) kill();
    }, untilKill);
  }, untilSignal);
}
