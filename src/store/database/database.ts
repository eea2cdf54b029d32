import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { takeTurns } from "../../turns";
import type { ReadRows } from "../rows/packed-rows";
import { type Access, type Cells, type Connection, openConnection } from "../sqlite/connection";
import { codeOf, logMissing, readOnly, storeError } from "../sqlite/errors";
import { identityOf, inspectFile, sizeOf } from "../sqlite/file";
import { lacksLog, WriteAheadLog } from "../sqlite/log";
import { inTransaction } from "../sqlite/transaction";
import { commitPackets } from "../writing/commit";
import { moved } from "../writing/file-commits";
import { GroupCommits, type Urgency } from "../writing/group";
import type { Packet } from "../writing/packet";
import type { Statement } from "../writing/thread/messages";
import { askNow, openInThread, readNow } from "../writing/thread/thread";
import { checkVersion, migrate } from "./migrations";

/** An open database of paperlab. Every error it rejects with is a PaperLabError. */
export interface Database {
  /** As the caller wrote it. */
  readonly path: string;
  /** Absolute path of the file; undefined in memory. */
  readonly file: string | undefined;
  readonly writable: boolean;
  /** Throws LAB_CLOSED after `close`. */
  checkOpen(): void;
  /**
   * Runs some work on the writing connection, alone and outside a transaction. Throws STORE_READ_ONLY, STORE_FAILED.
   */
  write<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** Runs some work on a connection that cannot write, alone and in one transaction. */
  read<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /**
   * Reads the rows of a session in some tables at once, or of all sessions as they are stored, blocking this thread, also
   * after `close`. Absent in memory. Throws UNKNOWN_SESSION if it was deleted.
   */
  readNow?(session: number | undefined, tables: readonly string[]): readonly ReadRows[];
  /** Answers statements that only read, with the rows of each, as `readNow` does. Absent in memory. */
  askNow?(statements: readonly Statement[]): readonly (readonly Cells[])[];
  /** Stores a packet. Packets are stored in the order in which they are handed over. */
  commit(packet: Packet, urgency: Urgency): Promise<void>;
  /** Has the log taken care of after a write. `rest`: whether no session runs. */
  mindLog(rest: boolean): Promise<void>;
  /** Waits for the work under way and closes the connections. */
  close(): Promise<void>;
}

/** Opens a database, or makes it. `busyTimeout`: milliseconds to wait for another process's lock. */
export async function openDatabase(path: string, busyTimeout: number): Promise<Database> {
  if (typeof path !== "string" || path === "") throw expected("path", "the name of a file", path);
  try {
    return path === ":memory:" ? await openMemory(busyTimeout) : await openFile(path, busyTimeout);
  } catch (error) {
    throw storeError(error, path);
  }
}

async function openMemory(busyTimeout: number): Promise<Database> {
  const connection = await openConnection(":memory:", "create", busyTimeout);
  await connection.run("PRAGMA foreign_keys = ON");
  await migrate(connection, ":memory:");
  const turns = takeTurns();
  const { work, closeAfter, checkOpen } = guard(":memory:", turns);
  const group = new GroupCommits((packets) => work(() => commitPackets(connection, packets)));
  return {
    path: ":memory:",
    file: undefined,
    writable: true,
    checkOpen,
    write: (task) => work(() => task(connection)),
    read: (task) =>
      work(() => queryOnly(connection, () => inTransaction(connection, "deferred", () => task(connection)))),
    async commit(packet, urgency) {
      checkOpen();
      const outcome = await group.give(packet, urgency);
      if (outcome !== undefined) throw storeError(outcome.error, ":memory:");
    },
    mindLog: async () => undefined,
    async close() {
      await group.flush();
      await closeAfter(() => connection.close());
    },
  };
}

async function queryOnly<Result>(connection: Connection, task: () => Promise<Result>): Promise<Result> {
  await connection.run("PRAGMA query_only = ON");
  try {
    return await task();
  } finally {
    await connection.run("PRAGMA query_only = OFF");
  }
}

