const brokenCode = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

/** Whether an error comes from a script that a signal broke off. */
export function isBroken(error: unknown): error is Error {
  try {
    return (error as { code?: unknown } | undefined)?.code === brokenCode;
  } catch {
    // Values that cells throw may not be readable.
    return false;
  }
}
