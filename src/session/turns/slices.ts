import { AsyncResource } from "node:async_hooks";
import { clearTimeout, setTimeout, setImmediate as soon } from "node:timers";
import type { Slice } from "../../run/run";
import { Bell } from "./bell";

// Milliseconds between two turns of the event loop, and the least that one session gets if many want to run.
const ROUND = 10;
const SHORTEST = 2;
// A write needs a turn for each of its steps. With longer rounds it would hardly progress beside the run.
const ROUND_WHILE_WRITING = 1;
// Rows between two readings of the clock: with a bell that tells of bars that are slow all at once, and without one.
const ROWS = 1024;
const FEW_ROWS = 4;
// If fewer milliseconds passed between two readings, bars are taken to be fast.
const FAST = 1;
// Milliseconds of work after which it is worth starting the thread of a bell. A few short sessions end without it.
const WORTH_A_BELL = 100;

// A longer timer of Node's fires at once. Any timer may fire up to a millisecond early.
const LONGEST_SLEEP = 2 ** 31 - 1;
const EARLY = 1;
// Milliseconds of a wait that ends at a tick of the clock, and those between two ticks.
const LONG_WAIT = 200;
const TICK = 20;

/** What slices are made of; a test may have its own. */
export interface SliceParts {
  /** Milliseconds. */
  readonly clock: () => number;
  /** Calls back when the event loop has had its turn. */
  readonly soon: (work: () => void) => void;
  /** Calls back after some milliseconds. Returns a function that prevents it. */
  readonly later: (work: () => void, milliseconds: number) => () => void;
  readonly bell: Pick<Bell, "cells" | "ready" | "start" | "ask">;
}

/** The time that a session has before others get theirs, measured by a clock and a bell. */
class TimedSlice implements Slice {
  readonly #parts: SliceParts;
  readonly #end: number;
  readonly bell: Int32Array;
  rows: number;
  #looked: number;

  constructor(parts: SliceParts, now: number, end: number) {
    const { bell } = parts;
    this.#parts = parts;
    this.#end = end;
    this.bell = bell.cells;
    this.rows = bell.ready ? ROWS : 1;
    this.#looked = now;
  }

  isOver(): boolean {
    const { bell, clock } = this.#parts;
    bell.ask();
    const now = clock();
    if (this.rows < ROWS) this.rows = now - this.#looked < FAST ? FEW_ROWS : 1;
    this.#looked = now;
    return now >= this.#end;
  }
}

/**
 * Shares this thread between the sessions of the process and the event loop. Each session that wants to run gets a
 * slice, one after the other. After every round the event loop has its turn. A round takes some milliseconds, however
 * many sessions there are.
 */
export class Slices {
  readonly #parts: SliceParts;
  readonly #waiting: ((slice: Slice) => void)[] = [];
  #scheduled = false;
  #isWriting = false;
  #worked = 0;
  // When this turn of the event loop began, if work was done in it that did not wait.
  #turnBegan: number | undefined;

  constructor(parts: SliceParts) {
    this.#parts = parts;
  }

  /** The time, milliseconds. */
  get now(): number {
    return this.#parts.clock();
  }

  /**
   * Returns when to wake for something that is due at a time. Those that wait long wake together. Otherwise a thousand of
   * them would turn the event loop a thousand times a second.
   */
  wakingFor(due: number): number {
    return due - this.now > LONG_WAIT ? Math.ceil(due / TICK) * TICK : due;
  }

  /**
   * Waits until a time, or until `wake` is called. `onWait` is given the function that does so. A wait that no timer can
   * take ends early.
   */
  async sleepUntil(time: number, onWait: (wake: () => void) => void): Promise<void> {
    const left = Math.min(time - this.now + EARLY, LONGEST_SLEEP);
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.later(resolve, left);
      onWait(() => {
        cancel();
        resolve();
      });
    });
  }

  /**
   * Does a piece of work when its turn has come, and settles as the work does. `writing`: whether something is being
   * stored that needs the event loop.
   */
  run<Result>(work: (slice: Slice) => Result, writing = false): Promise<Result> {
    return new Promise((resolve, reject) => {
      // What a session does belongs to the cell that started it. `AsyncResource.bind` does the same, but took two
      // fifths of the cost of a step of a paced session.
      const resource = new AsyncResource("PaperlabSlice");
      const attempt = (slice: Slice) => {
        try {
          resolve(work(slice));
        } catch (error) {
          reject(error);
        }
      };
      this.#waiting.push((slice) => resource.runInAsyncScope(attempt, undefined, slice));
      this.#isWriting ||= writing;
      this.#schedule();
    });
  }

  /**
   * Does a short piece of work: at once if nobody waits and this turn of the event loop is young, or else as `run`
   * does.
   */
  due<Result>(work: () => Result, writing = false): Result | Promise<Result> {
    const { now } = this;
    const age = now - (this.#turnBegan ?? now);
    if (this.#waiting.length > 0 || age >= (writing ? ROUND_WHILE_WRITING : ROUND)) return this.run(work, writing);
    if (this.#turnBegan === undefined) this.#noteTurn(now);
    return work();
  }

  // Notes when this turn began, until the next one.
  #noteTurn(began: number): void {
    this.#turnBegan = began;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#parts.soon(() => {
      // First of all, in case a kernel breaks off what comes next.
      this.#scheduled = false;
      this.#turnBegan = undefined;
      if (this.#waiting.length > 0) this.#round();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #round(): void {
    const { clock, bell } = this.#parts;
    const began = clock();
    const end = began + (this.#isWriting ? ROUND_WHILE_WRITING : ROUND);
    const share = Math.max(SHORTEST, ROUND / this.#waiting.length);
    this.#isWriting = false;
    bell.ask();
    let now = began;
    for (let work = this.#waiting.shift(); work !== undefined; work = now < end ? this.#waiting.shift() : undefined) {
      work(new TimedSlice(this.#parts, now, Math.min(end, now + share)));
      now = clock();
    }
    if (now - began >= SHORTEST) this.#noteTurn(began);
    this.#worked += now - began;
    if (this.#worked >= WORTH_A_BELL) bell.start();
  }
}

/** The slices of this process. */
export const slices = new Slices({ clock: () => performance.now(), soon, later, bell: new Bell() });

function later(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