async function openFile(path: string, busyTimeout: number): Promise<Database> {
  const { file, writable } = await inspectFile(path);
  // Opening a database creates its log.
  const hadLog = (await identityOf(logOf(file))) !== undefined;
  const check = async (connection: Connection) => {
    if (!hadLog && (await hasLostLog(connection, file))) throw logMissing(path);
  };
  const writer = writable ? await openWriter(path, file, busyTimeout, check) : undefined;
  const reader = writable
    ? await openConnection(file, "readOnly", busyTimeout)
    : await openAlone(path, file, busyTimeout, check);
  const identity = await identityOf(file);
  const writing = guard(path, takeTurns());
  const reading = guard(path, takeTurns());
  const place = { path, file, identity, busyTimeout };
  const commits = writable ? openInThread(place) : undefined;
  return {
    path,
    file,
    writable,
    checkOpen: writing.checkOpen,
    write: (task) =>
      writing.work(async () => {
        if (writer === undefined) throw readOnly(path);
        // Otherwise SQLite would go on writing into a file that no longer has a name.
        if ((await identityOf(file)) !== identity) throw moved(path);
        return task(writer);
      }),
    read: (task) => reading.work(() => inTransaction(reader, "deferred", () => task(reader))),
    readNow: (session, tables) => readNow(place, session, tables),
    askNow: (statements) => askNow(place, statements),
    async commit(packet, urgency) {
      writing.checkOpen();
      if (commits === undefined) throw readOnly(path);
      await commits.commit(packet, urgency);
    },
    // The write is stored, whatever happens to the log.
    mindLog: async (rest) => commits?.mindLog(rest).catch(() => undefined),
    async close() {
      await commits?.close();
      await reading.closeAfter(() => reader.close());
      await writing.closeAfter(async () => writer?.close());
    },
  };
}

type Check = (connection: Connection) => Promise<void>;

async function openWriter(path: string, file: string, busyTimeout: number, check: Check): Promise<Connection> {
  const connection = await openConnection(file, "create", busyTimeout);
  try {
    await checkVersion(connection, path);
    await check(connection);
    // Takes effect only in a new file. Larger pages would be half empty: a short session has a few kilobytes per table.
    await connection.run("PRAGMA page_size = 4096");
    await switchToLog(connection);
    await connection.run("PRAGMA synchronous = NORMAL");
    await connection.run("PRAGMA foreign_keys = ON");
    await connection.run("PRAGMA cache_size = -16000");
    await connection.run("PRAGMA wal_autocheckpoint = 0");
    await migrate(connection, path);
    // Moves the log that a dead process has left, or creates the tables of a new file.
    if ((await sizeOf(logOf(file))) > 0 || (await lacksLog(connection)))
      await new WriteAheadLog(connection, file, takeTurns()).restOnce();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function switchToLog(connection: Connection): Promise<void> {
  const [{ journal_mode: mode }] = await connection.all("PRAGMA journal_mode");
  if (mode !== "wal") await connection.all("PRAGMA journal_mode = WAL");
}

function logOf(file: string): string {
  return `${file}-wal`;
}

// Checked twice: another process may mark the file and move its log in between.
async function hasLostLog(connection: Connection, file: string): Promise<boolean> {
  const looksLost = async () => (await lacksLog(connection)) && (await sizeOf(logOf(file))) === 0;
  return (await looksLost()) && (await looksLost());
}

// If a database's folder cannot be written, there is no place for the files of the write-ahead log. If the log is
// empty, the file alone holds everything, and SQLite can be told that nobody changes it.
async function openAlone(path: string, file: string, busyTimeout: number, check: Check): Promise<Connection> {
  try {
    return await openChecked(path, file, "readOnly", busyTimeout, check);
  } catch (error) {
    if (!["SQLITE_CANTOPEN", "SQLITE_READONLY"].includes(codeOf(error))) throw error;
    if ((await sizeOf(logOf(file))) > 0) throw readOnly(path, { cause: error });
    return openChecked(path, file, "immutable", busyTimeout, check);
  }
}

async function openChecked(path: string, file: string, access: Access, busyTimeout: number, check: Check) {
  const connection = await openConnection(file, access, busyTimeout);
  try {
    if ((await checkVersion(connection, path)) === 0) throw readOnly(path);
    await check(connection);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Lets calls take turns, translates their errors, and refuses them after the close. */
function guard(path: string, turns: ReturnType<typeof takeTurns>) {
  let closed = false;
  const checkOpen = () => {
    if (closed) throw new PaperLabError("LAB_CLOSED", `The lab ${path} was closed. Open it again with openLab`);
  };
  return {
    checkOpen,
    async work<Result>(task: () => Promise<Result>): Promise<Result> {
      checkOpen();
      return turns(task).catch((error) => {
        throw storeError(error, path);
      });
    },
    async closeAfter(task: () => Promise<void>): Promise<void> {
      if (closed) return;
      closed = true;
      await turns(task);
    },
  };
}
