import type { SessionRun } from "../../run/run";
import type { Stored } from "../record/record";
import type { SessionState } from "../record/status";

/** Brings what a session does to its store. */
export interface SessionWriter {
  /** Whether a write is under way. */
  readonly writing: boolean;
  /** Whether it has the lock, so that nobody else can write the session. */
  readonly holdsLock: boolean;
  /**
   * Takes the lock of the session. Throws SESSION_IN_USE when another process has it, and INVALID_STATE or UNKNOWN_SESSION
   * when one has had it and the session is not what it was.
   */
  acquire(): Promise<void>;
  /** Gives the lock back. */
  release(): Promise<void>;
  /** Takes a run as it is for what the store holds already. */
  adopt(run: SessionRun): void;
  /**
   * Begins to write when enough is new, or will have been new for too long after a wait of some milliseconds; returns at once.
   * Throws what a write before failed with.
   */
  writeBehind(run: SessionRun, wait?: number): void;
  /** Writes everything that is new, and the state; resolves when it is stored. */
  write(run: SessionRun, state: SessionState): Promise<void>;
  /** Writes the state alone. */
  writeState(state: SessionState): Promise<void>;
  /** Returns what the store holds of the session, once nothing is being written any more. */
  recall(): Promise<Stored | undefined>;
}
