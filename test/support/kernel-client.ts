import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Request, Subscriber } from "zeromq";
import { fewNodeTypes } from "./node-types";

/** The program that people run as `paperlab`. */
export const program = join(__dirname, "../../dist/kernel/bin.js");

/** A message as a front end sees it. */
export interface KernelMessage {
  readonly type: string;
  /** `msg_id` of the request that it belongs to. */
  readonly parent: string;
  // biome-ignore lint/suspicious/noExplicitAny: the content is whatever the protocol says.
  readonly content: any;
}

/** The result of a request: its reply, and what was published for it until the idle status. */
export interface Exchange {
  readonly reply: KernelMessage;
  readonly published: readonly KernelMessage[];
}

/** How a kernel is started. */
export interface StartOptions {
  /**
   * By default, files in a folder of the kernel's own, because other programs may take a port that was free before.
   */
  readonly transport?: "ipc" | "tcp";
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

type Channel = "shell" | "control";

const delimiter = Buffer.from("<IDS|MSG>");
const key = "a key";
/** Longest wait for a message, milliseconds. */
const patience = 55_000;

/**
 * How cells give signs and wait without a clock. `giveSign()` is seen from outside at once, even if the cell never
 * yields. `beats(n)` resolves after n timers. `untilThere(file)` resolves when the file exists.
 */
export const signs = `
const giveSign = () => require("fs").writeFileSync("sign", "");
const beats = async (count: number) => { for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, 5)); };
const untilThere = async (file: string) => { while (!require("fs").existsSync(file)) await beats(1); };`;

/** A front end of a real kernel in its own process. It talks to the kernel over its sockets. */
export class KernelClient {
  readonly process: ChildProcess;
  /** The folder in which it was started. */
  readonly folder: string;
  /** What the process wrote to its own stderr. */
  stderr = "";
  /** Everything that the kernel published, in order. */
  readonly published: KernelMessage[] = [];
  readonly #sockets: Record<Channel, Dealer> = {
    shell: new Dealer({ linger: 0 }),
    control: new Dealer({ linger: 0 }),
  };
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0 });
  readonly #heartbeat = new Request({ linger: 0 });
  readonly #replies = new Map<string, KernelMessage>();
  readonly #own = mkdtempSync(join(tmpdir(), "paperlab-kernel-"));
  readonly #addresses: readonly string[];
  #wakers: (() => void)[] = [];
  /** Of shell, iopub, stdin, control and heartbeat. */
  readonly ports: readonly number[];

  private constructor(ports: readonly number[], { transport = "ipc", cwd, env = {} }: StartOptions) {
    this.ports = ports;
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
    this.folder = cwd ?? mkdtempSync(join(this.#own, "notebook-"));
    if (cwd === undefined) fewNodeTypes(this.folder);
    const file = join(this.#own, "connection.json");
    const ip = transport === "tcp" ? "127.0.0.1" : join(this.#own, "port");
    this.#addresses = ports.map((port) => `${transport}://${ip}${transport === "tcp" ? ":" : "-"}${port}`);
    const connection = { transport, ip, key, signature_scheme: "hmac-sha256" };
    writeFileSync(file, JSON.stringify({ ...connection, shell_port, iopub_port, stdin_port, control_port, hb_port }));
    const options = { cwd: this.folder, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] as const };
    this.process = spawn(process.execPath, [program, "kernel", "start", file], {
      ...options,
      stdio: [...options.stdio],
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
  }

  /**
   * Starts a kernel and connects to it. By default it gets a folder of its own, which is removed with it, with hardly any types
   * of Node.
   */
  static async start(options: StartOptions = {}) {
    const ports = options.transport === "tcp" ? await freePorts(5) : [1, 2, 3, 4, 5];
    const client = new KernelClient(ports, options);
    client.#connect();
    // Repeated, as front ends do: messages sent before the kernel listens may be lost, and what is published before
    // the subscription works reaches nobody.
    for (const deadline = Date.now() + patience; ; ) {
      const id = await client.send("shell", "kernel_info_request", {});
      const isAnswered = await client.#within(5000, () => client.#replies.has(id));
      if (isAnswered && (await client.#within(200, () => client.#isIdle(id)))) return client;
      if (Date.now() > deadline) throw client.#silence(patience);
    }
  }

  /** Sends a request; resolves once its reply and its idle status have come. */
  async request(channel: Channel, type: string, content: object): Promise<Exchange> {
    return this.outcome(await this.send(channel, type, content));
  }

  /** Sends a request without waiting. Returns its `msg_id`. */
  async send(channel: Channel, type: string, content: object, signature?: string): Promise<string> {
    const id = randomUUID();
    const header = { msg_id: id, msg_type: type, session: "s", username: "u", date: "", version: "5.3" };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    await this.#sockets[channel].send([delimiter, signature ?? sign(parts), ...parts]);
    return id;
  }

  /** Sends frames as they are. */
  async sendRaw(frames: (string | Buffer)[]): Promise<void> {
    await this.#sockets.shell.send(frames);
  }

  /** Waits for the result of a request. */
  async outcome(id: string): Promise<Exchange> {
    await this.until(() => this.#replies.has(id) && this.#isIdle(id));
    const published = this.published.filter((message) => message.parent === id);
    return { reply: this.#replies.get(id) as KernelMessage, published };
  }

  #isIdle(id: string): boolean {
    return this.published.some(
      ({ parent, type, content }) => parent === id && type === "status" && content.execution_state === "idle",
    );
  }

  /** Waits until a cell's code has called `giveSign`, once for each call. */
  async sign(): Promise<void> {
    const path = join(this.folder, "sign");
    await this.until(() => existsSync(path));
    rmSync(path);
  }

  /** Executes a cell. */
  async execute(code: string, more: object = {}): Promise<Executed> {
    return executed(await this.request("shell", "execute_request", { code, ...more }));
  }

  /** Resolves when a condition holds, which is checked at every message. Rejects if the kernel ends first. */
  async until(condition: () => boolean): Promise<void> {
    if (!(await this.#within(patience, condition))) throw this.#silence(patience);
  }

  /** Resolves to whether a condition holds within some milliseconds. */
  async #within(milliseconds: number, condition: () => boolean): Promise<boolean> {
    const deadline = Date.now() + milliseconds;
    while (!condition()) {
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        throw new Error(`kernel ended with ${this.process.exitCode ?? this.process.signalCode}: ${this.stderr}`);
      if (Date.now() > deadline) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 25);
        this.#wakers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }

  #silence(milliseconds: number): Error {
    return new Error(`nothing for ${milliseconds} ms: ${this.stderr}`);
  }

  /** Sends a heartbeat, and returns what comes back. */
  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    const [answer] = await this.#heartbeat.receive();
    return answer.toString();
  }

  /** Shuts the kernel down, and resolves to the exit code of its process. */
  async shutDown(restart = false): Promise<number | null> {
    const ended = once(this.process, "exit");
    await this.send("control", "shutdown_request", { restart });
    const [code] = await ended;
    return code;
  }

  /** Closes everything, and kills the kernel if it still runs. */
  async close(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, "exit");
      this.process.kill("SIGKILL");
      await ended;
    }
    for (const socket of [...Object.values(this.#sockets), this.#iopub, this.#heartbeat]) socket.close();
    rmSync(this.#own, { recursive: true, force: true });
  }

  #connect(): void {
    const [shell, iopub, , control, heartbeat] = this.#addresses;
    const { shell: shellSocket, control: controlSocket } = this.#sockets;
    shellSocket.connect(shell);
    controlSocket.connect(control);
    this.#heartbeat.connect(heartbeat);
    this.#iopub.connect(iopub);
    this.#iopub.subscribe("");
    for (const socket of [shellSocket, controlSocket]) {
      void this.#listen(socket, (message) => this.#replies.set(message.parent, message));
    }
    void this.#listen(this.#iopub, (message) => this.published.push(message));
  }

  async #listen(socket: Dealer | Subscriber, take: (message: KernelMessage) => void): Promise<void> {
    for await (const frames of socket) {
      take(read(frames));
      for (const wake of this.#wakers.splice(0)) wake();
    }
  }
}

/** The result of executing a cell. */
export interface Executed extends Exchange {
  readonly status: string;
  /** Everything written to stdout, and to stderr. */
  readonly stdout: string;
  readonly stderr: string;
  /** The result's bundle. */
  // biome-ignore lint/suspicious/noExplicitAny: by MIME type.
  readonly data: any;
  /** The result as text. */
  readonly text: string | undefined;
  /** The error message without colors, "" if there is none. */
  readonly traceback: string;
}

/** Reads an exchange as the execution of a cell. */
export function executed(exchange: Exchange): Executed {
  const { reply, published } = exchange;
  const ofType = (type: string) => published.filter((message) => message.type === type);
  const written = (name: string) =>
    ofType("stream")
      .filter(({ content }) => content.name === name)
      .map(({ content }) => content.text)
      .join("");
  const data = ofType("execute_result")[0]?.content.data;
  const lines: string[] = ofType("error")[0]?.content.traceback ?? [];
  return {
    ...exchange,
    status: reply.content.status,
    stdout: written("stdout"),
    stderr: written("stderr"),
    data,
    text: data?.["text/plain"],
    traceback: withoutColors(lines.join("\n")),
  };
}

/** Removes the color codes from a text. */
export function withoutColors(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors begin with one.
  return text.replace(/\x1b\[\d+m/g, "");
}

function read(frames: readonly Buffer[]): KernelMessage {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  const parts = frames.slice(at + 2, at + 6).map((part) => part.toString());
  if (frames[at + 1].toString() !== sign(parts)) throw new Error("a message of the kernel has a wrong signature");
  const [header, parent, , content] = parts.map((part) => JSON.parse(part));
  return { type: header.msg_type, parent: parent.msg_id ?? "", content };
}

function sign(parts: readonly string[]): string {
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
