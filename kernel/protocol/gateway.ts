import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Question, SocketsData, ToCells, ToSockets } from "../thread/channel";
import type { ExecuteReply, ExecuteRequest } from "../thread/execution";
import { SharedFlags } from "../thread/flags";
import { watchSignal } from "../thread/signals";
import { watchHeap } from "./heap";
import { History } from "./history";
import { Interrupts } from "./interrupts";
import { kernelInfo } from "./kernel-info";
import { hurried, lasting, type Patience, usual } from "./ladder";
import { type Message, MessageFormat } from "./message";
import { watchParent } from "./parent";
import { type Channel, Sockets } from "./sockets";

/** A request being handled. */
interface Request {
  readonly channel: Channel;
  readonly message: Message;
}

// How many requests are remembered, so that late output is shown under its cell.
const mostRemembered = 20_000;
// How many refused messages are reported. Anybody may send any number of them.
const mostRefusals = 100;
// Milliseconds that the cells have to come to rest at a shutdown. Jupyter kills after five seconds.
const shutdownPatience = 4000;

/** Speaks Jupyter's messaging protocol with the front ends. Gives what has to be computed to the cells' thread. */
class Gateway {
  readonly #data = workerData as SocketsData;
  readonly #interrupts = new Interrupts({
    flags: new SharedFlags(this.#data.flags),
    stands: this.#data.stands,
    isRunning: (id) => this.#running === id,
    tell: (message) => this.#tell(message),
    kill: (id) => void this.#kill(id),
  });
  readonly #format: MessageFormat;
  readonly #history = new History();
  readonly #waiting: Request[] = [];
  readonly #requests = new Map<number, Request>();
  #sockets: Sockets | undefined;
  #running: number | undefined;
  #ready = false;
  #numbers = 0;
  #refused = 0;
  #shutdown: (() => void) | undefined;
  /** The last cell that began, and how many have begun. */
  #latest: Request | undefined;
  #executions = 0;
  /** The result of the running cell, as text. */
  #result: string | undefined;

  constructor(key: string) {
    this.#format = new MessageFormat(key);
  }

  /** Binds the sockets and begins to answer. */
  async open(connection: Parameters<typeof Sockets.bind>[0]): Promise<void> {
    this.#sockets = await Sockets.bind(connection, (channel, frames) => this.#receive(channel, frames));
    parentPort?.on("message", (message: ToSockets) => this.#heed(message));
    this.#publish("status", { execution_state: "starting" }, undefined);
    watchParent(() => this.#end({ restart: false }));
    watchSignal("SIGTERM", () => this.#end({ restart: false }));
    watchHeap(this.#data.heapLimit, {
      announce: (text) => this.#announce(text),
      relieve: () => this.#interrupt(hurried),
    });
  }

  #receive(channel: Channel, frames: Buffer[]): void {
    try {
      const message = this.#format.read(frames);
      if (channel !== "stdin") this.#dispatch({ channel, message });
    } catch (error) {
      this.#refused++;
      if (this.#refused > mostRefusals) return;
      const last = this.#refused === mostRefusals ? ". Further refusals are not reported" : "";
      note(`A message was refused: ${(error as Error).message}${last}`);
    }
  }

  #dispatch(request: Request): void {
    const { header, content } = request.message;
    if (header.msg_type === "execute_request") {
      this.#waiting.push(request);
      this.#next();
      return;
    }
    this.#status("busy", request);
    const question = questionOf(header.msg_type, content);
    if (question !== undefined) {
      this.#tell({ kind: "ask", id: this.#remember(request), question });
      return;
    }
    if (header.msg_type === "shutdown_request") {
      this.#end({ restart: content.restart === true }, request);
      return;
    }
    const answer = this.#answerOf(request);
    if (answer !== undefined) this.#answer(request, answer);
    this.#done(request);
  }

  // Answers what needs no cell; `undefined` for messages that expect no reply.
  #answerOf({ message }: Request): object | undefined {
    const { header, content } = message;
    switch (header.msg_type) {
      case "kernel_info_request":
        return kernelInfo(this.#data.version, this.#data.typescript);
      case "history_request":
        return { status: "ok", history: this.#history.answer(content) };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "interrupt_request":
        this.#interrupt(usual);
        return { status: "ok" };
      case "comm_open":
        // The kernel has no comms: it closes each one that a front end opens.
        this.#publish("comm_close", { comm_id: content.comm_id ?? "", data: {} }, message);
        return undefined;
      default:
        return this.#unknown(header.msg_type);
    }
  }

  #unknown(type: string): object | undefined {
    if (["comm_msg", "comm_close", "input_reply"].includes(type)) return undefined;
    const evalue = `Expected a message that this kernel knows, was "${type}"`;
    note(evalue);
    if (!type.endsWith("_request")) return undefined;
    return { status: "error", ename: "UnknownMessage", evalue, traceback: [] };
  }

  #heed(message: ToSockets): void {
    if (message.kind === "publish") this.#forward(message.id, message.type, message.content);
    else if (message.kind === "executed") this.#executed(message.id, message.reply);
    else if (message.kind === "answer") this.#answered(message.id, message.content);
    else if (message.kind === "heard") this.#interrupts.hear(message.sign);
    else if (message.kind === "closed") this.#shutdown?.();
    else if (message.kind === "ready") {
      this.#ready = true;
      this.#next();
    }
  }

  #next(): void {
    if (!this.#ready || this.#running !== undefined || this.#shutdown !== undefined) return;
    const request = this.#waiting.shift();
    if (request === undefined) return;
    this.#running = this.#remember(request);
    this.#latest = request;
    this.#status("busy", request);
    this.#result = undefined;
    const { code } = request.message.content;
    if (typeof code !== "string") {
      this.#refuse(request, `Expected code to be a text, was ${typeof code}`);
      return;
    }
    this.#tell({ kind: "execute", id: this.#running, request: request.message.content as unknown as ExecuteRequest });
  }

  #refuse(request: Request, evalue: string): void {
    this.#running = undefined;
    this.#answer(request, {
      status: "error",
      ename: "InvalidRequest",
      evalue,
      traceback: [evalue],
      execution_count: this.#executions,
    });
    this.#done(request);
    this.#next();
  }

  #executed(id: number, reply: ExecuteReply): void {
    const request = this.#requests.get(id);
    if (request === undefined || this.#running !== id) return;
    const { content } = request.message;
    this.#running = undefined;
    if (content.silent !== true && content.store_history !== false) {
      this.#history.add(reply.execution_count, String(content.code), this.#result);
    }
    this.#answer(request, reply);
    this.#done(request);
    if (reply.status === "error" && content.stop_on_error !== false) this.#abortWaiting();
    this.#next();
  }

  // What was waiting when a cell failed does not run; what comes later does.
  #abortWaiting(): void {
    for (const request of this.#waiting.splice(0)) {
      this.#status("busy", request);
      this.#answer(request, { status: "aborted" });
      this.#done(request);
    }
  }

  #answered(id: number, content: object): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    this.#requests.delete(id);
    this.#answer(request, content);
    this.#done(request);
  }

  #interrupt(patience: Patience): void {
    // The compiler is still loading: the waiting cells are dropped.
    if (!this.#ready) this.#refuseWaiting();
    else this.#interrupts.begin(this.#running, patience);
  }

  #refuseWaiting(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.shift();
    this.#status("busy", first);
    this.#failed(first, "Interrupted", "The cell was interrupted before it began");
    this.#abortWaiting();
  }

  async #kill(id: number | undefined): Promise<void> {
    const what = id === undefined ? "What an earlier cell started" : "The cell";
    const evalue = `${what} cannot be interrupted: the kernel restarts, and its variables are lost. Sessions are kept up to their last commit`;
    const request = id === undefined ? undefined : this.#requests.get(id);
    if (request !== undefined) this.#failed(request, "KernelRestart", evalue);
    else this.#publish("stream", { name: "stderr", text: `${evalue}\n` }, this.#latest?.message);
    await this.#sockets?.close();
    process.kill(process.pid, "SIGKILL");
  }

  #failed(request: Request, ename: string, evalue: string): void {
    const report = { ename, evalue, traceback: [`${ename}: ${evalue}`] };
    this.#publish("error", report, request.message);
    this.#answer(request, { status: "error", execution_count: this.#executions, ...report });
    this.#done(request);
  }

  #announce(text: string): void {
    const request = this.#running === undefined ? undefined : this.#requests.get(this.#running);
    this.#publish("stream", { name: "stderr", text: `${text}\n` }, request?.message);
  }

  // Sessions come to rest first, so that a new kernel finds them whole.
  #end(content: { restart: boolean }, request?: Request): void {
    if (this.#shutdown !== undefined) return;
    this.#shutdown = () => void this.#leave(content, request);
    this.#tell({ kind: "shutdown" });
    const id = this.#running;
    if (id !== undefined) this.#interrupt(lasting);
    setTimeout(() => this.#shutdown?.(), shutdownPatience);
  }

  async #leave(content: object, request: Request | undefined): Promise<void> {
    if (request !== undefined) {
      this.#answer(request, { status: "ok", ...content });
      this.#publish("shutdown_reply", { status: "ok", ...content }, request.message);
      this.#done(request);
    }
    await this.#sockets?.close();
    this.#tell({ kind: "gone" });
    // A busy thread would not hear the message above.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 500);
  }

  #remember(request: Request): number {
    const id = ++this.#numbers;
    this.#requests.set(id, request);
    this.#requests.delete(id - mostRemembered);
    return id;
  }

  #forward(id: number, type: string, content: string): void {
    const request = this.#requests.get(id);
    if (type === "execute_input") this.#executions = JSON.parse(content).execution_count;
    if (type === "execute_result") this.#result = JSON.parse(content).data?.["text/plain"];
    this.#send(type, content, request?.message);
  }

  #tell(message: ToCells): void {
    parentPort?.postMessage(message);
  }

  #answer({ channel, message }: Request, content: object): void {
    const type = message.header.msg_type.replace(/_request$/, "_reply");
    this.#sockets?.answer(
      channel,
      this.#format.write(message.identities, type, JSON.stringify(content), message.header),
    );
  }

  #done(request: Request): void {
    this.#status("idle", request);
    // A request beside a running cell must not make the kernel look idle.
    const running = this.#running === undefined ? undefined : this.#requests.get(this.#running);
    if (running !== undefined && running !== request) this.#status("busy", running);
  }

  #status(state: "busy" | "idle", { message }: Request): void {
    this.#publish("status", { execution_state: state }, message);
  }

  #publish(type: string, content: object, parent: Message | undefined): void {
    this.#send(type, JSON.stringify(content), parent);
  }

  #send(type: string, content: string, parent: Message | undefined): void {
    this.#sockets?.publish(this.#format.write([`kernel.paperlab.${type}`], type, content, parent?.header));
  }
}

function questionOf(type: string, content: Readonly<Record<string, unknown>>): Question | undefined {
  const code = String(content.code ?? "");
  const cursor = typeof content.cursor_pos === "number" ? content.cursor_pos : code.length;
  if (type === "complete_request" || type === "inspect_request") return { type, code, cursor };
  return type === "is_complete_request" ? { type, code } : undefined;
}

// Writes directly: process.stderr is served by the other thread, which may be busy.
function note(text: string): void {
  writeSync(2, `paperlab kernel: ${text}\n`);
}

async function main(): Promise<void> {
  const { connection } = workerData as SocketsData;
  await new Gateway(connection.key).open(connection);
}

main().catch((error) => {
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  // A thread with open sockets cannot exit cleanly.
  process.kill(process.pid, "SIGKILL");
});
