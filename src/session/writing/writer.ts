import type { SessionRun } from "../../run/run";
import type { Stored } from "../record/record";
import type { SessionState } from "../record/status";

/** Writes what a session does to its store. */
export interface SessionWriter {
  /** Whether a write is under way. */
  readonly writing: boolean;
  /** Whether it has the lock, so that nobody else can write the session. */
  readonly holdsLock: boolean;
  /** How many points of the curve it has, so that a run need not keep them for it. */
  readonly points: number;
  /**
   * Takes the lock of the session. Throws SESSION_IN_USE if another process has it. Throws INVALID_STATE or
   * UNKNOWN_SESSION if another process had it and has changed or deleted the session.
   */
  acquire(): Promise<void>;
  /** Releases the lock. */
  release(): Promise<void>;
  /** Treats a run as it is now as stored. */
  adopt(run: SessionRun): void;
  /**
   * Begins to write if enough is new, or if it would wait too long after a wait of some milliseconds. Returns at once.
   * Throws the error of an earlier write that failed.
   */
  writeBehind(run: SessionRun, wait?: number): void;
  /** Writes everything new, and the state. Resolves when it is stored. */
  write(run: SessionRun, state: SessionState): Promise<void>;
  /** Writes everything new, and the state, at once, beside what is written already. Resolves when it is stored. */
  keep(run: SessionRun, state: SessionState): Promise<void>;
  /** Writes the state alone. */
  writeState(state: SessionState): Promise<void>;
  /** Writes why a session could not begin, or that it could after all. */
  writeRefusal(error: Error | undefined): Promise<void>;
  /** Returns what the store holds of the session, once no write is under way. */
  recall(): Promise<Stored | undefined>;
}
