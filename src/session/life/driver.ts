import { thrownText } from "../../core/checks";
import type { EndReason } from "../../core/engine/engine";
import { type ErrorCode, PaperLabError } from "../../errors";
import { kernelHook, type RunningSession } from "../../notebook/hook";
import { Fingerprint } from "../../run/fingerprint";
import type { SessionRun } from "../../run/run";
import type { Listeners } from "./listeners";
import type { Pace } from "./pacer";
import { beganAlike, firstDifference, type Recovery, recoveryMismatch } from "./recovery";
import { type Slices, slices } from "./slices";
import { checkTransition, type SessionState, type SessionStatus, type Transition } from "./state";
import { GivenUp, type Goal, heedful, patience, Stepper } from "./stepper";
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
  /** Goes back to what the store holds, and returns how far that is. */
  readonly goBack: () => Promise<Recovery | undefined>;
  /** Told of what went wrong without ending the session. */
  readonly warn: (what: string, error: unknown) => void;
  /** What it shares the thread by; by default the slices of this process. */
  readonly slices?: Slices;
}

/** Takes a session through its life: the states, the pace, the turns of the event loop, and the writing behind it. */
export class SessionDriver {
  readonly #parts: DriverParts;
  #run: SessionRun | undefined;
  #begun = false;
  #ending: EndReason | undefined;
  // Where a fresh run is to be taken to first.
  #recovery: Recovery | undefined;
  #loop: Promise<void> | undefined;
  // Whether its strategy did not answer, and no run stands where the session does.
  #stuck = false;
  // Whether it was taken back behind what it had done, and has not seen yet how far.
  #lost = false;
  readonly #slices: Slices;
  readonly #stepper: Stepper;
  readonly #running: RunningSession;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#recovery = parts.recovery;
    this.#slices = parts.slices ?? slices;
    this.#stepper = new Stepper(this.#slices, parts.pace, parts.writer);
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
    return this.#parts.status.state === "RUNNING" && this.#stepper.wish === "pause";
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

  /**
   * Pauses after the present step; resolves once PAUSED, or at its end if that came first. A strategy that does not answer
   * is given up: then it is PAUSED before the step that waits for it.
   */
  async pause(): Promise<void> {
    checkTransition(this.#parts.name, this.#parts.status.state, "paused");
    this.#stepper.ask("pause");
    await this.#ended();
  }

  /**
   * Ends the session after the present step, or before it where the strategy does not answer; resolves once COMPLETED.
   * Throws INVALID_STATE where the session has to stay PAUSED, because the strategy answers nowhere.
   */
  async stop(): Promise<void> {
    const { name, status } = this.#parts;
    checkTransition(name, status.state, "stopped");
    if (status.state === "RUNNING") this.#stepper.ask("stop");
    else await this.#setOff({}, "stop");
    await this.#ended();
    if (this.#stuck) {
      const message = `Expected the strategy of session "${name}" to answer, so that it can be stopped, but it did not. It is PAUSED`;
      throw new PaperLabError("INVALID_STATE", message);
    }
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
    this.#stepper.ask(wish);
    this.#stuck = false;
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
      this.#run ??= await this.#slices.run(makeRun);
    } catch (error) {
      this.#enter(before);
      throw error;
    }
    status.startedAt ??= Date.now();
    return this.#run;
  }

