import { statSync } from "node:fs";
import { PaperLabError } from "../../errors";
import { scheduleCheckpoints } from "../sqlite/checkpoints";
import { type Connection, openConnection } from "../sqlite/connection";
import { commitPackets } from "./commit";
import { GroupCommits, type Urgency } from "./group";
import type { Packet } from "./packet";
import type { DatabasePlace } from "./thread/messages";

/** What commits packets to one database file. */
export interface FileCommits {
  /** Stores a packet. Rejects with why it could not. */
  commit(packet: Packet, urgency: Urgency): Promise<void>;
  /** Stores everything that waits and ends the connection. */
  close(): Promise<void>;
}

/** Opens a connection of its own to a database that is there, and commits packets over it in groups. */
export async function openFileCommits(place: DatabasePlace): Promise<FileCommits> {
  const connection = await openWriting(place);
  const checkPlace = () => checkUnmoved(place);
  const group = new GroupCommits(async (packets) => {
    const outcomes = await commitPackets(connection, packets, checkPlace);
    checkpoints.written(packets.reduce((sum, { bytes }) => sum + bytes, 4096));
    return outcomes;
  });
  // What fails here stays in the write-ahead log, and is moved another time.
  const move = () => void connection.all("PRAGMA wal_checkpoint(PASSIVE)").catch(() => undefined);
  const checkpoints = scheduleCheckpoints(move);
  return {
    async commit(packet, urgency) {
      const outcome = await group.give(packet, urgency);
      if (outcome !== undefined) throw outcome.error;
    },
    async close() {
      checkpoints.stop();
      await group.flush();
      await connection.close();
    },
  };
}

async function openWriting(place: DatabasePlace): Promise<Connection> {
  let connection: Connection | undefined;
  try {
    checkUnmoved(place);
    connection = await openConnection(place.file, "write", place.busyTimeout);
    // A commit makes sure that its sessions are there; asking again for every row would cost a third of it.
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

// SQLite would go on writing into a file that has no name any more.
function checkUnmoved({ path, file, identity }: DatabasePlace): void {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (found === undefined || `${found.dev}:${found.ino}` !== identity) throw moved(path);
}

/** Returns the error of a database file that is not where it was. */
export function moved(path: string): PaperLabError {
  const message = `${path} was moved or deleted while it was open. Put it back, or open the lab again`;
  return new PaperLabError("STORE_FAILED", message);
}
