import { readable } from "../../core/checks";
import { kernelHook } from "../../notebook/hook";
import type { SessionRun } from "../../run/run";

/**
 * Does a part of a run's work. In a notebook, the strategy can be broken off during it, even if it never ends. Then
 * the run fails.
 */
export function breakable<Result>(run: SessionRun, work: () => Result): Result {
  const hook = kernelHook();
  if (hook === undefined) return work();
  try {
    return hook.interruptible(work);
  } catch (error) {
    const code = readable(() => (error as { code?: unknown } | undefined)?.code, undefined);
    if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    throw run.engine.fail(endless(error as Error));
  }
}

// At the place where the script was broken off.
function endless({ stack = "" }: Error): Error {
  const error = new Error("it was interrupted, because it did not end");
  error.stack = [`Error: ${error.message}`, ...stack.split("\n").slice(1)].join("\n");
  return error;
}