  async #drive(run: SessionRun, goal: Goal, before: SessionState): Promise<void> {
    const asked = { ...goal, reached: goal.reached && heedful(goal.reached) };
    try {
      await this.#stepper.orGivenUp(this.#goThrough(run, asked)).catch((error) => {
        if (!(error instanceof GivenUp)) throw error;
        return this.#stepBack(run);
      });
    } catch (error) {
      await this.#fail(this.#run ?? run, error, before);
      throw error;
    }
    asked.reached?.rethrow();
  }

  async #goThrough(run: SessionRun, goal: Goal): Promise<void> {
    if (!this.#begun && !(await this.#begin(run))) return this.#leave();
    const end = this.#ending ?? (await this.#stepper.take(run, goal));
    if (end === undefined) await this.#rest(run);
    else await this.#finish(run, end);
  }

  // Whether it stands where the session does then: it may be asked to pause before.
  async #begin(run: SessionRun): Promise<boolean> {
    const { listeners, writer } = this.#parts;
    await this.#recall();
    writer?.follow(run);
    if (this.#recovery === undefined) {
      listeners.follow(run);
      await this.#stepper.begin(run);
    } else {
      if (!(await this.#recover(run, this.#recovery))) return false;
      writer?.adopt(run);
      listeners.follow(run);
    }
    this.#begun = true;
    listeners.tellRest();
    return true;
  }

  // Takes a fresh engine silently to where the store says the session stood, and makes sure that it did the same.
  async #recover(run: SessionRun, recovery: Recovery): Promise<boolean> {
    const { name } = this.#parts;
    try {
      const goesOn = () => this.#stepper.wish !== "pause";
      if (!(await this.#stepper.replay(run, recovery.steps, goesOn))) return false;
    } catch (cause) {
      if (cause instanceof GivenUp) throw cause;
      throw recoveryMismatch(name, recovery, `now it throws: ${thrownText(cause)}`, cause);
    }
    const { journal, portfolio } = run.engine;
    if (new Fingerprint(journal, recovery.fingerprint).read(portfolio.cash) === recovery.fingerprint) return true;
    throw recoveryMismatch(name, recovery, firstDifference(recovery.events, journal));
  }

  // The strategy does not answer. Half a step can neither be kept nor undone: a fresh run is taken to the end of the step
  // before, or else the session stands at its last commit. Nothing of the run that waits comes after that.
  async #stepBack(run: SessionRun): Promise<void> {
    const { listeners, writer } = this.#parts;
    const stops = this.#stepper.wish === "stop";
    const began = this.#begun;
    const error = run.abandon(unsettled());
    if (!began && this.#recovery === undefined && stops) {
      this.#begun = true;
      this.#warnOf(error, "without having begun");
      return this.#finish(run, "STOPPED");
    }
    const fresh = began ? await this.#remade(run) : undefined;
    if (fresh === undefined) {
      this.#stuck = true;
      this.#lost = began;
      await this.#leave();
      return this.#warnOf(error, `after ${this.#recovery?.steps ?? 0} steps`);
    }
    this.#run = fresh;
    writer?.follow(fresh);
    listeners.follow(fresh);
    this.#warnOf(error, `after ${fresh.engine.steps} steps`);
    if (stops) await this.#finish(fresh, "STOPPED");
    else await this.#rest(fresh);
  }

  #warnOf(error: PaperLabError, where: string): void {
    this.#parts.warn(`It stands ${where}, as its strategy is not waited for any longer`, error);
  }

  // A run that has done the same up to the step before the one that `run` is in, if that does not take too long.
  async #remade(run: SessionRun): Promise<SessionRun | undefined> {
    const stepper = this.#stepper;
    const fresh = await this.#slices.run(this.#parts.makeRun);
    stepper.allow(patience.replay);
    try {
      const replayed = stepper.replay(fresh, run.engine.steps - 1, () => stepper.isAllowed);
      const there = await stepper.orGivenUp(replayed);
      if (there && beganAlike(run.engine.journal, fresh.engine.journal)) return fresh;
    } catch {
      // It does not do the same again: what is stored counts.
    }
    fresh.abandon("it is not asked any more");
    return undefined;
  }

  // Without a run that stands where the session does: it is PAUSED where it was stored.
  async #leave(): Promise<void> {
    const { writer, warn } = this.#parts;
    this.#run = undefined;
    this.#begun = false;
    try {
      await this.#recall();
      await writer?.writeState("PAUSED");
    } catch (error) {
      warn("That it is PAUSED could not be stored", error);
    }
    this.#enter("PAUSED");
  }

  // Whoever goes on from the store has to know what it holds.
  async #recall(): Promise<void> {
    if (!this.#lost) return;
    await this.#parts.writer?.written();
    this.#recovery = await this.#parts.goBack();
    this.#lost = false;
  }

  async #rest(run: SessionRun): Promise<void> {
    await this.#parts.writer?.write(run, "PAUSED");
    this.#enter("PAUSED");
  }

  async #finish(run: SessionRun, reason: EndReason): Promise<void> {
    const { status, writer, listeners } = this.#parts;
    if (this.#ending === undefined) {
      this.#ending = reason;
      await this.#stepper.orGivenUp(this.#stepper.finish(run, reason)).catch((error) => {
        if (!(error instanceof GivenUp)) throw error;
        this.#warnOf(run.abandon(unsettled()), "at its end");
        run.finish(reason);
      });
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

// What only the writing behind a run throws.
function isWriting(code: ErrorCode): boolean {
  return code.startsWith("STORE_") || code === "UNKNOWN_SESSION" || code === "LAB_CLOSED";
}

function unsettled(): string {
  return `what it returned did not settle within ${patience.promise / 1000} s`;
}
