import { clearTimeout, setTimeout } from "node:timers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expected, thrownText } from "../../core/checks";
import type { EndReason } from "../../core/engine/engine";
import { type ErrorCode, PaperLabError } from "../../errors";
import { kernelHook, type RunningSession } from "../../notebook/hook";
import { Fingerprint } from "../../run/fingerprint";
import type { SessionRun, Stretch } from "../../run/run";
import { breakable } from "./breakable";
import type { Listeners } from "./listeners";
import { type Pace, type Pacer, pacerOf } from "./pacer";
import { firstDifference, type Recovery, recoveryMismatch } from "./recovery";
import { checkTransition, type SessionState, type SessionStatus, type Transition } from "./state";
import type { SessionWriter } from "./writer";

/** What the driver needs of its session. */
export interface DriverParts {
  readonly name: string;
  readonly status: SessionStatus;
  readonly pace: Pace;
  readonly listeners: Listeners;
  /** Makes the run, at the first start. */
  readonly makeRun: () => SessionRun;
  /** Writes behind the run; absent where nothing is stored. */
  readonly writer: SessionWriter | undefined;
  /** How far the store says it had come, in a process that is gone. */
  readonly recovery: Recovery | undefined;
  /** Told of what went wrong without ending the session. */
  readonly warn: (what: string, error: unknown) => void;
}

/** How far a run is to go: to the end, or only to where `reached` says so after a step. */
export interface Goal {
  /** Time behind which no step is begun, epoch milliseconds. */
  readonly until?: number;
  /** Asked after each step. */
  readonly reached?: () => boolean;
}

// Milliseconds after which other things get their turn, and the least of them where many sessions run at once.
const SLICE = 10;
const SHORTEST_SLICE = 2;
// A write goes on in steps that each need a turn: with longer slices it would hardly get on beside the run.
const SLICE_WHILE_WRITING = 1;

// Sessions of this process that run as fast as they can: together they take no longer than one.
let driving = 0;

// A timer of Node's that is longer fires at once.
const LONGEST_SLEEP = 2 ** 31 - 1;

