import { clearTimeout, setTimeout } from "node:timers";
import { MessageChannel, receiveMessageOnPort, type Transferable, Worker } from "node:worker_threads";
import { PaperLabError } from "../../../errors";
import { threadIn } from "../../../thread";
import type { ReadRows, RowsOfChunks } from "../../rows/packed-rows";
import { type Cells, closeAllNow } from "../../sqlite/connection";
import { removeLocksNow } from "../../sqlite/lock";
import type { Urgency } from "../group";
import { buffersOf, type Packet } from "../packet";
import {
  type DatabasePlace,
  errorOf,
  type Failure,
  type Numbered,
  type ReadReply,
  type Reply,
  type Request,
  type Statement,
} from "./messages";

/** A database file that the store thread has open. */
export interface ThreadedFile {
  /** Hands a packet over; resolves when it is on disk. Rejects with a PaperLabError. */
  commit(packet: Packet, urgency: Urgency): Promise<void>;
  /** Has the log taken care of after a write over another connection. `rest`: whether no session runs. */
  mindLog(rest: boolean): Promise<void>;
  /** Waits for what was handed over and closes the file there. */
  close(): Promise<void>;
}

type Asked = Numbered;
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, "number"> : never) : never;

type Unanswered<One> = One extends unknown ? Omit<One, "signal" | "port"> : never;
type Reading = Unanswered<Extract<Request, { kind: "read" | "ask" }>>;

interface Call {
  readonly resolve: () => void;
  readonly reject: (error: PaperLabError) => void;
}

// Milliseconds that the end of a process waits for the thread.
const LONGEST = 60_000;
// Milliseconds in which small packets that may wait come together: one message takes as long as what it says.
const GATHERED = 100;

// One thread for all labs of a process. It takes 40 ms to start, and has nothing to do most of the time.
let thread: StoreThread | undefined;
let opened = 0;

/** Opens a database in the store thread, which is started with the first one. Returns at once. */
export function openInThread(database: DatabasePlace): ThreadedFile {
  const file = ++opened;
  let home: StoreThread | undefined;
  const ask = (question: Question, buffers: readonly ArrayBuffer[] = []): Promise<void> => {
    thread ??= new StoreThread();
    if (home !== thread) {
      home = thread;
      // Whoever commits learns why it could not be opened.
      home.ask({ kind: "open", file, database }).catch(() => undefined);
    }
    return home.ask(question, buffers);
  };
  thread ??= new StoreThread();
  home = thread;
  home.ask({ kind: "open", file, database }).catch(() => undefined);
  return {
    commit: (packet, urgency) => ask({ kind: "commit", file, packet, urgency }, buffersOf(packet)),
    mindLog: (rest) => ask({ kind: "mindLog", file, rest }),
    close: () => ask({ kind: "close", file }),
  };
}

/**
 * Blocks until the store thread has read the rows of a session in some tables, or of all as they are stored, without a turn of this thread's event
 * loop. The result is in the order in which the schema has the tables. Throws UNKNOWN_SESSION, and the errors of the store.
 */
export function readNow(
  database: DatabasePlace,
  session: number | undefined,
  tables: readonly string[],
): readonly ReadRows[] {
  thread ??= new StoreThread();
  const what = session === undefined ? "Rows" : `The rows of session ${session}`;
  return thread.answerNow(what, { kind: "read", database, session, tables });
}

/** Blocks until the store thread has answered some statements that only read, each with its rows. Throws as `readNow` does. */
export function askNow(database: DatabasePlace, statements: readonly Statement[]): readonly (readonly Cells[])[] {
  thread ??= new StoreThread();
  const answers = thread.answerNow("Rows", { kind: "ask", database, statements });
  return answers.map((one) => (one as RowsOfChunks).cells);
}

/**
 * Blocks until everything that was handed to the store thread is on disk, without a turn of this thread's event loop.
 * It is meant for the end of a process. Throws the first error of what could not be stored.
 */
