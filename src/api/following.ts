import { kernelHook } from "../notebook/hook";
import type { SessionDriver } from "../session/life/driver";
import { pausedOnAbort } from "../session/life/waiting";
import { interrupted, type SessionState } from "../session/record/status";

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
