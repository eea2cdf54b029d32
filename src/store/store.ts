import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import type { BarColumns } from "../core/market/bar";
import type { Table } from "../core/table";
import { PaperLabError } from "../errors";
import { type Database, openDatabase } from "./database/database";
import { type ListingWish, listed } from "./reading/listing";
import { ListsReadLater, PendingLists } from "./reading/long-lists";
import { restoreMany } from "./reading/many";
import { type Overview, type OverviewWish, overviewOf, overviewStatements } from "./reading/overview";
import { answerQuery, type QueryParameters } from "./reading/query";
import { restoreContent } from "./reading/restore";
import { listTrials } from "./reading/trials";
import type {
  Batch,
  BesideSession,
  KeptTrial,
  ListedRow,
  NewSession,
  SessionLabels,
  SessionName,
  SessionRow,
  StoredContent,
  StoredTrial,
} from "./rows/batch";
import { type RowsOfChunks, readForLater } from "./rows/packed-rows";
import { readRow } from "./rows/table";
import { finishAtSignals } from "./signals";
import type { Connection } from "./sqlite/connection";
import { readOnly, storeError } from "./sqlite/errors";
import { type LockedKind, locked, lockFile, type Release, sweepLocks, takeLock } from "./sqlite/lock";
import {
  addToSweep,
  deleteSweep,
  findSweep,
  foldSweep,
  insertSweep,
  listSweeps,
  sweepResults,
  sweepReturns,
} from "./sweeps/sqlite-sweeps";
import type { SweepStore } from "./sweeps/sweep-store";
import { restoreBars } from "./tables/bars";
import {
  deleteSession,
  findSession,
  findSessions,
  insertSession,
  listNames,
  listSessions,
  relabelSession,
} from "./tables/sessions";
import { insertTrials, trialTable } from "./tables/trials";
import { sweepBatchFiles } from "./writing/batch-attachment";
import type { Urgency } from "./writing/group";
import { packBatch } from "./writing/packet";
import { finishNow } from "./writing/thread/thread";

export type { ListedPart, ListingWish } from "./reading/listing";
export type { Overview, OverviewWish, SessionAtAGlance } from "./reading/overview";
export type {
  Batch,
  BesideSession,
  KeptTrial,
  ListedRow,
  NewSession,
  SessionChanges,
  SessionLabels,
  SessionName,
  SessionRow,
  SessionState,
  StoredAction,
  StoredBars,
  StoredCashEntry,
  StoredContent,
  StoredFeedEvent,
  StoredFill,
  StoredLog,
  StoredMarginCall,
  StoredMetrics,
  StoredOrder,
  StoredOrderChange,
  StoredPosition,
  StoredTradingState,
  StoredTrial,
} from "./rows/batch";
export type {
  ListedSweep,
  StoredFailure,
  StoredReturns,
  StoredSweep,
  StoredSweepResults,
  StoredSweepState,
  SweepChanges,
  SweepStep,
  SweepWhole,
} from "./rows/sweep-rows";
export { FINGERPRINT_BYTES, NUMBERS_A_RUN } from "./rows/sweep-rows";
export { identityOf, inspectFile } from "./sqlite/file";
export type { Release } from "./sqlite/lock";
export type { SweepStore } from "./sweeps/sweep-store";
export type { Urgency } from "./writing/group";

/**
 * Sessions in one SQLite file. Every method rejects with a PaperLabError: STORE_LOCKED, STORE_READ_ONLY,
 * STORE_CORRUPT, STORE_FULL or STORE_FAILED if the file or the disk refuses, LAB_CLOSED after `close`, and its own. A
 * failure leaves everything stored before as it was.
 */
