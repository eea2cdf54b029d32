import { Script } from "node:vm";
import type { MimeBundle, ShownBundle } from "../results/bundle";
import type { SharedFlags } from "../thread/flags";
import type { Breaker } from "./breakable";
import { type Cell, currentCell } from "./cell";
import type { Displays, DisplayTarget } from "./displays";

/** A session as the kernel sees it. */
export interface RunningSession {
  readonly name: string;
  /** Pauses it. Resolves once everything is kept. */
  pauseNow(): Promise<void>;
  /**
   * Makes it stand still if its strategy reads variables of cells under some names, which a cell is about to declare
   * anew. It goes on by itself after 2 s. Resolves once it stands.
   */
  stand?(names: readonly string[]): Promise<void>;
  /** Lets it go on. Resolves once it does, or is PAUSED. */
  goOn?(): Promise<void>;
}

/**
 * paperlab finds this at `globalThis[Symbol.for("paperlab.kernel")]`. It is the only place where the kernel and the
 * library meet: neither imports the other.
 */
export interface KernelHook {
  /** Shows a bundle under the cell whose code runs. With a target, it updates one place. */
  display(bundle: MimeBundle, target?: DisplayTarget): void;
  /** Returns what a notebook shows for a value. */
  bundleOf(value: unknown): ShownBundle;
  /** Removes the output of the cell whose code runs. With `wait`, only when there is new output. */
  clearOutput(wait: boolean): void;
  /** The cell whose code runs. */
  cell(): Cell | undefined;
  /** Runs `work` so that an interrupt can break it off even if it loops for ever. Then it throws. */
  interruptible<Result>(work: () => Result): Result;
  /** The running sessions, and the cell that started each. */
  readonly sessions: Map<RunningSession, Cell | undefined>;
}

const hookKey = Symbol.for("paperlab.kernel");
const workKey = Symbol.for("paperlab.kernel.work");

/** Makes the hook and puts it where paperlab finds it. */
export function installHook(displays: Displays, breaker: Breaker, flags: SharedFlags): KernelHook {
  const hook: KernelHook = {
    display: (bundle, target) => displays.show(bundle, target),
    bundleOf: (value) => displays.bundleOf(value),
    clearOutput: (wait) => displays.clear(wait),
    cell: currentCell,
    interruptible: (work) => interruptible(work, breaker, flags),
    sessions: new Map(),
  };
  Object.defineProperty(globalThis, hookKey, { value: hook, configurable: true });
  return hook;
}

// Milliseconds that a cell waits for the sessions that it concerns. A strategy may wait for a promise.
const patience = 500;

/**
 * Makes the sessions stand still whose strategies read variables under some names, because a cell is about to declare
 * these anew. Returns what lets them go on; `undefined` at once if it concerns none, so that the cell begins at once.
 */
export function standStill(
  sessions: Iterable<RunningSession>,
  names: readonly string[],
): Promise<() => Promise<void>> | undefined {
  const concerned = [...sessions].filter(({ stand }) => stand !== undefined);
  return concerned.length === 0 || names.length === 0 ? undefined : stood(concerned, names);
}

async function stood(concerned: readonly RunningSession[], names: readonly string[]): Promise<() => Promise<void>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([Promise.all(concerned.map((session) => session.stand?.(names))), tooLong]);
  clearTimeout(timer);
  return async () => {
    await Promise.all(concerned.map((session) => session.goOn?.()));
  };
}

let script: Script | undefined;

// A signal that breaks a script also breaks what the script calls.
function interruptible<Result>(work: () => Result, breaker: Breaker, flags: SharedFlags): Result {
  script ??= new Script('globalThis[Symbol.for("paperlab.kernel.work")]()');
  const slots = globalThis as { [workKey]?: unknown };
  const outer = slots[workKey];
  const wasCalling = flags.calling;
  slots[workKey] = work;
  flags.calling = true;
  try {
    return breaker.run(script) as Result;
  } finally {
    slots[workKey] = outer;
    flags.calling = wasCalling;
  }
}
