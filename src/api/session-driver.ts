import { setImmediate as nextTurn } from "node:timers/promises";
import type { EndReason } from "../core/engine";
import { PaperLabError } from "../errors";
import { Fingerprint } from "./fingerprint";
import type { Listeners } from "./listeners";
import { type Pace, type Pacer, pacerOf } from "./pacer";
import type { SessionRun } from "./session-run";
import { checkTransition, type SessionState, type SessionStatus, type Transition } from "./session-state";
import type { SessionWriter } from "./session-writer";

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
}

/** Where a stored session stood. */
export interface Recovery {
  readonly steps: number;
  readonly fingerprint: string;
}

/** How far a run is to go: to the end, or only to where `reached` says so after a step. */
export interface Goal {
  /** Time behind which no step is begun, epoch milliseconds. */
  readonly until?: number;
  /** Asked after each step. */
  readonly reached?: () => boolean;
}

// Milliseconds after which other things get their turn.
const SLICE = 10;

/** Takes a session through its life: the states, the pace, the turns of the event loop, and the writing behind it. */
export class SessionDriver {
  readonly #parts: DriverParts;
  #run: SessionRun | undefined;
  #begun = false;
  #finished = false;
  #wish: "run" | "pause" | "stop" = "run";
  #loop: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  /** The run, once there is one. */
  get run(): SessionRun | undefined {
    return this.#run;
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
    await this.settled();
  }

  /** Ends the session after the present step; resolves once COMPLETED. */
  async stop(): Promise<void> {
    const { name, status } = this.#parts;
    checkTransition(name, status.state, "stopped");
    if (status.state === "RUNNING") this.#interrupt("stop");
    else await this.#setOff({}, "stop");
    await this.settled();
    // It was about to pause when it was asked to stop.
    if (this.#parts.status.state === "PAUSED") await this.stop();
  }

  async #setOff(goal: Goal, wish: "run" | "stop"): Promise<void> {
    const { status, writer } = this.#parts;
    const before = status.state;
    this.#wish = wish;
    this.#loop = undefined;
    this.#enter("RUNNING");
    try {
      await writer?.acquire();
      this.#run ??= this.#parts.makeRun();
    } catch (error) {
      this.#enter(before);
      throw error;
    }
    status.startedAt ??= Date.now();
    const loop = this.#drive(this.#run, goal);
    // Whoever waits for the end is told; a session that nobody waits for must not end the process.
    loop.catch(() => {});
    this.#loop = loop;
  }

  #interrupt(wish: "pause" | "stop"): void {
    this.#wish = wish;
    this.#run?.interrupt();
    this.#wake?.();
  }

  async #drive(run: SessionRun, goal: Goal): Promise<void> {
    try {
      // The caller gets its turn first: `start` resolves before the first step.
      await undefined;
      if (!this.#begun) {
        this.#begun = true;
        if (run.begin()) await this.#promises(run);
        await this.#recover(run);
        this.#parts.listeners.follow(run);
      }
      const pacer = pacerOf(this.#parts.pace, run.nextTime ?? 0);
      const end = pacer === undefined ? await this.#drivePlain(run, goal) : await this.#drivePaced(run, goal, pacer);
      if (end === undefined) await this.#rest();
      else await this.#finish(run, end);
    } catch (error) {
      await this.#fail(run, error);
      throw error;
    }
  }

  // Takes a fresh engine silently to where the store says the session stood, and makes sure that it did the same.
  async #recover(run: SessionRun): Promise<void> {
    const { recovery, writer, name } = this.#parts;
    if (recovery === undefined) return;
    while (run.engine.steps < recovery.steps && run.nextTime !== undefined) {
      if (run.step() === "promise") await this.#promises(run);
      if (run.engine.steps % 4096 === 0) await nextTurn();
    }
    const { journal, portfolio } = run.engine;
    if (new Fingerprint(journal).read(portfolio.cash) === recovery.fingerprint) {
      writer?.adopt(run);
      return;
    }
    const message = `Session "${name}" cannot go on: run again over its first ${recovery.steps} steps, it decided otherwise. Its data or strategy has changed, or the strategy is not deterministic; what is stored stays as it is`;
    throw new PaperLabError("RECOVERY_MISMATCH", message);
  }

  // As fast as it goes, with a turn for others every few milliseconds.
  async #drivePlain(run: SessionRun, goal: Goal): Promise<EndReason | undefined> {
    const clock = () => performance.now();
    const { until = Number.POSITIVE_INFINITY, reached } = goal;
    let deadline = clock() + SLICE;
    while (this.#wish === "run") {
      const stretch = reached === undefined ? run.advance(until, clock, deadline) : run.step();
      if (stretch === "promise") await this.#promises(run);
      if (stretch === "end") return "END_OF_FEED";
      if (run.engine.bankrupt) return "BANKRUPT";
      if (reached === undefined ? stretch === "limit" : reached()) break;
      if (clock() > deadline) {
        await this.#parts.writer?.writeBehind(run);
        await nextTurn();
        deadline = clock() + SLICE;
      }
    }
    return this.#wishedEnd();
  }

  // One step at a time, when each is due.
  async #drivePaced(run: SessionRun, goal: Goal, pacer: Pacer): Promise<EndReason | undefined> {
    const began = performance.now();
    const { until = Number.POSITIVE_INFINITY, reached } = goal;
    for (let index = 0; this.#wish === "run"; index++) {
      const time = run.nextTime;
      if (time === undefined) return "END_OF_FEED";
      if (time > until) break;
      await this.#sleep(began + pacer.dueAt(index, time) - performance.now());
      if (this.#wish !== "run") break;
      if (run.step() === "promise") await this.#promises(run);
      if (run.engine.bankrupt) return "BANKRUPT";
      await this.#parts.writer?.writeBehind(run);
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
        throw run.engine.strategyError(error);
      }
    } while (run.continue());
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

  async #rest(): Promise<void> {
    await this.#parts.writer?.write(this.#run as SessionRun, "PAUSED");
    this.#enter("PAUSED");
  }

  async #finish(run: SessionRun, reason: EndReason): Promise<void> {
    const { status, writer, listeners } = this.#parts;
    if (!this.#finished) {
      this.#finished = true;
      if (run.finish(reason)) await this.#promises(run);
    }
    status.endReason = reason;
    status.endedAt = Date.now();
    listeners.tellRest();
    await writer?.write(run, "COMPLETED");
    this.#enter("COMPLETED");
    await writer?.release();
  }

  // A strategy that threw ends its session, with everything so far kept; a store that failed leaves it paused, to go on
  // when the store can take it.
  async #fail(run: SessionRun, error: unknown): Promise<void> {
    const { status, writer } = this.#parts;
    if (isStoreError(error)) {
      this.#enter("PAUSED");
      return;
    }
    if (error instanceof PaperLabError && error.code === "RECOVERY_MISMATCH") {
      this.#run = undefined;
      this.#begun = false;
      this.#enter("PAUSED");
      return;
    }
    status.error = error as Error;
    status.endedAt = Date.now();
    run.salvage();
    try {
      await writer?.write(run, "FAILED");
    } finally {
      this.#enter("FAILED");
      await writer?.release();
    }
  }

  #enter(state: SessionState): void {
    this.#parts.status.state = state;
    this.#parts.listeners.tellState(state);
  }
}

function isStoreError(error: unknown): boolean {
  return error instanceof PaperLabError && error.code.startsWith("STORE_");
}