export interface Store {
  /** As the caller wrote it. */
  readonly path: string;
  /** Whether sessions can be stored. If not, they can only be read. */
  readonly writable: boolean;
  /** Whether sessions are kept as objects, so that only changes of their rows need to be committed. */
  readonly keepsObjects: boolean;
  /**
   * Stores a new session and what comes with it in one transaction. Without a name it is called `session-<id>`.
   * Rejects with SESSION_EXISTS.
   */
  insertSession(row: NewSession, beside?: BesideSession): Promise<SessionRow>;
  /** Removes a session with all its rows, and bars that no other session uses. Resolves to whether there was one. */
  deleteSession(id: number): Promise<boolean>;
  /** Returns the session of an id or a name. */
  session(idOrName: number | string): Promise<SessionRow | undefined>;
  /** Returns the sessions of some ids or names, in their order, all together. */
  sessionsOf(idsOrNames: readonly (number | string)[]): Promise<(SessionRow | undefined)[]>;
  /** Returns every session, in the order they were made. */
  sessions(): Promise<SessionRow[]>;
  /** Returns the name and state of every session by its id, in the order they were made. */
  names(): Promise<Map<number, SessionName>>;
  /** Returns what is listed of sessions, in the order they were made. */
  listed(wish?: ListingWish): Promise<ListedRow[]>;
  /** Changes the labels of a session. Resolves to whether there is one. Rejects with SESSION_EXISTS. */
  relabel(id: number, labels: SessionLabels): Promise<boolean>;
  /** Returns the ledger of trials, in the order they were run last. */
  trials(): Promise<KeptTrial[]>;
  /**
   * Returns the ledger, in any order. It blocks the thread, and works after `close` too. Throws STORE_FAILED and other
   * errors of the store.
   */
  trialsNow(): readonly StoredTrial[];
  /**
   * Returns what there is to see of some sessions and of the newest sweeps. It blocks the thread, and works after `close`
   * too. Throws STORE_FAILED and other errors of the store.
   */
  overviewNow(wish: OverviewWish): Overview;
  /**
   * Stores what is new or has changed in a session in one transaction. The batch is copied before the call returns,
   * which takes about 0.4 us per row. The rest happens on another thread. Batches of a session are stored in the order
   * in which they were given. Rejects with UNKNOWN_SESSION.
   */
  commit(id: number, batch: Batch, urgency?: Urgency): Promise<void>;
  /**
   * Says whether a session runs. When none runs, everything is in the file alone. A session also stops running with a
   * commit that says so.
   */
  setRunning(id: number, runs: boolean): void;
  /** Says how to get the whole content of a session, and its trial. Only a store that keeps objects uses it. */
  present(id: number, whole: () => Batch, trial?: () => StoredTrial | undefined): void;
  /**
   * Returns everything committed for a session, bit for bit. `ended`: whether it never goes on, so that long lists can be
   * read when somebody looks at them. That blocks the thread, and throws the errors of the store, or UNKNOWN_SESSION if
   * another process has deleted the session.
   */
  restore(id: number, ended?: boolean): Promise<StoredContent>;
  /**
   * Returns everything committed for some sessions that have ended, as `restore` does, with what metrics are computed from
   * already read: all together, which takes a fraction of the time. Of one that was deleted, everything is empty.
   */
  restoreEnded(ids: readonly number[]): Promise<StoredContent[]>;
  /**
   * Reads what metrics of some restored sessions are computed from, all together and without blocking the thread, if
   * nobody has looked at it yet. Of one that was deleted it reads nothing.
   */
  readAhead(ids: readonly number[]): Promise<void>;
  /** Returns the bars of a hash, bit for bit; `undefined` if they were not stored. */
  bars(sha256: string): Promise<BarColumns | undefined>;
  /** Answers one reading SQL statement. Rejects with INVALID_QUERY. */
  query(sql: string, parameters?: QueryParameters): Promise<Table>;
  /** The sweeps. */
  readonly sweeps: SweepStore;
  /**
   * Takes the lock of a session's only writer. Resolves to a function that releases it, or to undefined if another
   * process or store holds it. A process that dies loses it.
   */
  acquire(id: number): Promise<Release | undefined>;
  /**
   * Blocks until everything that was committed is on disk, without a turn of the event loop. It is meant for the end
   * of a process. Throws the first error of what could not be stored.
   */
  finishNow(): void;
  /** Waits for the work under way, releases all locks and closes the file. */
  close(): Promise<void>;
}

