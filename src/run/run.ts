import type { EquityCurve } from "../analysis/record/track-record";
import type { EngineTerms } from "../core/account/terms";
import { dayOfDate } from "../core/days";
import { type EndReason, Engine } from "../core/engine/engine";
import type { StrategyCalls } from "../core/engine/strategy-turn";
import type { HandRequest, SessionInput } from "../core/journal/inputs";
import type { RunRoom } from "../core/journal/run-room";
import type { BarColumns } from "../core/market/bar";
import { timeText } from "../core/market/instant";
import type { PaperLabError } from "../errors";
import type { LiveSource } from "../feeds/source/live-source";
import { bindStrategy } from "../strategy/bind-strategy";
import { hasSignals } from "../strategy/define-signals";
import { defaultParams } from "../strategy/params";
import { bindSignals } from "../strategy/signals/bind-signals";
import { type ColumnSplit, WholeColumns } from "../strategy/signals/columns";
import { type SignalInput, signalsOf } from "../strategy/signals/compute";
import { checkSignals } from "../strategy/signals/look-ahead";
import type { RunSignals, SharedSignals } from "../strategy/signals/shared-signals";
import type { AnyStrategy, Params, Strategy } from "../strategy/strategy";
import { HandInputs } from "./by-hand";
import { CurveThinner, type Thinning } from "./curve/thinner";
import type { Models } from "./models";
import { noCalls, type RunPart, RunParts } from "./parts/parts";
import type { RunPlan } from "./plan";
import { engineTerms, snapshotEvery } from "./terms";
import { Tracker } from "./tracker";

/** What a run needs besides its plan: things that are not plain data, or too large for it. */
export interface RunMaterial {
  readonly strategy: AnyStrategy;
  /**
   * The bars in blocks that end at the end of a step. Symbols are indices of the plan's. An iterator over bars that come
   * live is done as long as there are no more.
   */
  readonly blocks: () => Iterator<BarColumns>;
  /** The feed, if its bars come live. Its session waits for them, and has blocks of what came. */
  readonly live?: LiveSource;
  /** A user's own models and rules, which cannot be made from the plan. */
  readonly models?: Models;
  /** The session's `rebalance`, if it was given; absent if it is made from the plan. */
  readonly rebalance?: unknown;
  /** What it shares with other runs of the strategy on the same bars; absent if it is alone. */
  readonly shared?: SharedSignals;
  /** How many points of the curve to make room for, or the room of a run that is over. It grows beyond that. */
  readonly points?: number | RunRoom;
  /** How the curve is thinned; absent if it keeps every point. */
  readonly thinning?: Thinning;
  /** What it was asked for by hand when it ran before, to be repeated at the same steps. */
  readonly inputs?: readonly SessionInput[];
  /**
   * When the strategy is called, and with which params; absent if it is from the first step to the last. Steps before the first
   * part only fill the histories.
   */
  readonly parts?: readonly RunPart[];
}

/** The time that a run has before others get theirs. */
export interface Slice {
  /** If its first number is not 0, it is time to call `isOver`, even if few rows have been taken. */
  readonly bell: Int32Array;
  /** Rows that may be taken before `isOver` is called. */
  readonly rows: number;
  /** Whether it is the others' turn now. */
  isOver(): boolean;
}

/** A slice of one step. */
export const oneStep: Slice = { bell: new Int32Array(1), rows: 1, isOver: () => true };

/** Why a stretch of steps ended. */
export type StretchEnd = "limit" | "reached" | "time" | "promise" | "end" | "stopped";

/** Called after each step with the rows of its bars, while somebody listens. */
export type StepListener = (columns: BarColumns, from: number, to: number) => void;

/** One engine, its tracker and the position in the feed. Takes the bars through both. */
export class SessionRun {
  readonly engine: Engine;
  readonly tracker: Tracker;
  /** Called after each step, while somebody listens. */
  onStep: StepListener | undefined;
  /** Called between two steps, while somebody waits for that moment. */
  between: (() => void) | undefined;
  /** What it was asked for by hand. */
  readonly inputs: HandInputs;
  /** Whether its strategy was given up. */
  abandoned = false;
  /** Returns how many points of its curve, from the first on, it need not keep for whoever stores them. */
  stored: () => number = () => Number.POSITIVE_INFINITY;

  readonly #plan: RunPlan;
  readonly #material: RunMaterial;
  readonly #terms: EngineTerms;
  #columnsOfAll: WholeColumns | undefined;
  // Those of all bars, once they were checked.
  #signals: RunSignals | undefined;
  readonly #parts: RunParts;
  // Whether the strategy of a part was called for the last time.
  #hasLeft = false;
  readonly #strategy: Strategy<Params, unknown>;
  readonly #rebalance: unknown;
  readonly #blocks: Iterator<BarColumns>;
  readonly #interval: number;
  readonly #thinner: CurveThinner | undefined;
  #columns: BarColumns = emptyColumns;
  #from = 0;
  #next = 0;
  #stage: "start" | "step" | "finish" = "start";
  // Whether it is at work now, or a listener is.
  #isBusy = false;

