import { clearTimeout, setTimeout } from "node:timers";
import type { Turns } from "../../turns";
import type { Connection } from "./connection";
import { isHeld, locked, lockFile } from "./lock";
import { inTransaction } from "./transaction";

// The bit of `user_version` that says that this database's newest changes are in its log. The log itself always clears
// the bit. So only a file that has lost its log has it, and any program that moves the log into the file clears it.
const APART = 1 << 30;

// Bytes of log that are worth moving, bytes that are moved at once, and milliseconds without a commit.
const WORTH_MOVING = 4_000_000;
const TOO_MUCH = 128_000_000;
const IDLE = 250;

/** Returns the version of the schema in a `user_version`. */
export function schemaVersion(userVersion: number): number {
  return userVersion & ~APART;
}

/** Returns whether a database says that its newest changes are in a log, and that log is missing. */
export async function lacksLog(connection: Connection): Promise<boolean> {
  const [{ user_version: version }] = await connection.all("PRAGMA user_version");
  return (Number(version) & APART) !== 0;
}

/**
 * The write-ahead log of a database. While sessions run, commits are in the log, and the file is marked so that a copy
 * of it alone is recognized. When no session runs, everything is moved into the file. A failure is tried again later,
 * because the log loses nothing.
 */
export class WriteAheadLog {
  readonly #connection: Connection;
  readonly #file: string;
  readonly #turns: Turns;
  #marked = false;
  #unmoved = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `turns`: the turns of the work on the connection. */
  constructor(connection: Connection, file: string, turns: Turns) {
    this.#connection = connection;
    this.#file = file;
    this.#turns = turns;
  }

  /** Notes that about this many bytes were committed while a session runs. Call it in a turn. */
  async written(bytes: number): Promise<void> {
    this.stop();
    this.#unmoved += bytes;
    if (!this.#marked || this.#unmoved > TOO_MUCH) await this.#move();
    else if (this.#unmoved > WORTH_MOVING) this.#later(() => this.#move());
  }

  /** Moves everything into the file and empties the log, unless somebody else's session runs. Call it in a turn. */
  async rest(): Promise<void> {
    this.stop();
    try {
      if (await this.#othersRun()) return await this.#move();
      if (this.#marked) await this.#move();
      else if (await lacksLog(this.#connection)) await setMark(this.#connection, false);
      // A further attempt must not mark the file again: that would only lengthen the log.
      this.#marked = false;
      const [{ busy }] = await this.#connection.all("PRAGMA wal_checkpoint(TRUNCATE)");
      if (busy === 0) return;
    } catch {
      // As if it had been busy.
    }
    this.#later(() => this.rest());
  }

  /** As `rest`, without a further attempt. */
  async restOnce(): Promise<void> {
    await this.rest();
    this.stop();
  }

  /** Cancels what it was to do later. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  // The mark is written into the file before everything else, and cleared after everything else.
  async #move(): Promise<void> {
    try {
      await setMark(this.#connection, true);
      const [{ log, checkpointed }] = await this.#connection.all("PRAGMA wal_checkpoint(PASSIVE)");
      this.#marked = log === checkpointed;
      this.#unmoved = 0;
    } catch {
      this.#marked = false;
    }
    await setMark(this.#connection, false).catch(() => undefined);
  }

  async #othersRun(): Promise<boolean> {
    for (const id of await locked(this.#file)) {
      const [row] = await this.#connection.all("SELECT state FROM paper_sessions WHERE id = ?", [id]);
      if (row?.state === "RUNNING" && (await isHeld(lockFile(this.#file, id)))) return true;
    }
    return false;
  }

  #later(work: () => Promise<void>): void {
    this.#timer = setTimeout(() => void this.#turns(work), IDLE).unref();
  }
}

function setMark(connection: Connection, isSet: boolean): Promise<void> {
  return inTransaction(connection, "immediate", async () => {
    const [{ user_version: version }] = await connection.all("PRAGMA user_version");
    const wanted = isSet ? Number(version) | APART : schemaVersion(Number(version));
    if (wanted !== version) await connection.execute(`PRAGMA user_version = ${wanted}`);
  });
}
