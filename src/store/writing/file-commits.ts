import { statSync } from "node:fs";
import { PaperLabError } from "../../errors";
import { takeTurns } from "../../turns";
import { type Connection, openConnection } from "../sqlite/connection";
import { WriteAheadLog } from "../sqlite/log";
import { commitPackets } from "./commit";
import { GroupCommits, type Urgency } from "./group";
import type { Packet } from "./packet";
import type { DatabasePlace } from "./thread/messages";

/** What commits packets to one database file. */
export interface FileCommits {
  /** Stores a packet. Rejects with why it could not. */
  commit(packet: Packet, urgency: Urgency): Promise<void>;
  /**
   * Takes care of the log after somebody else has written: moves it into the file if no session runs (`rest`), or has
   * the file marked.
   */
  mindLog(rest: boolean): Promise<void>;
  /** Stores everything that waits, moves the log into the file and ends the connection. */
  close(): Promise<void>;
}

/** Opens a connection of its own to an existing database, and commits packets over it in groups. */
export async function openFileCommits(place: DatabasePlace): Promise<FileCommits> {
  const connection = await openWriting(place);
  const checkPlace = () => checkUnmoved(place);
  const turns = takeTurns();
  const log = new WriteAheadLog(connection, place.file, turns);
  const mindLog = (rest: boolean, bytes: number) => (rest ? log.rest() : log.written(bytes));
  const group = new GroupCommits((packets, rest) =>
    turns(async () => {
      const outcomes = await commitPackets(connection, packets, checkPlace);
      const isStored = outcomes.some((outcome) => outcome === undefined);
      if (isStored)
        await mindLog(
          rest,
          packets.reduce((sum, { bytes }) => sum + bytes, 4096),
        );
      return outcomes;
    }),
  );
  return {
    async commit(packet, urgency) {
      const outcome = await group.give(packet, urgency);
      if (outcome !== undefined) throw outcome.error;
    },
    mindLog: (rest) => turns(() => mindLog(rest, 0)),
    async close() {
      await group.flush();
      await turns(() => log.restOnce());
      await turns(() => connection.close());
    },
  };
}

async function openWriting(place: DatabasePlace): Promise<Connection> {
  let connection: Connection | undefined;
  try {
    checkUnmoved(place);
    connection = await openConnection(place.file, "write", place.busyTimeout);
    // A commit checks that its sessions exist. Checking for every row would cost a third of it.
    await connection.run("PRAGMA foreign_keys = OFF");
    await connection.run("PRAGMA synchronous = NORMAL");
    await connection.run("PRAGMA cache_size = -16000");
    await connection.run("PRAGMA wal_autocheckpoint = 0");
    return connection;
  } catch (error) {
    await connection?.close();
    checkUnmoved(place);
    throw error;
  }
}

/** Throws STORE_FAILED if a file is no longer there: SQLite would go on with one that no longer has a name. */
export function checkUnmoved({ path, file, identity }: DatabasePlace): void {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (found === undefined || `${found.dev}:${found.ino}` !== identity) throw moved(path);
}

/** Returns the error for a database file that is no longer where it was. */
export function moved(path: string): PaperLabError {
  const message = `${path} was moved or deleted while it was open. Put it back, or open the lab again`;
  return new PaperLabError("STORE_FAILED", message);
}