/** Takes a session through its life: the states, the pace, the turns of the event loop, and the writing behind it. */
export class SessionDriver {
  readonly #parts: DriverParts;
  #run: SessionRun | undefined;
  #begun = false;
  #ending: EndReason | undefined;
  #wish: "run" | "pause" | "stop" = "run";
  #loop: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  readonly #running: RunningSession;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#running = { name: parts.name, pauseNow: () => this.pause() };
  }

  /** The run, once it stands where the session does. */
  get run(): SessionRun | undefined {
    return this.#begun ? this.#run : undefined;
  }

  /** Whether it was ever set off here: a session that is RUNNING otherwise is run by somebody else. */
  get used(): boolean {
    return this.#loop !== undefined;
  }

  /** Whether it was asked to pause, and has not come to rest yet. */
  get pausing(): boolean {
    return this.#parts.status.state === "RUNNING" && this.#wish === "pause";
  }

  /** Sets off, from CREATED or PAUSED, toward a goal; resolves once RUNNING. Throws INVALID_STATE, SESSION_IN_USE. */
  async set(transition: Transition, goal: Goal = {}): Promise<void> {
    checkTransition(this.#parts.name, this.#parts.status.state, transition);
    await this.#setOff(goal, "run");
  }

  /** Resolves when the session has stopped running; rejects with what ended it. */
  async settled(): Promise<void> {
    await this.#loop;
  }

  /** Pauses after the present step; resolves once PAUSED, or at its end if that came first. */
  async pause(): Promise<void> {
    checkTransition(this.#parts.name, this.#parts.status.state, "paused");
    this.#interrupt("pause");
    await this.#ended();
  }

  /** Ends the session after the present step; resolves once COMPLETED. */
  async stop(): Promise<void> {
    const { name, status } = this.#parts;
    checkTransition(name, status.state, "stopped");
    if (status.state === "RUNNING") this.#interrupt("stop");
    else await this.#setOff({}, "stop");
    await this.#ended();
    // It was about to pause when it was asked to stop.
    if (this.#parts.status.state === "PAUSED") await this.stop();
  }

  // That its strategy failed is told to whoever runs it, and by its state: who only ends it need not hear of it.
  async #ended(): Promise<void> {
    try {
      await this.settled();
    } catch (error) {
      if (this.#parts.status.state !== "FAILED") throw error;
    }
  }

  async #setOff(goal: Goal, wish: "run" | "stop"): Promise<void> {
    const before = this.#parts.status.state;
    this.#wish = wish;
    this.#enter("RUNNING");
    const ready = this.#prepare(before);
    this.#loop = ready.then((run) => this.#drive(run, goal, before));
    // Whoever waits for the end is told; a session that nobody waits for must not end the process.
    this.#loop.catch(() => {});
    await ready;
  }

  async #prepare(before: SessionState): Promise<SessionRun> {
    const { status, writer, makeRun } = this.#parts;
    try {
      await writer?.acquire();
      this.#run ??= makeRun();
    } catch (error) {
      this.#enter(before);
      throw error;
    }
    status.startedAt ??= Date.now();
    return this.#run;
  }

  #interrupt(wish: "pause" | "stop"): void {
    this.#wish = wish;
    this.#run?.interrupt();
    this.#wake?.();
  }

  async #drive(run: SessionRun, goal: Goal, before: SessionState): Promise<void> {
    // The caller gets its turn first: `start` resolves before the first step.
    await nextTurn();
    const asked = { ...goal, reached: goal.reached && heedful(goal.reached) };
    try {
      if (!this.#begun) await this.#begin(run);
      const end = this.#ending ?? (await this.#driveTo(run, asked));
      if (end === undefined) await this.#rest(run);
      else await this.#finish(run, end);
    } catch (error) {
      await this.#fail(run, error, before);
      throw error;
    }
    asked.reached?.rethrow();
  }

  async #begin(run: SessionRun): Promise<void> {
    const { recovery, listeners, writer } = this.#parts;
    if (recovery === undefined) {
      listeners.follow(run);
      if (breakable(run, () => run.begin())) await this.#promises(run);
    } else {
      await this.#recover(run, recovery);
      writer?.adopt(run);
      listeners.follow(run);
    }
    this.#begun = true;
    listeners.tellRest();
  }

  // Takes a fresh engine silently to where the store says the session stood, and makes sure that it did the same.
  async #recover(run: SessionRun, recovery: Recovery): Promise<void> {
    const { name } = this.#parts;
    try {
      if (breakable(run, () => run.begin())) await this.#promises(run);
      while (run.engine.steps < recovery.steps && run.nextTime !== undefined) {
        if (run.step() === "promise") await this.#promises(run);
        if (run.engine.steps % 4096 === 0) await nextTurn();
      }
    } catch (cause) {
      throw recoveryMismatch(name, recovery, `now it throws: ${thrownText(cause)}`, cause);
    }
    const { journal, portfolio } = run.engine;
    if (new Fingerprint(journal).read(portfolio.cash) === recovery.fingerprint) return;
    throw recoveryMismatch(name, recovery, firstDifference(recovery.events, journal));
  }

  async #driveTo(run: SessionRun, goal: Goal): Promise<EndReason | undefined> {
    const pacer = pacerOf(this.#parts.pace, run.nextTime ?? 0);
    return pacer === undefined ? this.#drivePlain(run, goal) : this.#drivePaced(run, goal, pacer);
  }

  // As fast as it goes, with a turn for others every few milliseconds.
  async #drivePlain(run: SessionRun, goal: Goal): Promise<EndReason | undefined> {
    driving++;
    try {
      return await this.#driveSlices(run, goal);
    } finally {
      driving--;
    }
  }

  async #driveSlices(run: SessionRun, goal: Goal): Promise<EndReason | undefined> {
    const { writer } = this.#parts;
    let deadline = performance.now() + sliceOf(false);
    while (this.#wish === "run") {
      const stretch = breakable(run, () => this.#slice(run, goal, deadline));
      if (stretch === "promise") await this.#promises(run);
      if (stretch === "end") return "END_OF_FEED";
      if (run.engine.bankrupt) return "BANKRUPT";
      if (stretch === "limit" || (stretch === "promise" && goal.reached?.())) break;
      if (performance.now() > deadline) {
        writer?.writeBehind(run);
        await nextTurn();
        deadline = performance.now() + sliceOf(writer?.writing === true);
      }
    }
    return this.#wishedEnd();
  }

  // Steps up to the goal ("limit"), the time of the others ("time"), or what comes between.
  #slice(run: SessionRun, { until = Number.POSITIVE_INFINITY, reached }: Goal, deadline: number): Stretch {
    if (reached === undefined) return run.advance(until, () => performance.now(), deadline);
    while (this.#wish === "run") {
      const stretch = run.step();
      if (stretch !== "limit" || run.engine.bankrupt || reached()) return stretch;
      if (performance.now() > deadline) return "time";
    }
    return "stopped";
  }

  // One step at a time, when each is due.
  async #drivePaced(run: SessionRun, goal: Goal, pacer: Pacer): Promise<EndReason | undefined> {
    const began = performance.now();
    const { until = Number.POSITIVE_INFINITY, reached } = goal;
    for (let index = 0; this.#wish === "run"; index++) {
      const time = run.nextTime;
      if (time === undefined) return "END_OF_FEED";
      if (time > until) break;
      await this.#sleepUntil(began + pacer.dueAt(index, time));
      if (this.#wish !== "run") break;
      if (breakable(run, () => run.step()) === "promise") await this.#promises(run);
      if (run.engine.bankrupt) return "BANKRUPT";
      this.#parts.writer?.writeBehind(run);
      if (reached?.()) break;
    }
    return this.#wishedEnd();
  }

  #wishedEnd(): EndReason | undefined {
    return this.#wish === "stop" ? "STOPPED" : undefined;
  }

  // Awaits what the strategy returned, until the engine has none.
  async #promises(run: SessionRun): Promise<void> {
    do {
      try {
        await run.engine.pending;
      } catch (error) {
        throw run.engine.fail(error);
      }
    } while (breakable(run, () => run.continue()));
  }

  async #sleepUntil(due: number): Promise<void> {
    do {
      await this.#sleep(Math.min(due - performance.now(), LONGEST_SLEEP));
    } while (this.#wish === "run" && due > performance.now());
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) {
      await nextTurn();
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  async #rest(run: SessionRun): Promise<void> {
    await this.#parts.writer?.write(run, "PAUSED");
    this.#enter("PAUSED");
  }

  async #finish(run: SessionRun, reason: EndReason): Promise<void> {
    const { status, writer, listeners } = this.#parts;
    if (this.#ending === undefined) {
      this.#ending = reason;
      if (breakable(run, () => run.finish(reason))) await this.#promises(run);
      listeners.tellRest();
    }
    status.endReason = reason;
    status.endedAt = Date.now();
    await writer?.write(run, "COMPLETED");
    this.#enter("COMPLETED");
    await writer?.release();
  }

  // A strategy that threw ends its session, with everything so far kept; a store that cannot take it leaves it paused, to
  // go on when it can; and a session that cannot be recovered stays as it was.
  async #fail(run: SessionRun, error: unknown, before: SessionState): Promise<void> {
    const { status } = this.#parts;
    const code = error instanceof PaperLabError ? error.code : undefined;
    if (code === "RECOVERY_MISMATCH") {
      this.#run = undefined;
      await this.#parts.writer?.release();
      this.#enter(before);
    } else if (code !== undefined && isWriting(code)) {
      status.endReason = undefined;
      status.endedAt = undefined;
      this.#enter("PAUSED");
    } else {
      status.error = error as Error;
      status.endedAt = Date.now();
      await this.#keepFailed(run);
    }
  }

  async #keepFailed(run: SessionRun): Promise<void> {
    const { writer, listeners, warn } = this.#parts;
    this.#begun = true;
    run.close();
    listeners.tellRest();
    try {
      await writer?.write(run, "FAILED");
    } catch (error) {
      warn("What it did last could not be stored", error);
    }
    this.#enter("FAILED");
    await writer?.release();
  }

  // A kernel that ends or is interrupted finds the sessions that run, and pauses them.
  #enter(state: SessionState): void {
    this.#parts.status.state = state;
    const hook = kernelHook();
    if (state === "RUNNING") hook?.sessions.set(this.#running, hook.cell());
    else hook?.sessions.delete(this.#running);
    this.#parts.listeners.tellState(state);
  }
}

function sliceOf(writing: boolean): number {
  return writing ? SLICE_WHILE_WRITING : Math.max(SHORTEST_SLICE, SLICE / driving);
}

// What only the writing behind a run throws.
function isWriting(code: ErrorCode): boolean {
  return code.startsWith("STORE_") || code === "UNKNOWN_SESSION" || code === "LAB_CLOSED";
}

// A condition that throws counts as reached, and its error is told when the session rests.
function heedful(reached: () => boolean) {
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
