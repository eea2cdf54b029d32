export { instantOf } from "../../core/market/instant";

/** The part of a session that is needed to pause it from outside. */
interface Pausable {
  readonly state: string;
  pause(): Promise<void>;
}

/** Waits until a session rests; an abort of one of the signals pauses it. */
export async function pausedOnAbort(
  session: Pausable,
  settled: Promise<void>,
  signals: readonly (AbortSignal | undefined)[],
): Promise<void> {
  const pause = () => {
    if (session.state === "RUNNING") session.pause().catch(() => {});
  };
  if (signals.some((signal) => signal?.aborted)) pause();
  for (const signal of signals) signal?.addEventListener("abort", pause, { once: true });
  try {
    await settled;
  } finally {
    for (const signal of signals) signal?.removeEventListener("abort", pause);
  }
}

/** Whether a value is an AbortSignal, by its behavior: a notebook's may be of another realm. */
export function isSignal(signal: unknown): signal is AbortSignal {
  return typeof signal === "object" && signal !== null && "aborted" in signal && "addEventListener" in signal;
}
