import { clearTimeout, setTimeout } from "node:timers";
import { expected, readable } from "../../core/checks";
import type { EndReason } from "../../core/engine/engine";
import { kernelHook } from "../../notebook/hook";
import { oneStep, type SessionRun, type Slice, type StretchEnd } from "../../run/run";
import { checkEnds, checkLivePace, checkPace, type Pace, type Pacer, pacerOf } from "../options/pace";
import type { SessionRecord } from "../record/record";
import { breakable } from "../turns/breakable";
import type { Slices } from "../turns/slices";
import type { SessionWriter } from "../writing/writer";
import type { Coming, Inflow } from "./inflow";
import type { Listeners } from "./listeners";

/** How far a run goes: to the end, only until `reached` says so after a step, or nowhere. */
export interface Goal {
  /** Time after which no step begins, epoch milliseconds. */
  readonly until?: number;
  /** Asked after each step. */
  readonly reached?: () => boolean;
  /** Whether it only has to be at the session's step. */
  readonly stays?: true;
}

/** Whether there is a goal. */
export function hasGoal({ until, reached, stays }: Goal): boolean {
  return until !== undefined || reached !== undefined || stays === true;
}

// The calls that set off a session without a goal.
const calls: Readonly<Record<string, string>> = { started: "start", resumed: "resume" };

/** Throws INVALID_OPTION for a goal that is never reached: the end of an endless feed, at full speed. */
export function checkGoal(call: string, pace: Pace, goal: Goal, { feed, endless }: SessionRecord["config"]): void {
  if (hasGoal(goal)) return;
  checkEnds(`${calls[call] ?? call}()`, pace, { name: feed.name, bounded: endless !== true });
}

/** What a running session is asked to do. To stand still is to go on later, without a pause. */
export type Wish = "run" | "stand" | "pause" | "stop";

/**
 * Milliseconds that a session waits for a promise of its strategy when it should pause or stop, and that a fresh run
 * has to reach the step before if the promise does not settle. Together they are less than a kernel has before it is
 * killed. A test may change them.
 */
export const patience = { promise: 2000, replay: 1500 };

/** Returns a new pace of a session, as a copy of its own. Throws INVALID_OPTION for one that it cannot have now. */
export function newPace(pace: Pace, { status, config, arrived }: SessionRecord, goal: Goal): Pace {
  const copy = checkPace(pace) === "max" ? pace : { ...(pace as object) };
  if (arrived !== undefined) checkLivePace(copy, config.feed.name);
  if (status.state === "RUNNING") checkGoal("setPace", copy, goal, config);
  return copy;
}

/** Says why a strategy is given up. */
export function unsettled(): string {
  return `its promise did not settle within ${patience.promise / 1000} s`;
}

/** Thrown when a promise of the strategy is no longer waited for. Its message says why, unless time ran out. */
export class GivenUp extends Error {}

// The longest timer of Node's.
const LONGEST_SLEEP = 2 ** 31 - 1;
// Milliseconds that a session waits for a live bar before it stores what it did.
const BEFORE_WRITING = 600;
// A new pace was set on the way.
const repaced = Symbol("repaced");
type Stop = EndReason | typeof repaced | undefined;

/**
 * Takes a run through its steps, in slices or when they are due, as long as that is wanted. Awaits the strategy's
 * promises.
 */
export class Stepper {
  readonly #slices: Slices;
  #pace: Pace;
  // Whether the pace has changed and does not hold yet.
  #isRepaced = false;
  readonly #writer: SessionWriter;
  readonly #inflow: Inflow | undefined;
  readonly #listeners: Pick<Listeners, "noteLate"> | undefined;
  #wish: Wish = "run";
  // When a strategy that has not answered is given up, once a pause or stop is wanted.
  #lastCall = Number.POSITIVE_INFINITY;
  #run: SessionRun | undefined;
  // Ends the wait for the next due step.
  #wake: (() => void) | undefined;
  // Whether a promise is awaited, and what ends that.
  #awaits = false;
  #giveUp: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `inflow`: where its bars come from, if they come live. `listeners`: who may keep it from its pace. */
  constructor(
    slices: Slices,
    pace: Pace,
    writer: SessionWriter,
    inflow?: Inflow,
    listeners?: Pick<Listeners, "noteLate">,
  ) {
    this.#slices = slices;
    this.#pace = pace;
    this.#writer = writer;
    this.#inflow = inflow;
    this.#listeners = listeners;
  }

  /** The last request. */
  get wish(): Wish {
    return this.#wish;
  }

  /** How fast it goes. What is set holds the next time it is set off. */
  get pace(): Pace {
    return this.#pace;
  }

  set pace(pace: Pace) {
    this.#pace = pace;
  }

  /** Sets how fast it goes from now on. The next update is due as long from now as two are apart. */
  changePace(pace: Pace): void {
    this.#pace = pace;
    this.#isRepaced = true;
    this.#wake?.();
  }

