import { kernelHook } from "../../notebook/hook";
import { interrupted, type SessionState } from "../record/status";
import type { SessionDriver } from "./driver";

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

/** The part of a session that is waited for. */
export interface Followed {
  readonly name: string;
  readonly state: SessionState;
  readonly steps: number;
  pause(): Promise<void>;
}

/** Starts or resumes a session and waits until it rests. An abort of the signal, or of the cell that waits, pauses it. */
export async function follow(session: Followed, driver: SessionDriver, signal: AbortSignal | undefined): Promise<void> {
  // After an interrupt of the cell, code that still runs in it starts nothing.
  if (kernelHook()?.cell()?.signal.aborted) throw interrupted(session.name, session.state, session.steps);
  // It was asked to pause, and has not come to rest yet.
  while (driver.pausing) await driver.settled();
  if (session.state === "COMPLETED") return;
  const setOff = session.state === "RUNNING" ? Promise.resolve() : driver.set("run");
  await untilRest(session, setOff, driver, signal);
}

/** Waits until a session that was set off rests. An abort of the signal, or of the cell that waits, pauses it. */
export async function untilRest(
  session: Followed,
  setOff: Promise<void>,
  driver: SessionDriver,
  signal?: AbortSignal,
): Promise<void> {
  const cell = kernelHook()?.cell();
  await setOff;
  await pausedOnAbort(session, driver.settled(), [signal, cell?.signal]);
  if (cell?.signal.aborted && session.state === "PAUSED") throw interrupted(session.name, session.state, session.steps);
}
