import { Script } from "node:vm";
import type { MimeBundle, ShownBundle } from "../results/bundle";
import type { Breaker } from "./breakable";
import { type Cell, currentCell } from "./cell";
import type { Displays, DisplayTarget } from "./displays";

/** A session as the kernel sees it. */
export interface RunningSession {
  readonly name: string;
  /** Pauses it where it stands; resolves once everything of it is kept. */
  pauseNow(): Promise<void>;
}

/**
 * What paperlab finds at `globalThis[Symbol.for("paperlab.kernel")]`: the one place in which the kernel and the library
 * meet. Neither imports the other.
 */
export interface KernelHook {
  /** Shows a bundle under the cell whose code runs; with a target, in one place that is updated. */
  display(bundle: MimeBundle, target?: DisplayTarget): void;
  /** Returns what a notebook shows of a value. */
  bundleOf(value: unknown): ShownBundle;
  /** Takes back what the cell whose code runs has shown; with `wait`, only when it shows something else. */
  clearOutput(wait: boolean): void;
  /** The cell whose code runs. */
  cell(): Cell | undefined;
  /** Runs `work` so that an interrupt can break it even if it loops for ever; then it throws. */
  interruptible<Result>(work: () => Result): Result;
  /** The sessions that run, with the cell that set them off. */
  readonly sessions: Map<RunningSession, Cell | undefined>;
}

const hookKey = Symbol.for("paperlab.kernel");
const workKey = Symbol.for("paperlab.kernel.work");

/** Makes the hook and leaves it where paperlab finds it. */
export function installHook(displays: Displays, breaker: Breaker): KernelHook {
  const hook: KernelHook = {
    display: (bundle, target) => displays.show(bundle, target),
    bundleOf: (value) => displays.bundleOf(value),
    clearOutput: (wait) => displays.clear(wait),
    cell: currentCell,
    interruptible: (work) => interruptible(work, breaker),
    sessions: new Map(),
  };
  Object.defineProperty(globalThis, hookKey, { value: hook, configurable: true });
  return hook;
}

let script: Script | undefined;

// A signal that breaks a script breaks what the script calls.
function interruptible<Result>(work: () => Result, breaker: Breaker): Result {
  script ??= new Script('globalThis[Symbol.for("paperlab.kernel.work")]()');
  const slots = globalThis as { [workKey]?: unknown };
  const outer = slots[workKey];
  slots[workKey] = work;
  try {
    return breaker.run(script) as Result;
  } finally {
    slots[workKey] = outer;
  }
}
