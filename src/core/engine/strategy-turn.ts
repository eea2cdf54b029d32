import type { FillLedger } from "../journal/fill-ledger";
import type { Journal } from "../journal/journal";
import { type Bar, type BarColumns, barAt } from "../market/bar";
import type { AppliedAction } from "../market/corporate-action";
import type { Fill } from "../orders/fill";
import type { Hook } from "./hook";
import type { ScheduledCalls } from "./scheduled";

/** The hooks of a strategy that the engine calls. If one returns a promise, it is awaited before the next is called. */
export interface StrategyCalls {
  readonly name: string;
  /** Times of the steps at which it is called, ascending; absent if it is called at every step. */
  readonly wakes?: Float64Array;
  onStart?(): unknown;
  onCorporateAction?(action: AppliedAction): unknown;
  onFill?(fill: Fill): unknown;
  /** Told of the columns in which the next rows are. */
  enter?(columns: BarColumns): void;
  /** Called with the row of a bar in the columns that were entered. `barAt` makes the object that a strategy sees. */
  onBar?(columns: BarColumns, row: number): unknown;
  onBars?(bars: readonly Bar[]): unknown;
  targetWeights?(): unknown;
  onStop?(): unknown;
  /** Called once after `onStart`. Returns what was scheduled, if anything was. */
  scheduled?(): ScheduledCalls | undefined;
}

// What is to be called next.
type Next = Hook | "late" | "done";

/**
 * Calls a strategy's hooks for one step in their order: `onCorporateAction` for each action, `onFill` for each fill, `onBar` for each bar, `onBars` once, what
 * is scheduled and due, `targetWeights` once. Stops at the first promise and goes on from there at the next `resume`.
 */
export class StrategyTurn {
  /** The hook called last. */
  hook: Hook = "onStart";
  /** Time of the step before which no hook is called; minus infinity if hooks are called at every step. */
  wake: number;
  readonly #wakes: Float64Array | undefined;
  #wakesPassed = 0;
  readonly #calls: StrategyCalls;
  readonly #symbols: readonly string[];
  readonly #onBar: ((columns: BarColumns, row: number) => unknown) | undefined;
  #afterBars: Next;
  // Absent if nothing is scheduled.
  #scheduled: ScheduledCalls | undefined;
  // Index of what is asked next among the scheduled, and the time of the step that it is asked for.
  #asked = 0;
  #time = 0;
  // Absent if the strategy has no `onFill`.
  readonly #fills: FillLedger | undefined;
  #fillsTold = 0;
  // Absent if the strategy has no `onCorporateAction`.
  readonly #actions: readonly AppliedAction[] | undefined;
  #actionsTold = 0;
  #next: Next = "done";
  #columns: BarColumns | undefined;
  #from = 0;
  #to = 0;
  // The row after the last bar that was handed out.
  #row = 0;

  /** `journal`: the session's, with the fills and corporate actions that hooks are called with. */
  constructor(calls: StrategyCalls, symbols: readonly string[], { fills, actions }: Journal) {
    this.#calls = calls;
    this.#symbols = symbols;
    this.#onBar = calls.onBar;
    this.#afterBars = calls.onBars ? "onBars" : calls.targetWeights ? "targetWeights" : "done";
    this.#fills = calls.onFill && fills;
    this.#actions = calls.onCorporateAction && actions;
    // One that takes over later is told of what comes then.
    this.#fillsTold = fills.length;
    this.#actionsTold = actions.length;
    this.#wakes = calls.wakes;
    this.wake = calls.wakes === undefined ? Number.NEGATIVE_INFINITY : (calls.wakes[0] ?? Number.POSITIVE_INFINITY);
  }

  /** Before a step later than this, `late` must be called. */
  get overdue(): number {
    return this.#scheduled === undefined ? Number.POSITIVE_INFINITY : this.#scheduled.overdue;
  }

  /** Index of the symbol of the last bar handed out, while `onBar` is being called. */
  get symbolIndex(): number | undefined {
    return this.hook === "onBar" ? this.#columns?.symbol[this.#row - 1] : undefined;
  }

  /** What is being called, for messages: a hook, or a condition of a schedule. */
  get place(): string {
    return this.#scheduled?.asked ?? this.hook;
  }

  /** Takes the columns in which the next steps are. */
  enter(columns: BarColumns): void {
    this.#columns = columns;
    this.#calls.enter?.(columns);
  }

