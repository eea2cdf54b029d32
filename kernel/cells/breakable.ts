import type { Script } from "node:vm";
import { isBroken } from "../errors/broken";
import type { CellSources } from "../errors/frames";
import type { StackPlace } from "../thread/channel";
import { Interrupted } from "./cell";

/** Runs scripts so that a signal can break them, even if they loop for ever, and knows where they stood then. */
export class Breaker {
  readonly #sources: CellSources;
  readonly #stood: () => readonly StackPlace[];

  /** `stood`: takes where this thread stood when it was last looked at, the innermost place first. */
  constructor(sources: CellSources, stood: () => readonly StackPlace[]) {
    this.#sources = sources;
    this.#stood = stood;
  }

  /** Runs a script. Throws what it throws; when it is broken, an error whose stack tells the place. */
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

  /** Forgets where this thread stood. */
  forget(): void {
    this.#stood();
  }

  #tellPlace(error: Error): void {
    error.stack = this.#sources.stackOf(`${error.name}: ${error.message}`, this.#stood());
  }
}

/** Returns the error of an interrupt for what a script throws that was broken by a signal, and any other error as it is. */
export function asInterrupt(error: unknown): unknown {
  return isBroken(error) ? Object.assign(new Interrupted(), { stack: error.stack }) : error;
}