  /** Throws INVALID_OPTION for a user's own model that is not in the material. */
  constructor(plan: RunPlan, material: RunMaterial) {
    this.#plan = plan;
    this.#material = material;
    this.#strategy = material.strategy as Strategy<Params, unknown>;
    this.#rebalance = material.rebalance ?? plan.options.rebalance ?? undefined;
    this.#blocks = material.blocks();
    this.#nextBlock();
    const terms = engineTerms(plan, material.models, () => this.engine.time);
    this.#terms = terms;
    this.#interval = terms.interval ?? 0;
    this.engine = new Engine(terms, material.points);
    const { journal, curve } = this.engine;
    this.tracker = new Tracker(journal, curve, terms, snapshotEvery(plan));
    this.#thinner = material.thinning && new CurveThinner(curve, terms.calendar, material.thinning);
    this.#parts = new RunParts(material.parts);
    this.inputs = new HandInputs(this.engine);
    if (material.inputs !== undefined) this.inputs.repeat(material.inputs);
  }

  /** The curve as far as it is kept. */
  get curve(): EquityCurve {
    return this.#thinner?.curve ?? this.engine.curve;
  }

  /** Time of the next step, `undefined` at the end of the feed, or of what came so far. */
  get nextTime(): number | undefined {
    return this.#hasMore() ? this.#columns.time[this.#next] : undefined;
  }

  /**
   * Calls the strategy's `onStart`. The first bar must be there. Returns whether a promise must be awaited before
   * `continue` is called.
   */
  begin(): boolean {
    this.#stage = "start";
    const isWhole = this.#material.parts === undefined;
    this.engine.start(
      isWhole ? this.#bound() : noCalls(this.#strategy.name),
      (this.nextTime ?? Number.NaN) - this.#interval,
    );
    return this.engine.pending !== undefined;
  }