export function finishNow(): void {
  thread?.finishNow();
}

/**
 * At the end of the process: stores what was handed over, closes all its database files, and removes the files beside
 * them.
 */
export function endNow(): void {
  thread?.end();
}

class StoreThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #asked = 0;
  #gathered: Request[] = [];
  #gathering: NodeJS.Timeout | undefined;

  constructor() {
    const { file, execArgv } = threadIn(__dirname);
    this.#worker = new Worker(file, { execArgv });
    this.#worker.unref();
    this.#worker.on("message", (replies: readonly Reply[]) => this.#answer(replies));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(undefined));
    // If a process ended in the middle of a statement of the thread, SQLite's binding would abort it.
    process.on("exit", this.end);
  }

  ask(question: Question, buffers: readonly ArrayBuffer[] = []): Promise<void> {
    return new Promise((resolve, reject) => {
      const number = ++this.#asked;
      this.#calls.set(number, { resolve, reject });
      // Nothing else keeps a process alive that only waits for this.
      if (this.#calls.size === 1) this.#worker.ref();
      this.#gathered.push({ ...question, number });
      const mayWait = question.kind === "commit" && question.urgency.patient && buffers.length === 0;
      if (mayWait) this.#gathering ??= setTimeout(() => this.#post(), GATHERED);
      else this.#post(buffers);
    });
  }

  #post(buffers: readonly Transferable[] = []): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const requests = this.#gathered;
    this.#gathered = [];
    this.#worker.postMessage(requests, buffers);
  }

  /** Returns what was read, without a turn of the event loop. `what`: what a message calls it. */
  answerNow(what: string, question: Reading): readonly ReadRows[] {
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    this.#gathered.push({ ...question, signal, port: port2 });
    this.#post([port2]);
    const waited = Atomics.wait(signal, 0, 0, LONGEST);
    const answer = receiveMessageOnPort(port1)?.message as ReadReply | undefined;
    port1.close();
    if (waited === "timed-out" || answer === undefined)
      throw new PaperLabError("STORE_FAILED", `${what} could not be read within a minute`);
    if ("failure" in answer) throw errorOf(answer.failure);
    return answer.tables;
  }

  /** Waits for everything under way; throws the first error. `last`: whether the process ends now. */
  finishNow(last = false): void {
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    this.#gathered.push({ kind: "finish", last, signal, port: port2 });
    this.#post([port2]);
    const waited = Atomics.wait(signal, 0, 0, LONGEST);
    if (waited === "timed-out")
      throw new PaperLabError("STORE_FAILED", "The last steps of sessions could not be stored within a minute");
    const failures = receiveMessageOnPort(port1)?.message as readonly Failure[];
    port1.close();
    if (failures.length > 0) throw errorOf(failures[0]);
  }

  #answer(replies: readonly Reply[]): void {
    for (const { number, failure } of replies) {
      const call = this.#calls.get(number);
      this.#calls.delete(number);
      if (failure === undefined) call?.resolve();
      else call?.reject(errorOf(failure));
    }
    if (this.#calls.size === 0) this.#worker.unref();
  }

  /** See `endNow`. No file may be left next to a database. */
  readonly end = (): void => {
    try {
      removeLocksNow();
      closeAllNow();
      this.finishNow(true);
    } catch {
      // Whoever wants to know calls `finishNow` itself.
    }
  };

  // It never ends by itself, so something is broken, and whoever waits gets an error. The next packet starts another
  // thread.
  #end(cause: unknown): void {
    if (thread === this) thread = undefined;
    process.off("exit", this.end);
    clearTimeout(this.#gathering);
    const error = new PaperLabError("STORE_FAILED", "The thread that writes sessions ended. Run the session again", {
      cause,
    });
    for (const { reject } of this.#calls.values()) reject(error);
    this.#calls.clear();
  }
}
