import type { MessagePort } from "node:worker_threads";
import type { ToCells } from "../thread/channel";
import type { SharedFlags } from "../thread/flags";
import { waitFairly } from "./fair-time";
import { breakOff } from "./inspector";
import { climb, type Patience } from "./ladder";

/** What interrupts need. */
export interface InterruptParts {
  readonly flags: SharedFlags;
  /** Receives the stack of the cells when they are about to be broken off. */
  readonly stands: MessagePort;
  /** Whether it is this execution that runs. */
  readonly isRunning: (id: number) => boolean;
  /** Sends a message to the cells' thread. */
  readonly tell: (message: ToCells) => void;
  /** Called if an execution, or what earlier ones have started, cannot be interrupted. */
  readonly kill: (id: number | undefined) => void;
}

/** Interrupts what the cells' thread runs. */
export class Interrupts {
  readonly #parts: InterruptParts;
  // How often that thread was asked for a sign of life, and the newest that it gave. One that it gives is a sign for all that
  // was asked before: an answer is lost where it is broken off.
  #asked = 0;
  #heard = 0;
  #newest: { readonly id: number | undefined; readonly goesOn: () => boolean } | undefined;

  constructor(parts: InterruptParts) {
    this.#parts = parts;
  }

  /** Notes a sign of life from the cells' thread. */
  hear(sign: number): void {
    this.#heard = Math.max(this.#heard, sign);
  }

  /**
   * Begins to interrupt an execution, or what earlier ones have started. Does nothing if that is already being
   * interrupted.
   */
  begin(id: number | undefined, patience: Patience): void {
    const { flags, stands, isRunning, tell, kill } = this.#parts;
    if (this.#newest !== undefined && this.#newest.id === id && this.#newest.goesOn()) return;
    const sign = this.#asked + 1;
    const goesOn = id === undefined ? () => this.#heard < sign : () => isRunning(id);
    this.#newest = { id, goesOn };
    const ask = () => {
      if (id !== undefined) flags.interrupted = id;
      this.#asked++;
      tell({ kind: "interrupt", id, sign: this.#asked });
    };
    const isBusy = (milliseconds: number) => this.#isBusy(milliseconds);
    const isCompiling = () => flags.compiling;
    const isCalling = () => flags.calling;
    const force = (spare: boolean) =>
      breakOff({ stands: (places) => stands.postMessage(places), signal: interruptScript, goesOn, spare, isCalling });
    void climb({ goesOn, ask, isBusy, isCompiling, breakOff: force, kill: () => kill(id) }, patience);
  }

  async #isBusy(milliseconds: number): Promise<boolean> {
    const sign = ++this.#asked;
    this.#parts.tell({ kind: "ping", sign });
    await waitFairly(milliseconds, () => this.#heard >= sign);
    return this.#heard < sign;
  }
}

function interruptScript(): void {
  if (process.platform !== "win32") process.kill(process.pid, "SIGINT");
}