  /** Goes on after the engine's promise is fulfilled. Returns whether there is another one. */
  continue(): boolean {
    this.#isBusy = true;
    try {
      this.engine.resume();
      const waits = this.#completed();
      if (!waits && this.#stage === "step") this.between?.();
      return waits;
    } finally {
      this.#isBusy = false;
    }
  }

  /** Ends the run. Returns whether a promise must be awaited before `continue` is called. */
  finish(reason: EndReason): boolean {
    this.#stage = "finish";
    this.engine.finish(reason);
    return this.#completed();
  }

  /** Closes the last day and snapshot of a run that has ended or whose strategy threw. */
  close(): void {
    this.tracker.close(this.engine.portfolio);
    this.engine.curve.trim();
  }

  /**
   * Gives up the strategy, which is never called again. Returns an error that says where it was. See `Engine.abandon`.
   */
  abandon(why: string): PaperLabError {
    this.abandoned = true;
    return this.engine.abandon(new Error(why));
  }

  /** Whether it stands between two steps and is not at work. */
  get isBetween(): boolean {
    return !this.#isBusy && !this.abandoned && this.engine.pending === undefined;
  }

  /** Whether a hook, rule or model of the user's is at work, but awaits nothing. */
  get isCalling(): boolean {
    return this.engine.acting && this.engine.pending === undefined;
  }

  /** Does what is asked for by hand. See `HandInputs.take`. */
  byHand(asked: HandRequest): string | undefined {
    return this.inputs.take(asked);
  }

  /** Makes `advance` return after the present step. */
  interrupt(): void {
    this.engine.stopped = true;
  }

  /**
   * Processes steps up to `until`, the end of the feed or the end of the slice. Stops earlier if `reached` returns
   * true after a step.
   */
  advance(until: number, slice: Slice, reached?: () => boolean): StretchEnd {
    this.#isBusy = true;
    try {
      const end = this.#stretch(until, slice, reached);
      if (end !== "promise") this.between?.();
      return end;
    } finally {
      this.#isBusy = false;
    }
  }

  #stretch(until: number, slice: Slice, reached?: () => boolean): StretchEnd {
    this.inputs.checkWhole();
    this.#stage = "step";
    this.engine.stopped = false;
    let left = slice.rows;
    const { inputs } = this;
    const thinner = this.#thinner;
    while (this.#hasMore()) {
      this.between?.();
      if (thinner !== undefined && this.engine.curve.length >= thinner.due) thinner.thin(this.stored());
      const isWatched = this.onStep !== undefined || reached !== undefined;
      const next = this.#columns.time[this.#next];
      if (next > until) return "limit";
      if (next > inputs.due) inputs.repeatDue(next);
      if (next >= this.#parts.due && this.#changePart()) return "promise";
      if (next > this.tracker.boundary) this.tracker.roll(next, this.engine.portfolio);
      const from = this.#next;
      const to = isWatched ? from + 1 : Math.min(from + left, this.#columns.length);
      this.#from = from;
      // Also noted if the strategy throws, so that the step is not taken twice.
      this.#next = to;
      const last = Math.min(until, this.tracker.boundary, inputs.due, this.#parts.last);
      this.#next = this.engine.process(this.#columns, from, to, last, slice.bell);
      if (this.engine.pending !== undefined) return "promise";
      inputs.repeatDue();
      this.#tellStep();
      if (this.engine.stopped) return "stopped";
      if (reached?.()) return "reached";
      left -= this.#next - from;
      if (left > 0 && slice.bell[0] === 0) continue;
      if (slice.isOver()) return "time";
      left = slice.rows;
    }
    return "end";
  }

  /**
   * Throws LOOK_AHEAD if its strategy is one of signals that change when later bars are left out, and what computing them
   * throws.
   */
  checkLookAhead(): void {
    const strategy: object = this.#strategy;
    if (!hasSignals(strategy)) return;
    const { calendar, daily } = this.#terms;
    const timeOf = (time: number) => timeText(time, daily ? calendar : undefined);
    const { shared } = this.#material;
    const check = (input: SignalInput) => {
      if (shared === undefined) return checkSignals(strategy, input, timeOf);
      return shared.signals(input.params, () => checkSignals(strategy, input, timeOf));
    };
    const { parts } = this.#material;
    if (parts === undefined) this.#signals = check(this.#signalInput());
    else for (const { params } of parts) if (params !== undefined) check(this.#signalInput(params));
  }

  #bound(): StrategyCalls {
    const strategy: object = this.#strategy;
    if (hasSignals(strategy)) return bindSignals(strategy, this.engine.desk, this.#signalInput(), this.#signals);
    return bindStrategy(this.#strategy, this.engine.desk, this.#params(), this.#rebalance);
  }

  // Lets the strategy of the next part take over. Returns whether a promise must be awaited first; then it is called again,
  // unless the part has begun.
  #changePart(): boolean {
    const { engine } = this;
    const { params, isFlat } = this.#parts.next;
    if (!this.#parts.isFirst && !this.#hasLeft) {
      this.#hasLeft = true;
      engine.leave();
      if (engine.pending !== undefined) return true;
    }
    this.#hasLeft = false;
    this.#parts.pass();
    engine.follow(() => (params === undefined ? noCalls(this.#strategy.name) : this.#boundTo(params)), isFlat);
    return engine.pending !== undefined;
  }

  #boundTo(own: Params): StrategyCalls {
    const strategy: object = this.#strategy;
    const { desk } = this.engine;
    if (!hasSignals(strategy)) return bindStrategy(this.#strategy, desk, this.#params(own), this.#rebalance);
    const input = this.#signalInput(own);
    const computed = this.#material.shared?.signals(input.params, () =>
      signalsOf(strategy, input, input.columns.lengths),
    );
    return bindSignals(strategy, desk, input, computed, true);
  }

  #signalInput(own?: Params): SignalInput {
    const { symbols } = this.#plan;
    const { shared } = this.#material;
    const make = () => {
      const blocks = this.#material.blocks();
      return new WholeColumns({ [Symbol.iterator]: () => blocks }, symbols.length, columnSplitsOf(this.#terms));
    };
    this.#columnsOfAll ??= shared === undefined ? make() : shared.columns(make);
    return {
      symbols,
      columns: this.#columnsOfAll,
      params: this.#params(own),
      ...(shared && { memory: shared.series, leavesLists: shared.leavesLists }),
    };
  }

  // Copied, so that a strategy that changes them does not change the plan.
  #params(own?: Params): Params {
    return structuredClone({ ...defaultParams(this.#strategy), ...this.#plan.params, ...own });
  }

  #tellStep(): void {
    if (this.onStep !== undefined) this.onStep(this.#columns, this.#from, this.#next);
  }

  #completed(): boolean {
    if (this.engine.pending !== undefined) return true;
    if (this.#stage === "step") {
      this.inputs.repeatDue();
      this.#tellStep();
    }
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

function columnSplitsOf({ actions, symbols, calendar }: EngineTerms): ColumnSplit[] {
  const splits = actions.filter(({ type }) => type === "split");
  return splits.map(({ symbol, ex_date, value: ratio }) => {
    return { place: symbols.indexOf(symbol), after: calendar.startOf(dayOfDate(ex_date)), ratio };
  });
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
