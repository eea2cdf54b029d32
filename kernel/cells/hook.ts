import { Script } from "node:vm";
import { type MimeBundle, travelling } from "../results/bundle";
import type { Breaker } from "./breakable";
import { type Cell, currentCell } from "./cell";
import type { Streams } from "./streams";

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
  display(bundle: MimeBundle, target?: { readonly id: string; readonly update: boolean }): void;
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
export function installHook(streams: Streams, breaker: Breaker, lastCell: () => Cell | undefined): KernelHook {
  const hook: KernelHook = {
    display: (bundle, target) => (currentCell() ?? lastCell())?.publish(displayOf(bundle, target, streams)),
    cell: currentCell,
    interruptible: (work) => interruptible(work, breaker),
    sessions: new Map(),
  };
  Object.defineProperty(globalThis, hookKey, { value: hook, configurable: true });
  return hook;
}

/** Makes the message of a display; what was written before it is sent before it. */
export function displayOf(data: MimeBundle, target: { id: string; update: boolean } | undefined, streams: Streams) {
  streams.flush();
  const transient = target === undefined ? {} : { display_id: target.id };
  const type = target?.update === true ? ("update_display_data" as const) : ("display_data" as const);
  return { type, content: { data: travelling(data), metadata: {}, transient } };
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
