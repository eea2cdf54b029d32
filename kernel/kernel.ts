import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { MessageChannel, Worker } from "node:worker_threads";
import { completenessOf, completionsAt, inspectionAt } from "./cells/assist";
import type { Output, Publish } from "./cells/cell";
import { Executor } from "./cells/executor";
import { typescriptVersion } from "./compile/typescript";
import { hiddenFolders, packageFolder, packageVersion } from "./package";
import { valueText } from "./results/values";
import type { Question, SocketsData, ToCells, ToSockets } from "./thread/channel";
import { readConnection } from "./thread/connection";
import type { ExecuteRequest } from "./thread/execution";
import { SharedFlags } from "./thread/flags";
import { newestStand } from "./thread/stands";

/**
 * Runs a kernel for the connection that a file describes. From the beginning, a thread of its own talks to the front
 * ends. This thread loads TypeScript and executes what it is given. Throws if the file does not describe a connection.
 */
export function startKernel(connectionFile: string): void {
  const connection = readConnection(connectionFile);
  const flags = new SharedFlags();
  const exit = process.exit.bind(process);
  const heapLimit = getHeapStatistics().heap_size_limit;
  const typescript = typescriptVersion();
  const { port1: places, port2: stands } = new MessageChannel();
  const workerData: SocketsData = {
    ...{ connection, flags: flags.memory, stands, heapLimit, version: packageVersion(), typescript },
  };
  const sockets = new Worker(join(__dirname, "protocol/gateway.js"), { workerData, transferList: [stands] });
  sockets.on("error", (error) => {
    console.error(error);
    exit(1);
  });
  new Worker(join(__dirname, "cells/sigint-keeper.js"));
  const tell = (message: ToSockets) => sockets.postMessage(message);
  const executor = new Executor({
    ...{ folder: process.cwd(), paperlab: packageFolder, flags, hidden: hiddenFolders },
    stood: () => newestStand(places),
  });
  const cells = new CellThread(executor, tell, () => exit());
  sockets.on("message", (message: ToCells) => void cells.heed(message));
  warmUp(executor);
  tell({ kind: "ready" });
}

/** Does what the sockets' thread asks for. */
class CellThread {
  readonly #executor: Executor;
  readonly #tell: (message: ToSockets) => void;
  readonly #exit: () => void;
  #running: number | undefined;

  constructor(executor: Executor, tell: (message: ToSockets) => void, exit: () => void) {
    this.#executor = executor;
    this.#tell = tell;
    this.#exit = exit;
  }

  /** Handles one message. */
  async heed(message: ToCells): Promise<void> {
    if (message.kind === "execute") await this.#execute(message.id, message.request);
    else if (message.kind === "ask") {
      this.#tell({ kind: "answer", id: message.id, content: answerTo(message.question, this.#executor) });
    } else if (message.kind === "ping") this.#tell({ kind: "heard", sign: message.sign });
    else if (message.kind === "interrupt") {
      this.#tell({ kind: "heard", sign: message.sign });
      // The cell may have ended in the meantime.
      if (message.id === this.#running) await this.#executor.interrupt();
    } else if (message.kind === "shutdown") {
      await this.#executor.checkpoint();
      this.#tell({ kind: "closed" });
    } else this.#exit();
  }

  async #execute(id: number, request: ExecuteRequest): Promise<void> {
    this.#running = id;
    const publish: Publish = (output) => this.#tell({ kind: "publish", id, ...written(output) });
    const reply = await this.#executor.execute(request, publish, id);
    this.#running = undefined;
    this.#tell({ kind: "executed", id, reply });
  }
}

function answerTo(question: Question, { interpreter }: Executor): object {
  try {
    if (question.type === "is_complete_request") {
      return completenessOf(interpreter, question.code);
    }
    if (question.type === "complete_request") {
      return { status: "ok", ...completionsAt(interpreter, question.code, question.cursor) };
    }
    const text = inspectionAt(interpreter, question.code, question.cursor);
    const data = text === undefined ? {} : { "text/plain": text };
    return { status: "ok", found: text !== undefined, data, metadata: {} };
  } catch (error) {
    return { status: "error", ename: "InternalError", evalue: String(error), traceback: [String(error)] };
  }
}

// Outputs are plain JSON, but a string has a maximum length.
function written({ type, content }: Output): { type: string; content: string } {
  try {
    return { type, content: JSON.stringify(content) };
  } catch (error) {
    const text = `An output was too large to be sent: ${valueText(error)}\n`;
    return { type: "stream", content: JSON.stringify({ name: "stderr", text }) };
  }
}

// The compiler is slow the first time.
function warmUp({ interpreter }: Executor): void {
  interpreter.compiler.convert("", "1");
}
