import type { Script } from "node:vm";
import { isBroken } from "../errors/broken";
import type { CellSources } from "../errors/frames";
import type { StackPlace } from "../thread/channel";
import { Interrupted } from "./cell";

/** Runs scripts so that a signal can break them off, even if they loop for ever. Knows where they were then. */
export class Breaker {
  readonly #sources: CellSources;
  readonly #stood: () => readonly StackPlace[];

  /** `stood`: returns the stack of this thread when it was last looked at, innermost place first. */
  constructor(sources: CellSources, stood: () => readonly StackPlace[]) {
    this.#sources = sources;
    this.#stood = stood;
  }

  /** Runs a script and throws what it throws. If it is broken off, the stack of the error says where. */
  run(script: Script): unknown {
    try {
      return script.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      if (isBroken(error)) this.#tellPlace(error);
      throw error;
    }
  }

  /** Makes the error of a cell that is given up. */
  interrupted(): Interrupted {
    const error = new Interrupted();
    this.#tellPlace(error);
    return error;
  }

  /** Forgets the last stack of this thread. */
  forget(): void {
    this.#stood();
  }

  #tellPlace(error: Error): void {
    error.stack = this.#sources.stackOf(`${error.name}: ${error.message}`, this.#stood());
  }
}

/** Returns the error of an interrupt if a signal broke the script. Any other error is returned as it is. */
export function asInterrupt(error: unknown): unknown {
  return isBroken(error) ? Object.assign(new Interrupted(), { stack: error.stack }) : error;
}
