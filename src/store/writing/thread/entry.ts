// The store thread. It commits what the sessions of this process hand over, whatever their threads are doing.
import { existsSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { PaperLabError } from "../../../errors";
import { type ReadRows, readForLater } from "../../rows/packed-rows";
import { type Connection, openConnection } from "../../sqlite/connection";
import { storeError } from "../../sqlite/errors";
import { inTransaction } from "../../sqlite/transaction";
import { tables } from "../../tables/schema";
import { checkUnmoved, type FileCommits, openFileCommits } from "../file-commits";
import {
  type DatabasePlace,
  type Failure,
  failureOf,
  type Numbered,
  type ReadReply,
  type Reply,
  type Request,
} from "./messages";

const files = new Map<number, { readonly place: DatabasePlace; commits: Promise<FileCommits> | undefined }>();
const pending = new Set<Promise<Failure | undefined>>();

parentPort?.on("message", (requests: readonly Request[]) => {
  for (const request of requests) {
    if (request.kind === "finish") void finish(request);
    else if (request.kind === "read" || request.kind === "ask") void read(request);
    else answer(request);
  }
});

function answer(request: Numbered): void {
  const { number } = request;
  const done = failureIn(request, () => perform(request));
  pending.add(done);
  void done.then((failure) => {
    pending.delete(done);
    reply({ number, failure });
  });
}

// All sessions of a transaction are answered in one message.
let replies: Reply[] = [];

function reply(answer: Reply): void {
  if (replies.push(answer) > 1) return;
  setImmediate(() => {
    parentPort?.postMessage(replies);
    replies = [];
  });
}

async function perform(request: Numbered): Promise<void> {
  if (request.kind === "open") {
    files.set(request.file, { place: request.database, commits: undefined });
    await connected(request.file);
  } else if (request.kind === "commit") {
    await (await connected(request.file)).commit(request.packet, request.urgency);
  } else if (request.kind === "mindLog") {
    await (await connected(request.file)).mindLog(request.rest);
  } else {
    const commits = await givenTo(files.get(request.file)?.commits);
    files.delete(request.file);
    await commits?.close();
  }
}

// A file that could not be opened is tried again with the next packet.
async function connected(file: number): Promise<FileCommits> {
  const known = files.get(file);
  if (known === undefined) throw new PaperLabError("LAB_CLOSED", "The lab was closed. Open it again with openLab");
  const commits = known.commits ?? openFileCommits(known.place);
  known.commits = commits;
  try {
    return await commits;
  } catch (error) {
    if (known.commits === commits) known.commits = undefined;
    throw error;
  }
}

// The open file, once everything that came before has been given to it.
async function givenTo(opened: Promise<FileCommits> | undefined): Promise<FileCommits | undefined> {
  const commits = await opened?.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return commits;
}

async function failureIn({ file, ...request }: Numbered, work: () => Promise<void>): Promise<Failure | undefined> {
  const path = () =>
    request.kind === "open" ? request.database.path : (files.get(file)?.place.path ?? "the database");
  try {
    await work();
    return undefined;
  } catch (error) {
    return failureOf(storeError(error, path()));
  }
}

// The main thread stands still until the signal is given. The connection is one of its own, because the lab may be closed.
async function read(request: Extract<Request, { kind: "read" | "ask" }>): Promise<void> {
  const { database, signal, port } = request;
  const answer: ReadReply = await answered(request).catch((error) => ({
    failure: failureOf(storeError(error, database.path)),
  }));
  const buffers =
    "tables" in answer
      ? answer.tables.flatMap((one) => ("values" in one ? [one.values.buffer as ArrayBuffer] : []))
      : [];
  port.postMessage(answer, buffers);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

async function answered(request: Extract<Request, { kind: "read" | "ask" }>): Promise<ReadReply> {
  const { database } = request;
  checkUnmoved(database);
  const connection = await openConnection(database.file, "readOnly", database.busyTimeout);
  try {
    return await inTransaction(connection, "deferred", async () => {
      if (request.kind === "read") return { tables: await readTables(connection, request.session, request.tables) };
      const read: ReadRows[] = [];
      for (const { sql, values } of request.statements) read.push({ cells: await connection.all(sql, values) });
      return { tables: read };
    });
  } finally {
    await connection.close();
  }
}

async function readTables(
  connection: Connection,
  session: number | undefined,
  names: readonly string[],
): Promise<ReadRows[]> {
  const asked = tables.filter(({ name }) => names.includes(name));
  const read: ReadRows[] = [];
  if (session === undefined) {
    for (const { name } of asked) read.push({ cells: await connection.all(`SELECT * FROM ${name}`) });
    return read;
  }
  const [known] = await connection.all("SELECT 1 FROM paper_sessions WHERE id = ?", [session]);
  if (known === undefined) throw new PaperLabError("UNKNOWN_SESSION", deletedElsewhere(session));
  for (const table of asked) read.push(await readForLater(connection, table, session));
  return read;
}

function deletedElsewhere(session: number): string {
  return `Session ${session} was deleted by another process before its rows were read, so that nothing of it can be shown. What it tried is still in lab.trials()`;
}

// Whoever closes a database last removes its log. The connections of the main thread may take a few milliseconds more
// to close. If another process has the database open, that one removes the log.
async function removeLog({ file }: DatabasePlace): Promise<void> {
  for (let times = 0; times < 20 && existsSync(`${file}-wal`); times++) {
    await new Promise((resolve) => setTimeout(resolve, times));
    const connection = await openConnection(file, "write", 0);
    await connection.all("PRAGMA user_version").finally(() => connection.close());
  }
}

// The main thread stands still until the signal is given; it then reads the answer from the port. Nothing may be under
// way when it ends the process, so the connections are closed. One is opened again if there is more to come.
async function finish({ last, signal, port }: Extract<Request, { kind: "finish" }>): Promise<void> {
  const given = [...pending];
  for (const known of files.values()) {
    const commits = await givenTo(known.commits);
    known.commits = undefined;
    await commits?.close().catch(() => undefined);
    if (last) await removeLog(known.place).catch(() => undefined);
  }
  const failures = await Promise.all(given);
  port.postMessage(failures.filter((failure) => failure !== undefined));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}
