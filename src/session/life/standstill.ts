import { AsyncResource } from "node:async_hooks";

// Milliseconds that a session stands still at most while a cell runs.
const LONGEST_STANDSTILL = 2000;

/**
 * A session that stands still after a step, and is RUNNING nevertheless: while a cell declares anew what its strategy
 * reads.
 */
export class Standstill {
  /** Resolves when it stands. */
  readonly begun: Promise<void>;
  /** Resolves when it may go on. */
  readonly ended: Promise<void>;
  /** Resolves when it goes on, or has come to rest. */
  readonly over: Promise<void>;
  /** Calls a function as the code that ended the standstill. */
  inContext: <Result>(work: () => Result) => Result = (work) => work();
  #begin: () => void = () => undefined;
  #end: () => void = () => undefined;
  #isOver: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.over = new Promise((resolve) => {
      this.#isOver = resolve;
    });
  }

  /** The session stands. It goes on by itself after some time. */
  begin(): void {
    this.#timer = setTimeout(() => this.#end(), LONGEST_STANDSTILL);
    this.#begin();
  }

  /** Lets the session go on. What it has to say belongs to whoever calls this first. */
  end(): void {
    const context = new AsyncResource("paperlab");
    this.inContext = (work) => context.runInAsyncScope(work);
    this.#end();
  }

  /** The session goes on, or has come to rest. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#begin();
    this.#end();
    this.#isOver();
  }
}
