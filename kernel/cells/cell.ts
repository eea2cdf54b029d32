import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { inspect } from "node:util";

/** A message that a cell publishes: its type and content by Jupyter's messaging protocol. */
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

/** One execution of a cell. It stays the place of everything that its code goes on to do later. */
export class Cell {
  /** What people call it: `cell 5`. */
  readonly label: string;
  readonly #abort = new AbortController();
  /** What it shows already: as the value of its last expression it is not shown once more. */
  readonly shown = new WeakSet<object>();
  /** What it shows in a row of a table: an array of nothing else is not shown once more. */
  readonly listed = new WeakSet<object>();
  /** Called when its code has come to its end, before its result is shown. */
  readonly atEnd = new Set<() => void>();
  readonly #publish: Publish;
  #abandon: ((reason: Interrupted) => void) | undefined;

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

  /** Tells everything that waits in it to stop. */
  interrupt(): void {
    this.#abort.abort(new Interrupted());
  }

  /** Whether it was interrupted. */
  get interrupted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Calls `end` when the cell is given up, whatever it still waits for. */
  onAbandoned(end: (reason: Interrupted) => void): void {
    this.#abandon = end;
  }

  /** Gives it up: it ends now, and what it waits for goes on without anybody. */
  abandon(reason: Interrupted): void {
    this.#abandon?.(reason);
  }

  /** Whether a value is shown already. */
  shows(value: unknown): boolean {
    if (Array.isArray(value)) return value.length > 0 && value.every((one) => this.listed.has(one));
    return typeof value === "object" && value !== null && this.shown.has(value);
  }

  // Node prints it as part of a timer.
  [inspect.custom](): string {
    return `[${this.label}]`;
  }

  /** Publishes under it. */
  publish(output: Output): void {
    this.#publish(output);
  }
}

/** What an interrupted cell ends with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(message = "The cell was interrupted; its variables are kept") {
    super(message);
  }
}

const running = new AsyncLocalStorage<Cell>();

/** Runs `work` as the code of a cell; also what it sets off for later belongs to the cell. */
export function inCell<Result>(cell: Cell, work: () => Result): Result {
  return running.run(cell, work);
}

/** Returns the cell whose code runs now. */
export function currentCell(): Cell | undefined {
  return running.getStore();
}
