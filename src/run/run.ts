import { type EndReason, Engine } from "../core/engine/engine";
import type { StrategyCalls } from "../core/engine/strategy-turn";
import type { EngineTerms } from "../core/engine/terms";
import type { BarColumns } from "../core/market/bar";
import { Tracker } from "./tracker";

/** What a run is made of. */
export interface RunParts {
  readonly terms: EngineTerms;
  /** Milliseconds between snapshots, or `"day"` for the end of each trading day. */
  readonly snapshotEvery: number | "day";
  /** Points of the curve to make room for; the curve may grow beyond. */
  readonly points: number;
  /** The bars in blocks that end at the end of a step, symbols by their place in the session's. */
  readonly blocks: () => Iterator<BarColumns>;
  /** Binds the strategy to a fresh engine. */
  readonly bind: (engine: Engine) => StrategyCalls;
}

/** Why a stretch of steps came to its end. */
export type Stretch = "limit" | "time" | "promise" | "end" | "stopped";

/** Told after each step, with the rows of its bars; used only where somebody listens. */
export type StepListener = (columns: BarColumns, from: number, to: number) => void;

// Rows between two looks at the wall clock.
const LOOK = 1024;

/** One engine, its tracker and the place in the feed: takes the bars through both. */
export class SessionRun {
  readonly engine: Engine;
  readonly tracker: Tracker;
  /** Told of each step, while somebody listens. */
  onStep: StepListener | undefined;

  readonly #parts: RunParts;
  readonly #blocks: Iterator<BarColumns>;
  readonly #start: number;
  #columns: BarColumns = emptyColumns;
  #from = 0;
  #next = 0;
  #stage: "start" | "step" | "finish" = "start";

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#blocks = parts.blocks();
    this.#nextBlock();
    const { terms } = parts;
    this.#start = this.#columns.time[0] - (terms.interval ?? 0);
    this.engine = new Engine(terms, parts.points);
    const { journal, curve } = this.engine;
    this.tracker = new Tracker(journal, curve, terms.calendar, parts.snapshotEvery);
  }

  /** Time of the next step, `undefined` at the end of the feed. */
  get nextTime(): number | undefined {
    return this.#hasMore() ? this.#columns.time[this.#next] : undefined;
  }

  /** Calls the strategy's `onStart`. Returns whether a promise has to be awaited and `continue` called. */
  begin(): boolean {
    this.#stage = "start";
    this.engine.start(this.#parts.bind(this.engine), this.#start);
    return this.engine.pending !== undefined;
  }

  /** Goes on after the engine's promise was fulfilled. Returns whether there is another one. */
  continue(): boolean {
    this.engine.resume();
    return this.#completed();
  }

  /** Ends the run. Returns whether a promise has to be awaited and `continue` called. */
  finish(reason: EndReason): boolean {
    this.#stage = "finish";
    this.engine.finish(reason);
    return this.#completed();
  }

  /** Closes the last day and snapshot, of a run that has ended or whose strategy threw. */
  close(): void {
    this.tracker.close(this.engine.portfolio);
    this.engine.curve.trim();
  }

  /** Makes `advance` return after the present step. */
  interrupt(): void {
    this.engine.stopped = true;
  }

  /** Processes one step. */
  step(): Stretch {
    this.engine.stopped = false;
    this.#stage = "step";
    if (!this.#hasMore()) return "end";
    this.#process(this.#next + 1);
    if (this.engine.pending !== undefined) return "promise";
    this.#tellStep();
    return "limit";
  }

  /** Processes steps not later than `until`, up to the end of the feed or the time `deadline` of `clock`. */
  advance(until: number, clock: () => number, deadline: number): Stretch {
    this.#stage = "step";
    this.engine.stopped = false;
    while (this.#hasMore()) {
      const next = this.#columns.time[this.#next];
      if (next > until) return "limit";
      if (next > this.tracker.boundary) this.tracker.roll(next, this.engine.portfolio);
      const to = this.onStep === undefined ? Math.min(this.#next + LOOK, this.#columns.length) : this.#next + 1;
      this.#process(to, Math.min(until, this.tracker.boundary));
      if (this.engine.pending !== undefined) return "promise";
      this.#tellStep();
      if (this.engine.stopped) return "stopped";
      if (clock() > deadline) return "time";
    }
    return "end";
  }

  #process(to: number, until = Number.POSITIVE_INFINITY): void {
    const next = this.#columns.time[this.#next];
    if (next > this.tracker.boundary) this.tracker.roll(next, this.engine.portfolio);
    this.#from = this.#next;
    // Noted also when the strategy throws, so that the step is not taken twice.
    this.#next = to;
    this.#next = this.engine.process(this.#columns, this.#from, to, until);
  }

  #tellStep(): void {
    if (this.onStep !== undefined) this.onStep(this.#columns, this.#from, this.#next);
  }

  #completed(): boolean {
    if (this.engine.pending !== undefined) return true;
    if (this.#stage === "step") this.#tellStep();
    if (this.#stage === "finish") this.close();
    return false;
  }

  #hasMore(): boolean {
    return this.#next < this.#columns.length || this.#nextBlock();
  }

  #nextBlock(): boolean {
    const { done, value } = this.#blocks.next();
    if (done === true || value.length === 0) return false;
    this.#columns = value;
    this.#next = 0;
    return true;
  }
}

const none = new Float64Array(0);
const emptyColumns: BarColumns = {
  length: 0,
  time: none,
  symbol: new Uint16Array(0),
  open: none,
  high: none,
  low: none,
  close: none,
  volume: none,
};
