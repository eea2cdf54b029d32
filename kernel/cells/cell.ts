import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { inspect } from "node:util";

/** A message that a cell publishes: its type and content in Jupyter's messaging protocol. */
export interface Output {
  readonly type:
    | "stream"
    | "display_data"
    | "update_display_data"
    | "execute_result"
    | "error"
    | "clear_output"
    | "execute_input";
  readonly content: Readonly<Record<string, unknown>>;
}

/** Takes what a cell publishes. */
export type Publish = (output: Output) => void;

/** One execution of a cell. Everything that its code does later still belongs to it. */
export class Cell {
  /** Its name for people: `cell 5`. */
  readonly label: string;
  readonly #abort = new AbortController();
  /** What it already shows. It is not shown again as the value of the last expression. */
  readonly shown = new WeakSet<object>();
  /** What it shows as a row of a table. An array that has only such values is not shown again. */
  readonly listed = new WeakSet<object>();
  /** Called when its code has ended, before its result is shown. */
  readonly atEnd = new Set<() => void>();
  readonly #publish: Publish;
  #abandon: ((reason: Error) => void) | undefined;

  constructor(label: string, publish: Publish) {
    this.label = label;
    // Any number of sessions may wait in one cell.
    setMaxListeners(0, this.#abort.signal);
    this.#publish = publish;
  }

  /** The signal of its interrupt. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Tells everything that waits in the cell to stop. */
  interrupt(): void {
    this.#abort.abort(new Interrupted());
  }

  /** Whether it was interrupted. */
  get interrupted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Calls `end` when the cell is given up, whatever it is still waiting for. */
  onAbandoned(end: (reason: Error) => void): void {
    this.#abandon = end;
  }

  /** Gives it up: it ends now, and nobody waits any more for what it was waiting for. */
  abandon(reason: Error): void {
    this.#abandon?.(reason);
  }

  /** Whether a value is already shown. */
  shows(value: unknown): boolean {
    if (Array.isArray(value)) return value.length > 0 && value.every((one) => this.listed.has(one));
    return typeof value === "object" && value !== null && this.shown.has(value);
  }

  // Node prints it as part of a timer.
  [inspect.custom](): string {
    return `[${this.label}]`;
  }

  /** Publishes an output under this cell. */
  publish(output: Output): void {
    this.#publish(output);
  }
}

/** The error of an interrupted cell. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(message = "The cell was interrupted; its variables are kept") {
    super(message);
  }
}

const running = new AsyncLocalStorage<Cell>();

/** Runs `work` as the code of a cell. Everything that it starts for later belongs to the cell too. */
export function inCell<Result>(cell: Cell, work: () => Result): Result {
  return running.run(cell, work);
}

/** Returns the cell whose code runs now. */
export function currentCell(): Cell | undefined {
  return running.getStore();
}
