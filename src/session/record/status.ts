import type { EndReason } from "../../core/engine/engine";
import { counted } from "../../core/short-text";
import { type ErrorCode, PaperLabError } from "../../errors";
import type { SessionState } from "../../store/store";

export type { SessionState } from "../../store/store";

/** A request that moves a session from one state to another. */
export type Transition = "started" | "paused" | "resumed" | "stopped" | "stepped" | "paced" | "traded by hand" | "run";

const allowedFrom: Record<Transition, readonly SessionState[]> = {
  started: ["CREATED", "RUNNING", "PAUSED"],
  paused: ["RUNNING"],
  resumed: ["PAUSED"],
  stopped: ["CREATED", "RUNNING", "PAUSED"],
  stepped: ["CREATED", "PAUSED"],
  paced: ["CREATED", "RUNNING", "PAUSED"],
  "traded by hand": ["RUNNING", "PAUSED"],
  run: ["CREATED", "RUNNING", "PAUSED", "COMPLETED"],
};

const cures: Partial<Record<SessionState, string>> = {
  CREATED: "Start it first",
  RUNNING: "Pause it first",
  PAUSED: "Resume it",
  COMPLETED: "Create a new one",
  FAILED: "See its error, and create a new one",
};

/** Whether a session in `state` never goes on. */
export function hasEnded(state: SessionState): boolean {
  return state === "COMPLETED" || state === "FAILED";
}

/** Throws INVALID_STATE unless a session in `state` can make the transition. */
export function checkTransition(name: string, state: SessionState, transition: Transition): void {
  if (allowedFrom[transition].includes(state)) return;
  const message = `Session "${name}" is ${state} and cannot be ${transition}. ${cures[state]}`;
  throw new PaperLabError("INVALID_STATE", message);
}

/** Returns the error of a session that is traded by hand before it has taken a step. */
export function noStepYet(name: string, kind: string): PaperLabError {
  const what =
    kind === "tradingState"
      ? "and its trading state is set between two steps"
      : "so there is no price to trade at by hand";
  const message = `Session "${name}" has taken no step yet, ${what}. Take one first: await session.step()`;
  return new PaperLabError("INVALID_STATE", message);
}

/** Returns the error of a session that another process runs, or keeps to go on with. */
export function sessionInUse(name: string): PaperLabError {
  const message = `Session "${name}" is RUNNING or PAUSED in another process. Wait until it ends, stop it there, or close its lab there`;
  return new PaperLabError("SESSION_IN_USE", message);
}

/** Returns the error of a session whose cell was interrupted. */
export function interrupted(name: string, state: SessionState, steps: number): PaperLabError {
  const message = `Session "${name}" was interrupted and is ${state} after ${counted(steps, "step")}, with everything kept. Go on with run()`;
  return new PaperLabError("INTERRUPTED", message);
}

/** Returns the error of a session that another process took further. */
export function sessionMoved(name: string): PaperLabError {
  const message = `Session "${name}" has gone on elsewhere since it was opened here. Open it again with lab.session("${name}")`;
  return new PaperLabError("INVALID_STATE", message);
}

/** Returns the error of a session that is no longer in the lab. */
export function sessionDeleted(name: string): PaperLabError {
  return new PaperLabError("UNKNOWN_SESSION", `Session "${name}" was deleted. Create a new one`);
}

/** Whether a code is that of an error that only the writing behind a run throws. */
export function isOfStore(code: ErrorCode): boolean {
  return code.startsWith("STORE_") || code === "UNKNOWN_SESSION" || code === "LAB_CLOSED";
}

/** The state of a session, and how it got there. */
export interface SessionStatus {
  state: SessionState;
  endReason?: EndReason;
  error?: Error;
  /** Epoch milliseconds of the wall clock. */
  startedAt?: number;
  endedAt?: number;
}
