import { expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";

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

/** Returns a time in epoch milliseconds: an ISO date is the end of that trading day. Throws INVALID_OPTION. */
export function instantOf(time: string | number | Date, calendar: Calendar): number {
  if (typeof time === "string" && /^\d{4}-\d{2}-\d{2}$/.test(time))
    return calendar.dayEnd(calendar.endOf(dayOfDate(time)));
  const instant = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : time;
  if (typeof instant === "number" && Number.isFinite(instant)) return instant;
  throw expected("time", "an ISO date or instant, or epoch milliseconds", time);
}
