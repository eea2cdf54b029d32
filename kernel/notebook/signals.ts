import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import type { Executor } from "../cells/executor";
import type { SignalsData, StackPlace, ToCells, ToSignals } from "../thread/channel";
import { SharedFlags } from "../thread/flags";
import { newestStand } from "../thread/stands";

/** Lets a signal end the run of a notebook, so that the notebook is written. A second signal kills. */
export class Signals {
  /** The loops of cells check these. */
  readonly flags = new SharedFlags();
  readonly #channel = new MessageChannel();
  readonly #tell: (message: ToSignals) => void;
  readonly #watch: Worker;
  #running: number | undefined;
  #first: NodeJS.Signals | undefined;

  constructor() {
    const { port1: stands } = this.#channel;
    const workerData: SignalsData = { flags: this.flags.memory, stands };
    // SIGTERM and SIGHUP do not reach a thread that is busy, so another one hears them too.
    this.#watch = new Worker(join(__dirname, "signal-thread.js"), { workerData, transferList: [stands] });
    this.#tell = (message) => this.#watch.postMessage(message);
  }

  /** Whether one came. */
  get came(): boolean {
    return this.#first !== undefined;
  }

  /** Returns the stack of this thread when the other one last looked at it. */
  readonly stood = (): readonly StackPlace[] => newestStand(this.#channel.port2);

  /** Begins to interrupt what an executor runs when a signal comes. */
  begin(executor: Executor): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        // The other thread counts the others. It sends SIGINT itself to break off what runs.
        if (signal === "SIGINT" && this.#first === signal) process.kill(process.pid, "SIGKILL");
        this.#first ??= signal;
        void executor.interrupt();
      });
    }
    this.#watch.on("message", (message: ToCells) => {
      if (message.kind !== "interrupt" && message.kind !== "ping") return;
      this.#tell({ kind: "heard", sign: message.sign });
      if (message.kind === "ping" || message.id !== this.#running) return;
      this.#first ??= "SIGTERM";
      void executor.interrupt();
    });
    // Neither keeps a process alive that has nothing left to do.
    this.#watch.unref();
    this.#channel.port2.unref();
  }

  /** Runs an execution with a number, by which the other thread can interrupt it. */
  async during<Result>(id: number, execute: () => Promise<Result>): Promise<Result> {
    this.#running = id;
    this.#tell({ kind: "running", id });
    const result = await execute();
    this.#running = undefined;
    this.#tell({ kind: "running", id: undefined });
    return result;
  }
}