/** How a store is opened. */
export interface StoreOptions {
  /** Milliseconds to wait for the lock of another process; default 5000. */
  readonly busyTimeout?: number;
  /** Trials that it begins with. */
  readonly trials?: readonly KeptTrial[];
}

/**
 * Opens a store, or makes it: one SQLite file, or `":memory:"`. A file or folder that cannot be written opens for
 * reading. Rejects with STORE_CORRUPT (damaged, or not paperlab's), STORE_NEWER, STORE_LOCKED, STORE_READ_ONLY (there
 * is nothing to read) or INVALID_OPTION (a folder, or in no folder), and leaves the file as it was.
 */
export async function openStore(path: string, { busyTimeout = 5000, trials = [] }: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(path, busyTimeout);
  if (trials.length > 0) await database.write((connection) => insertTrials(connection, trials));
  const locks = makeLocks(database);
  const running = new Set<number>();
  const pending = new PendingLists();
  const forgetSignals = database.file === undefined ? () => undefined : finishAtSignals();
  const write: Write = async (work) => {
    const result = await database.write(work);
    await database.mindLog(running.size === 0);
    return result;
  };
  if (database.writable && database.file !== undefined) await tidy(database.file);
  return {
    path,
    writable: database.writable,
    keepsObjects: false,
    present: () => undefined,
    setRunning: (id, runs) => void (runs ? running.add(id) : running.delete(id)),
    async insertSession(row, beside) {
      if (beside?.replaces !== undefined) pending.readAll(beside.replaces.id);
      return write((connection) => insertSession(connection, row, beside));
    },
    async deleteSession(id) {
      pending.readAll(id);
      return write((connection) => deleteSession(connection, id));
    },
    session: (idOrName) => database.read((connection) => findSession(connection, idOrName)),
    sessionsOf: (idsOrNames) => database.read((connection) => findSessions(connection, idsOrNames)),
    sessions: () => database.read(listSessions),
    names: async () => withoutDead(await database.read(listNames), database.file),
    listed: (wish) => database.read((connection) => listed(connection, wish)),
    relabel: (id, labels) => write((connection) => relabelSession(connection, id, labels)),
    trials: () => database.read(listTrials),
    trialsNow: () => trialsRead(database.readNow),
    overviewNow: (wish) => overviewRead(database, wish),
    async commit(id, batch, urgency = {}) {
      const runs = batch.state === "RUNNING";
      if (batch.state !== undefined && !runs) running.delete(id);
      await database.commit(packBatch(id, batch), { ...urgency, rest: running.size === 0 && !runs });
    },
    restore: (id, ended = false) => restored(database, pending, id, ended),
    restoreEnded: (ids) => restoredEnded(database, pending, ids),
    readAhead: (ids) => database.read((connection) => readAhead(connection, pending, ids)),
    bars: (sha256) => database.read((connection) => restoreBars(connection, sha256)),
    query: (sql, parameters = []) => database.read((connection) => answerQuery(connection, sql, parameters)),
    sweeps: sweepsOf(database, write, running, locks),
    acquire: (id) => locks.acquire(id, "session"),
    finishNow,
    async close() {
      await locks.releaseAll();
      await database.close();
      forgetSignals();
    },
  };
}

type Write = <Result>(work: (connection: Connection) => Promise<Result>) => Promise<Result>;

// `running`: the ids of sessions that run. Those are above 0.
function sweepsOf(
  { read }: Database,
  write: Write,
  running: Set<number>,
  locks: ReturnType<typeof makeLocks>,
): SweepStore {
  return {
    insert: (sweep) => write((connection) => insertSweep(connection, sweep)),
    find: (name) => read((connection) => findSweep(connection, name)),
    list: () => read(listSweeps),
    results: (id) => read((connection) => sweepResults(connection, id)),
    returns: (id) => read((connection) => sweepReturns(connection, id)),
    add(id, step, changes) {
      if (changes.state === "RUNNING") running.add(-id);
      else if (changes.state !== undefined) running.delete(-id);
      return write((connection) => addToSweep(connection, id, step, changes));
    },
    fold: (id, whole, changes) => write((connection) => foldSweep(connection, id, whole, changes)),
    delete: (id) => write((connection) => deleteSweep(connection, id)),
    acquire: (id) => locks.acquire(id, "sweep"),
  };
}

