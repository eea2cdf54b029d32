import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A Redis server of a test's own, on a port and in a folder of its own. */
export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "paperlab-redis-"));
  readonly #terms: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, terms: readonly string[]) {
    this.port = port;
    this.#terms = terms;
  }

  /** Starts one. `terms`: further arguments. */
  static async start(...terms: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), terms);
    await server.start();
    return server;
  }

  /** The address that clients use. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again. It has nothing then. */
  async start(): Promise<void> {
    const terms = ["--port", String(this.port), "--dir", this.#folder, "--save", "", "--appendonly", "no"];
    this.#process = spawn("redis-server", [...terms, ...this.#terms], { stdio: "ignore" });
    for (let tries = 0; tries < 200; tries++) {
      const { stdout } = spawnSync("redis-cli", [...this.#auth(), "-p", String(this.port), "ping"]);
      if (String(stdout).startsWith("PONG")) return;
      await sleep(50);
    }
    throw new Error("Expected redis-server to start within 10 s");
  }

  /** Kills it in the middle of whatever it does. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#process?.once("exit", resolve));
    this.#process?.kill("SIGKILL");
    await gone;
  }

  /** Stops it, so that it keeps its connections and answers nothing, or lets it go on. */
  pause(isOn: boolean): void {
    this.#process?.kill(isOn ? "SIGSTOP" : "SIGCONT");
  }

  /** Sends it a command, and returns what it answers. */
  command(...parts: string[]): string {
    return String(spawnSync("redis-cli", [...this.#auth(), "-p", String(this.port), ...parts]).stdout).trim();
  }

  /** Ends it and removes its folder. */
  async end(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #auth(): string[] {
    const at = this.#terms.indexOf("--requirepass");
    return at < 0 ? [] : ["-a", this.#terms[at + 1], "--no-auth-warning"];
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(address)));
    });
  });
}