  /**
   * Calls the hooks of one step, the rows `from` to `to` (exclusive), up to the end of the turn or the first promise,
   * which it returns. `columns`: those that were entered.
   */
  step(columns: BarColumns, from: number, to: number): PromiseLike<unknown> | undefined {
    if (this.#wakes !== undefined) this.#passWakes(this.#wakes, columns.time[from]);
    this.#from = from;
    this.#to = to;
    if (this.#actions !== undefined && this.#actions.length > this.#actionsTold) {
      this.#next = "onCorporateAction";
      return this.resume();
    }
    if (this.#fills === undefined || this.#fills.length === this.#fillsTold) return this.#bars(columns, from, to);
    this.#next = "onFill";
    return this.resume();
  }

  #passWakes(wakes: Float64Array, time: number): void {
    while (wakes[this.#wakesPassed] <= time) this.#wakesPassed++;
    this.wake = wakes[this.#wakesPassed] ?? Number.POSITIVE_INFINITY;
  }

  /** Takes what was scheduled in `onStart`, which has ended. */
  begin(): void {
    const scheduled = this.#calls.scheduled?.();
    if (scheduled === undefined) return;
    this.#scheduled = scheduled;
    if (this.#afterBars !== "onBars") this.#afterBars = "schedule";
  }

  /** Calls what is overdue before the step at `time`, as `step` does. */
  late(time: number): PromiseLike<unknown> | undefined {
    this.#time = time;
    this.#asked = 0;
    this.#next = "late";
    return this.resume();
  }

  /** Calls one hook outside the steps. */
  only(hook: "onStart" | "onStop"): PromiseLike<unknown> | undefined {
    this.#next = hook;
    return this.resume();
  }

  /** Goes on with what is next, up to the end of the turn or the next promise, which it returns. */
  resume(): PromiseLike<unknown> | undefined {
    let promise: PromiseLike<unknown> | undefined;
    while (promise === undefined && this.#next !== "done") {
      if (this.#next === "onBar") promise = this.#bars(this.#columns as BarColumns, this.#row, this.#to);
      else if (this.#next === "onCorporateAction") promise = this.#actionsOfStep(this.#actions as AppliedAction[]);
      else if (this.#next === "onFill") promise = this.#fillsOfStep(this.#fills as FillLedger);
      else if (this.#next === "schedule" || this.#next === "late") promise = this.#askScheduled(this.#next);
      else promise = this.#once(this.#next);
    }
    return promise;
  }

  #bars(columns: BarColumns, from: number, to: number): PromiseLike<unknown> | undefined {
    if (this.hook !== "onBar") this.hook = "onBar";
    const onBar = this.#onBar;
    // Calling a function that does nothing would make V8 prepare for both where strategies follow one another in a thread.
    for (let row = from; onBar !== undefined && row < to; row++) {
      this.#row = row + 1;
      const returned = onBar(columns, row);
      if (returned !== undefined && isPromise(returned)) {
        this.#next = "onBar";
        return returned;
      }
    }
    const next = this.#afterBars;
    if (this.#next !== next) this.#next = next;
    return next === "done" ? undefined : this.resume();
  }

  #actionsOfStep(actions: readonly AppliedAction[]): PromiseLike<unknown> | undefined {
    this.hook = "onCorporateAction";
    while (this.#actionsTold < actions.length) {
      const returned = this.#calls.onCorporateAction?.({ ...actions[this.#actionsTold++] });
      if (isPromise(returned)) return returned;
    }
    if (this.#fills === undefined) return this.#beginBars();
    this.#next = "onFill";
    return undefined;
  }

  #beginBars(): undefined {
    this.#row = this.#from;
    this.#next = "onBar";
  }

  #fillsOfStep(fills: FillLedger): PromiseLike<unknown> | undefined {
    this.hook = "onFill";
    while (this.#fillsTold < fills.length) {
      const returned = this.#calls.onFill?.(fills.at(this.#fillsTold++));
      if (isPromise(returned)) return returned;
    }
    return this.#beginBars();
  }

  #once(hook: Hook): PromiseLike<unknown> | undefined {
    this.hook = hook;
    this.#next = hook === "onBars" ? this.#afterOnBars() : "done";
    const returned = hook === "onBars" ? this.#calls.onBars?.(this.#barsOfStep()) : this.#callPlain(hook);
    return isPromise(returned) ? returned : undefined;
  }

  #afterOnBars(): Next {
    if (this.#scheduled !== undefined) return "schedule";
    return this.#calls.targetWeights ? "targetWeights" : "done";
  }

  // Asks the scheduled one after the other, up to the first promise.
  #askScheduled(kind: "schedule" | "late"): PromiseLike<unknown> | undefined {
    const scheduled = this.#scheduled as ScheduledCalls;
    const isLate = kind === "late";
    if (!isLate && this.#asked === 0) this.#time = (this.#columns as BarColumns).time[this.#from];
    const isAsked = isLate || this.#time >= scheduled.next || this.#asked > 0;
    while (isAsked && this.#asked < scheduled.length) {
      const at = this.#asked++;
      this.hook = scheduled.hook(at);
      const returned = isLate ? scheduled.callLate(at, this.#time) : scheduled.call(at, this.#time);
      if (isPromise(returned)) return returned;
    }
    this.#asked = 0;
    this.#next = isLate || this.#calls.targetWeights === undefined ? "done" : "targetWeights";
    return undefined;
  }

  #callPlain(hook: Hook): unknown {
    if (hook === "targetWeights") return this.#calls.targetWeights?.();
    return hook === "onStart" ? this.#calls.onStart?.() : this.#calls.onStop?.();
  }

  #barsOfStep(): readonly Bar[] {
    const bars: Bar[] = [];
    for (let row = this.#from; row < this.#to; row++) bars.push(barAt(this.#columns as BarColumns, row, this.#symbols));
    return bars;
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as PromiseLike<unknown>).then === "function";
}
