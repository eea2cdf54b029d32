import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { builtProgram } from "../../support/built-program";

/** A worker in a process of its own. */
export class WorkerProcess {
  /** What it has said so far. */
  said = "";
  readonly process: ChildProcess;

  /** Starts one. `launcher`: a command before it, such as one that enters a network namespace. */
  static async start(
    url: string,
    key: string,
    terms: readonly (string | number)[] = [1],
    launcher: readonly string[] = [],
  ): Promise<WorkerProcess> {
    const program = await builtProgram("sweep/processes/worker");
    return new WorkerProcess([...launcher, process.execPath, program, url, key, ...terms.map(String)]);
  }

  private constructor([command, ...rest]: readonly string[]) {
    this.process = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (data) => {
        this.said += String(data);
      });
  }

  /** Resolves once it has said something. */
  async says(pattern: RegExp, seconds = 30): Promise<void> {
    for (let tries = 0; tries < seconds * 20; tries++) {
      if (pattern.test(this.said)) return;
      await sleep(50);
    }
    throw new Error(`Expected a worker to say ${pattern} within ${seconds} s, said: ${this.said}`);
  }

  /** Ends it as `kill -9` does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it, and resolves to its exit code once it is gone. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const gone = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    return gone;
  }
}