  /** Makes a request. Every request but "run" ends the work after the present step. */
  ask(wish: Wish): void {
    this.#wish = wish;
    if (wish === "run") {
      this.allow(Number.POSITIVE_INFINITY);
      return;
    }
    // Asking again gives it no more time.
    if (wish !== "stand" && this.#lastCall === Number.POSITIVE_INFINITY) this.allow(patience.promise);
    if (this.#awaits && wish !== "stand") this.#limit();
    this.#run?.interrupt();
    this.#wake?.();
  }

  /**
   * Settles as some work does. Rejects with `GivenUp` if the work waits for a promise longer than it may. The caller
   * must then abandon the run, so that the work does nothing more.
   */
  orGivenUp<Result>(work: Promise<Result>): Promise<Result> {
    const outer = this.#giveUp;
    const given = new Promise<Result>((resolve, reject) => {
      this.#giveUp = () => {
        this.#awaits = false;
        reject(new GivenUp());
      };
      work.then(resolve, reject);
    });
    return given.finally(() => {
      this.#giveUp = outer;
    });
  }

  /** Gives the present work some milliseconds. After that it is given up if it waits for a promise or replays a run. */
  allow(milliseconds: number): void {
    this.#lastCall = this.#slices.now + milliseconds;
  }

  /** Ends a wait for the next due step, to check what is being stored. It goes on if nothing is wrong. */
  wake(): void {
    this.#wake?.();
  }

  /** Whether there is time left. */
  get isAllowed(): boolean {
    return this.#slices.now < this.#lastCall;
  }

  /**
   * Waits for bars that come live, as long as that is wanted, and stores meanwhile what is new. Returns whether there are
   * any, or else how the source ended. For another feed that is its end.
   */
  async await(run: SessionRun): Promise<Coming> {
    if (this.#inflow === undefined) return "ended";
    let wait = BEFORE_WRITING;
    while (this.#wish === "run") {
      const coming = this.#inflow.more();
      const settled = coming.then(
        () => true as const,
        () => true as const,
      );
      if ((await this.#sleep(wait, settled)) === true) {
        const how = await coming;
        if (how !== "closed") return how;
      }
      this.#writer.writeBehind(run, wait);
      wait = LONGEST_SLEEP;
    }
    return "closed";
  }

  /** Waits for the first bar. Returns what ends the session before there is one; `undefined` if it has to pause. */
  async first(run: SessionRun): Promise<"bars" | EndReason | undefined> {
    if (this.#inflow === undefined || run.nextTime !== undefined) return "bars";
    const coming = await this.await(run);
    if (coming === "bars") return coming;
    if (coming === "ended") return run.engine.endOfFeed;
    return this.#wish === "stop" ? "STOPPED" : undefined;
  }

  /** Calls the strategy's `onStart`. */
  async begin(run: SessionRun): Promise<void> {
    this.#run = run;
    if (await this.#slices.run(() => breakable(run, () => run.begin()))) await this.#promises(run);
  }

  /** Ends a run. */
  async finish(run: SessionRun, reason: EndReason): Promise<void> {
    if (await this.#slices.run(() => breakable(run, () => run.finish(reason)))) await this.#promises(run);
  }

  /** Takes steps: to the end at the session's pace, to a goal at full speed. Returns what ends the session, if something does. */
  async take(run: SessionRun, goal: Goal): Promise<EndReason | undefined> {
    this.#run = run;
    const isPaced = this.#inflow === undefined && !hasGoal(goal);
    const pacerFrom = (time: number) => (isPaced ? pacerOf(this.#pace, time) : undefined);
    let pacer = pacerFrom(run.nextTime ?? 0);
    for (let index = 0; ; index = 1) {
      this.#isRepaced = false;
      const end = await (pacer === undefined ? this.#plain(run, goal) : this.#paced(run, pacer, index));
      if (end !== repaced) return end ?? (this.#wish === "stop" ? "STOPPED" : undefined);
      pacer = pacerFrom(run.engine.time);
    }
  }

  /** Takes a fresh run silently to a step, as long as `goesOn`. Returns whether it got there. */
  async replay(run: SessionRun, steps: number, goesOn: () => boolean): Promise<boolean> {
    const isThere = () => run.engine.steps >= steps;
    const ends = () => isThere() || !goesOn();
    await this.begin(run);
    while (!isThere() && run.nextTime !== undefined) {
      if (!goesOn()) return false;
      const work = (slice: Slice) => run.advance(Number.POSITIVE_INFINITY, slice, ends);
      const stretch = await this.#slices.run((slice) => breakable(run, () => work(slice)));
      if (stretch === "promise") await this.#promises(run);
    }
    return true;
  }

  // As fast as it goes, in slices.
  async #plain(run: SessionRun, goal: Goal): Promise<Stop> {
    const { until = Number.POSITIVE_INFINITY, reached } = goal;
    const writer = this.#writer;
    let left: Slice | undefined;
    const work = (slice: Slice): StretchEnd => {
      left = slice;
      return this.#wish === "run" ? breakable(run, () => run.advance(until, slice, reached)) : "stopped";
    };
    while (this.#wish === "run") {
      if (this.#isRepaced) return repaced;
      // The rest of a slice after a promise is used at once.
      const stretch = left === undefined ? await this.#slices.run(work, writer.writing) : work(left);
      if (stretch === "promise") await this.#promises(run);
      if (stretch === "end") {
        const coming = await this.await(run);
        if (coming === "ended") return run.engine.endOfFeed;
        if (coming === "failed") break;
      }
      if (run.engine.bankrupt) return "BANKRUPT";
      if (stretch === "limit" || stretch === "reached" || (stretch === "promise" && reached?.())) break;
      if (stretch !== "end" && left?.isOver() === false) continue;
      writer.writeBehind(run);
      left = undefined;
    }
    return undefined;
  }

  // One step at a time, when each is due. `first`: number of the next step for the pacer.
  async #paced(run: SessionRun, pacer: Pacer, first: number): Promise<Stop> {
    const clock = () => this.#slices.now;
    const began = clock();
    const until = Number.POSITIVE_INFINITY;
    for (let index = first; this.#wish === "run"; index++) {
      const time = run.nextTime;
      if (time === undefined) return run.engine.endOfFeed;
      const due = began + pacer.dueAt(index, time);
      this.#listeners?.noteLate(clock() - due, clock);
      await this.#restUntil(due, run);
      if (this.#isRepaced) return repaced;
      const work = () => (this.#wish === "run" ? breakable(run, () => run.advance(until, oneStep)) : "stopped");
      const stretch = await this.#slices.due(work, this.#writer.writing);
      if (stretch === "promise") await this.#promises(run);
      if (run.engine.bankrupt) return "BANKRUPT";
      if (stretch === "stopped") break;
    }
    return undefined;
  }

  // Awaits the strategy's promises, until the engine has none.
  async #promises(run: SessionRun): Promise<void> {
    do {
      this.#awaits = true;
      if (this.#lastCall < Number.POSITIVE_INFINITY) this.#limit();
      try {
        await run.engine.pending;
      } catch (error) {
        if (this.#isInterrupt(error)) throw new GivenUp("the interrupt ended what it waited for");
        throw run.abandoned ? new GivenUp() : run.engine.fail(error);
      }
      // Too late: another run goes on in its place.
      if (run.abandoned) throw new GivenUp();
      this.#awaits = false;
    } while (breakable(run, () => run.continue()));
    if (this.#timer !== undefined) this.#unlimit();
  }

  // A kernel ends the loops of an interrupted cell, including those of a strategy's helpers. That is not a fault of the
  // strategy.
  #isInterrupt(error: unknown): boolean {
    if (kernelHook() === undefined || this.#wish === "run") return false;
    return readable(() => (error as { name?: unknown } | undefined)?.name, undefined) === "Interrupted";
  }

  #limit(): void {
    this.#unlimit();
    const giveUp = () => {
      if (this.#awaits) this.#giveUp();
    };
    this.#timer = setTimeout(giveUp, Math.max(0, this.#lastCall - this.#slices.now));
  }

  #unlimit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #restUntil(asked: number, run: SessionRun): Promise<void> {
    const due = this.#slices.wakingFor(asked);
    while (this.#wish === "run" && !this.#isRepaced) {
      const left = Math.max(0, due - this.#slices.now);
      this.#writer.writeBehind(run, left);
      if (left === 0) return;
      await this.#slices.sleepUntil(due, (wake) => {
        this.#wake = wake;
      });
      this.#wake = undefined;
    }
  }

  // `early` ends it before its time. Returns what that resolves to, if it was that.
  async #sleep(milliseconds: number, early?: Promise<true>): Promise<true | undefined> {
    const woken = await new Promise<true | undefined>((resolve) => {
      const timer = setTimeout(resolve, milliseconds, undefined);
      const wake = (how?: true) => {
        clearTimeout(timer);
        resolve(how);
      };
      this.#wake = () => wake();
      void early?.then(wake);
    });
    this.#wake = undefined;
    return woken;
  }
}

/** A condition that throws counts as reached. `rethrow` throws its error when the session rests. */
export function heedful(reached: () => boolean) {
  let thrown: { readonly error: unknown } | undefined;
  const asked = () => {
    try {
      const answer: unknown = reached();
      if (answer instanceof Promise) throw expected("condition", "a function that answers at once", answer);
      return Boolean(answer);
    } catch (error) {
      thrown = { error };
      return true;
    }
  };
  const rethrow = () => {
    if (thrown !== undefined) throw thrown.error;
  };
  return Object.assign(asked, { rethrow });
}