// What processes that died have left beside the file.
async function tidy(file: string): Promise<void> {
  await sweepLocks(file).catch(() => undefined);
  for (const folder of [tmpdir(), dirname(file)]) await sweepBatchFiles(folder).catch(() => undefined);
}

// Where nothing can be written, another connection may not be possible, so that lists cannot be read later.
async function restored(
  { readNow, writable, read }: Database,
  pending: PendingLists,
  id: number,
  ended: boolean,
): Promise<StoredContent> {
  const later = ended && writable && readNow ? new ListsReadLater((names) => readNow(id, names)) : undefined;
  if (later !== undefined) pending.add(id, later);
  return read((connection) => restoreContent(connection, id, later));
}

async function restoredEnded(
  { readNow, writable, read }: Database,
  pending: PendingLists,
  ids: readonly number[],
): Promise<StoredContent[]> {
  return read(async (connection) => {
    if (writable && readNow) return restoreMany(connection, ids, pending, (id) => (names) => readNow(id, names));
    const contents: StoredContent[] = [];
    for (const id of ids) contents.push(await restoreContent(connection, id));
    return contents;
  });
}

async function readAhead(connection: Connection, pending: PendingLists, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    const lists = pending.of(id);
    if (lists.length === 0 || (await findSession(connection, id)) === undefined) continue;
    for (const one of lists) await one.readAhead((table) => readForLater(connection, table, id));
  }
}

function overviewRead({ askNow, file }: Database, wish: OverviewWish): Overview {
  if (askNow === undefined || file === undefined) throw notAtOnce();
  const { sessions, sweeps, sweepCount } = overviewOf(wish, askNow(overviewStatements(wish)));
  // One that is RUNNING in no process was left by one that died.
  const now = <One extends { readonly state: string }>(one: One, id: number, kind: LockedKind): One =>
    one.state !== "RUNNING" || existsSync(lockFile(file, id, kind)) ? one : { ...one, state: "PAUSED" };
  return {
    sessions: new Map(Array.from(sessions, ([id, one]) => [id, now(one, id, "session")])),
    sweeps: sweeps.map((one) => now(one, one.id, "sweep")),
    sweepCount,
  };
}

function notAtOnce(): PaperLabError {
  return new PaperLabError("STORE_FAILED", "A database in memory cannot be read at once");
}

function trialsRead(readNow: Database["readNow"]): readonly StoredTrial[] {
  if (readNow === undefined) throw notAtOnce();
  const [{ cells }] = readNow(undefined, [trialTable.name]) as readonly RowsOfChunks[];
  return cells.map((row) => readRow(trialTable, row));
}

/** A session that is RUNNING in no process was left by one that died. It is PAUSED at its last commit. */
async function withoutDead(
  names: Map<number, SessionName>,
  file: string | undefined,
): Promise<Map<number, SessionName>> {
  const alive = file === undefined ? [] : await locked(file);
  for (const [id, { name, state }] of names) {
    if (state === "RUNNING" && !alive.includes(id)) names.set(id, { name, state: "PAUSED" });
  }
  return names;
}

function makeLocks({ path, file, writable, checkOpen }: Database) {
  const held = new Map<string, Release>();
  const take = async (id: number, kind: LockedKind): Promise<Release | undefined> => {
    checkOpen();
    if (!writable) throw readOnly(path);
    if (file === undefined) return held.has(`${kind} ${id}`) ? undefined : async () => undefined;
    return takeLock(lockFile(file, id, kind)).catch((error) => {
      throw storeError(error, path);
    });
  };
  return {
    async acquire(id: number, kind: LockedKind): Promise<Release | undefined> {
      const release = await take(id, kind);
      if (release === undefined) return undefined;
      const key = `${kind} ${id}`;
      const forget = async () => {
        if (held.get(key) === forget) held.delete(key);
        await release();
      };
      held.set(key, forget);
      return forget;
    },
    async releaseAll(): Promise<void> {
      for (const release of [...held.values()]) await release();
    },
  };
}
