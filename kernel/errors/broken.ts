const brokenCode = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

/** Whether an error is that of a script that was broken by a signal. */
export function isBroken(error: unknown): error is Error {
  try {
    return (error as { code?: unknown } | undefined)?.code === brokenCode;
  } catch {
    // What cells throw need not let itself be read.
    return false;
  }
}
