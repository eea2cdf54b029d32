import { thrownText } from "../../core/checks";
import type { EndReason } from "../../core/engine/engine";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { kernelHook, type RunningSession } from "../../notebook/hook";
import type { RunMaterial, SessionRun } from "../../run/run";
import type { Pace } from "../options/pace";
import { note, type Offer, type SessionRecord, type Stored, warn } from "../record/record";
import { checkTransition, isOfStore, type SessionState, type Transition } from "../record/status";
import { type Slices, slices } from "../turns/slices";
import type { SessionWriter } from "../writing/writer";
import { writerOf } from "../writing/writer-of";
import { ByHand } from "./by-hand";
import { type Inflow, inflowOf, materialOver } from "./inflow";
import type { Listeners } from "./listeners";
import { OwnState } from "./own-state";
import { FreshRuns } from "./recovery";
import { begunOrRefused, noAnswer, noteGivenUp } from "./refusal";
import { checkGoal, GivenUp, type Goal, hasGoal, heedful, newPace, Stepper, unsettled } from "./stepper";

/** Takes a session through its life: its states, its pace, the turns of the event loop, and the writing behind it. */
export class SessionDriver {
  readonly #record: SessionRecord;
  readonly #runs: FreshRuns;
  /** Sees to the state that its strategy keeps outside itself. */
  readonly own: OwnState;
  /** What comes of its feed, if that is live. */
  readonly inflow: Inflow | undefined;
  /** What is asked for by hand. */
  readonly byHand: ByHand;
  readonly #listeners: Listeners;
  readonly #writer: SessionWriter;
  #run: SessionRun | undefined;
  #begun = false;
  #ending: EndReason | undefined;
  #loop: Promise<void> | undefined;
  #goal: Goal = {};
  // Whether its strategy did not answer, and no run stands at the session's step.
  #stuck = false;
  // Whether it was taken back to an earlier step, and has not yet asked the store which one.
  #lost = false;
  // The run that the store could not take. It is why the session is PAUSED.
  #unsaved: SessionRun | undefined;
  // Whether somebody waits for the session, and so learns what goes wrong.
  #isAwaited = false;
  readonly #stepper: Stepper;
  readonly #running: RunningSession;

  /** `shared`: how it shares the thread; by default through the slices of this process. */
  constructor(record: SessionRecord, material: RunMaterial, listeners: Listeners, shared: Slices = slices) {
    this.#record = record;
    this.#listeners = listeners;
    this.inflow = inflowOf(record, material, (event) => listeners.tellFeed(event));
    const wake = () => this.#stepper.wake();
    this.#writer = writerOf(record, () => shared.now, wake);
    this.#stepper = new Stepper(shared, record.config.options.pace ?? "max", this.#writer, this.inflow, listeners);
    const arrive = () => this.set("stepped", { stays: true }).then(() => this.settled());
    const life = { run: () => this.run, anyRun: () => this.#run, arrive, noteUnsaved: this.#noteUnsaved };
    this.byHand = new ByHand(record, this.#writer, listeners, life);
    const over = (given: RunMaterial) => materialOver(given, this.inflow);
    this.#runs = new FreshRuns(record, material, over, this.#writer, shared, this.#stepper);
    this.own = new OwnState(record, this.#runs, this.#stepper, this.#replace);
    this.#running = {
      name: record.name,
      pauseNow: () => this.pause(),
      stand: (names) =>
        this.own.stand(
          names,
          () => this.#begun,
          () => hasGoal(this.#goal),
        ),
      goOn: () => this.own.goOn(),
    };
  }

  /** Sets how fast the session goes the next time it is set off. */
  set nextPace(pace: Pace) {
    this.#stepper.pace = pace;
  }

  /** Sets how fast the session goes from now on. Throws INVALID_OPTION. */
  setPace(pace: Pace): void {
    this.#stepper.changePace(newPace(pace, this.#record, this.#goal));
  }

  /** Whether nobody else can write the session. */
  get holdsLock(): boolean {
    return this.#writer.holdsLock;
  }

  /** Lets others write the session. */
  async release(): Promise<void> {
    await Promise.resolve(this.inflow?.close()).finally(() => this.#writer.release());
  }

  /** The run, once it is at the session's step. */
  get run(): SessionRun | undefined {
    return this.#begun ? this.#run : undefined;
  }

  /** Whether it was ever started here. If not, and the session is RUNNING, somebody else runs it. */
  get used(): boolean {
    return this.#loop !== undefined;
  }

  /** Whether it was asked to pause and is not at rest yet. */
  get pausing(): boolean {
    return this.#record.status.state === "RUNNING" && this.#stepper.wish === "pause";
  }

  /** Sets off, from CREATED or PAUSED, toward a goal; resolves once RUNNING. Throws INVALID_STATE, SESSION_IN_USE. */
  async set(transition: Transition, goal: Goal = {}): Promise<void> {
    checkTransition(this.#record.name, this.#record.status.state, transition);
    checkGoal(transition, this.#stepper.pace, goal, this.#record.config);
    await this.#setOff(goal, "run");
  }

  /** Starts the session if it is not running; resolves once RUNNING, or COMPLETED meanwhile. */
  async start(): Promise<void> {
    // A session that is about to pause must come to rest before it can go on.
    while (this.pausing) await this.#ended();
    const { state } = this.#record.status;
    if (state !== "RUNNING" && state !== "COMPLETED") await this.set("started");
  }

  /** Resolves when the session has stopped running; rejects with what ended it. */
  async settled(): Promise<void> {
    this.#isAwaited = true;
    await this.#loop;
  }

  readonly #noteUnsaved = (run: SessionRun | undefined): void => {
    this.#unsaved = run;
  };

  /** Tries once more to store what the store could not take when the session was paused. Rejects if it still cannot. */
  async save(): Promise<void> {
    const run = this.#unsaved;
    this.#unsaved = undefined;
    if (run !== undefined && this.#record.status.state === "PAUSED") await this.#writer.write(run, "PAUSED");
  }

  /**
   * Pauses after the present step; resolves once PAUSED, or at its end if that comes first. If the strategy does not
   * answer, it is given up, and the session is PAUSED before the step that waits for it.
   */
  async pause(): Promise<void> {
    checkTransition(this.#record.name, this.#record.status.state, "paused");
    this.#stepper.ask("pause");
    this.own.wake();
    return this.#ended();
  }

  /**
   * Ends the session after the present step, or before it if the strategy does not answer; resolves once COMPLETED.
   * Throws INVALID_STATE if the session has to stay PAUSED, because the strategy never answers.
   */
  async stop(): Promise<void> {
    const { name, status } = this.#record;
    checkTransition(name, status.state, "stopped");
    if (status.state === "RUNNING") {
      this.#stepper.ask("stop");
      this.own.wake();
    } else await this.#setOff({}, "stop");
    await this.#ended();
    if (this.#stuck) throw noAnswer(name);
    // It was about to pause when it was asked to stop.
    if (this.#record.status.state === "PAUSED") await this.stop();
  }

  // A failed strategy is reported to whoever runs the session, and by its state, but not to whoever only ends it.
  async #ended(): Promise<void> {
    try {
      await this.settled();
    } catch (error) {
      if (this.#record.status.state !== "FAILED") throw error;
    }
  }

  async #setOff(goal: Goal, wish: "run" | "stop"): Promise<void> {
    const before = this.#record.status.state;
    this.#stepper.ask(wish);
    this.#stuck = false;
    this.#unsaved = undefined;
    this.#isAwaited = false;
    this.#goal = goal;
    this.#enter("RUNNING");
    const ready = this.#prepare(before);
    this.#loop = ready.then((run) => this.#drive(run, goal, before));
    // Whoever waits for the end gets the error. A session that nobody waits for must not end the process.
    this.#loop.catch(() => {});
    await ready;
  }

  // Where a fresh run has to be taken first. A session without a fingerprint never committed anything, so it begins
  // like a new one.
  get #recovery(): Stored | undefined {
    const { stored } = this.#record;
    return stored === undefined || stored.fingerprint === "" ? undefined : stored;
  }

  async #prepare(before: SessionState): Promise<SessionRun> {
    try {
      await this.#writer.acquire();
      const made = async () => (this.#run ??= await this.#runs.make());
      const isFirst = before === "CREATED" && this.#recovery === undefined;
      const run = await (isFirst ? begunOrRefused(this.#record, this.#writer, made) : made());
      this.#record.status.startedAt ??= Date.now();
      return run;
    } catch (error) {
      this.#enter(before);
      throw error;
    }
  }

  async #drive(run: SessionRun, goal: Goal, before: SessionState): Promise<void> {
    const asked = { ...goal, reached: goal.reached && heedful(goal.reached) };
    try {
      await this.#stepper.orGivenUp(this.#goThrough(run, asked)).catch((error) => {
        if (!(error instanceof GivenUp)) throw error;
        return this.#stepBack(this.#run ?? run, error.message || unsettled());
      });
    } catch (error) {
      await this.#fail(this.#run ?? run, error, before);
      throw error;
    }
    asked.reached?.rethrow();
  }

  async #goThrough(first: SessionRun, goal: Goal): Promise<void> {
    let run = first;
    if (!this.#begun) {
      if (!(await this.#begin(first))) return this.#leave();
    } else if (this.#ending === undefined && this.#stepper.wish === "run") run = await this.own.undisturbed(first);
    for (;;) {
      this.byHand.open(true);
      const end = this.#ending ?? (goal.stays ? undefined : await this.#stepper.take(run, goal));
      this.byHand.open(false);
      if (end !== undefined) return this.#finish(run, end);
      if (!this.own.stands) return this.#rest(run);
      run = await this.own.stoodStill(run);
    }
  }

  readonly #replace = (run: SessionRun, before: SessionRun, offer: Offer | undefined): void => {
    this.#run = run;
    if (offer !== undefined) {
      this.#runs.renew(offer);
      this.#record.strategyState = offer.state;
    }
    this.#listeners.follow(run);
    before.abandon("another run is in its place");
  };

  // Brings a run to the session's step. Returns false if it is asked to pause on the way.
  async #begin(run: SessionRun): Promise<boolean> {
    await this.#recall();
    this.own.begin();
    if (this.#recovery === undefined) {
      const first = await this.#stepper.first(run);
      if (first !== "bars") {
        this.#ending = first;
        this.#begun = first !== undefined;
        return this.#begun;
      }
      this.#writer.writeBehind(run);
      this.#listeners.follow(run);
      await this.#stepper.begin(run);
    } else {
      if (!(await this.own.recover(run, this.#recovery))) return false;
      this.#writer.adopt(run);
      this.#listeners.follow(run);
    }
    this.#begun = true;
    this.#listeners.tellRest();
    return true;
  }

  // The strategy does not answer. Half a step can neither be kept nor undone. So a fresh run is taken to the end of the
  // step before, or else the session stands at its last commit. Nothing that the waiting run does afterwards counts.
  async #stepBack(run: SessionRun, why: string): Promise<void> {
    const stops = this.#stepper.wish === "stop";
    const began = this.#begun;
    const error = run.abandon(why);
    if (!began && this.#recovery === undefined && stops) {
      this.#begun = true;
      noteGivenUp(this.#record, error, "before its first step");
      return this.#finish(run, "STOPPED");
    }
    this.byHand.open(false);
    const fresh = began ? await this.#runs.inPlaceOf(run) : undefined;
    if (fresh === undefined) {
      this.#stuck = true;
      this.#lost = began;
      await this.#leave();
      return noteGivenUp(this.#record, error, `after ${counted(this.#recovery?.content.steps ?? 0, "step")}`);
    }
    this.#run = fresh;
    this.#listeners.follow(fresh);
    noteGivenUp(this.#record, error, `after ${counted(fresh.engine.steps, "step")}`);
    if (stops) await this.#finish(fresh, "STOPPED");
    else await this.#rest(fresh);
  }

  // There is no run at the session's step, so it is PAUSED at its stored step.
  async #leave(): Promise<void> {
    this.#run = undefined;
    this.#begun = false;
    try {
      await this.inflow?.rest();
      await this.#recall();
      await this.#writer.writeState("PAUSED");
    } catch (error) {
      warn(this.#record, "Its state, PAUSED, could not be stored", error);
    }
    this.#enter("PAUSED");
  }

  // To go on from the store, one has to know what it holds.
  async #recall(): Promise<void> {
    if (!this.#lost) return;
    this.#record.stored = await this.#writer.recall();
    this.#lost = false;
  }

  async #rest(run: SessionRun): Promise<void> {
    await this.inflow?.rest();
    await this.#writer.write(run, "PAUSED");
    this.#enter("PAUSED");
  }

  async #finish(run: SessionRun, reason: EndReason): Promise<void> {
    const { status } = this.#record;
    if (this.#ending === undefined) {
      this.#ending = reason;
      await this.#stepper.orGivenUp(this.#stepper.finish(run, reason)).catch((error) => {
        if (!(error instanceof GivenUp)) throw error;
        noteGivenUp(this.#record, run.abandon(unsettled()), "at its end");
        run.finish(reason);
      });
      this.#listeners.tellRest();
    }
    this.inflow?.end();
    status.endReason = reason;
    status.endedAt = Date.now();
    await this.#writer.write(run, "COMPLETED");
    this.#enter("COMPLETED");
    await this.#writer.release();
  }

  // A strategy that threw ends its session, which keeps everything so far. If the store cannot take the session, it is
  // paused and can go on later. A session that cannot be recovered stays as it was.
  async #fail(run: SessionRun, error: unknown, before: SessionState): Promise<void> {
    const { status } = this.#record;
    this.byHand.open(false);
    const code = error instanceof PaperLabError ? error.code : undefined;
    if (code === "RECOVERY_MISMATCH") {
      if (!this.#begun) this.#run = undefined;
      if (!this.#isAwaited) note(this.#record, thrownText(error));
      await this.#writer.release();
      this.#enter(before);
    } else if (code !== undefined && isOfStore(code)) {
      status.endReason = undefined;
      status.endedAt = undefined;
      this.#unsaved = run;
      await this.inflow?.rest().catch(() => undefined);
      if (!this.#isAwaited) note(this.#record, `It is PAUSED, because it could not be stored: ${thrownText(error)}`);
      this.#enter("PAUSED");
    } else {
      status.error = error as Error;
      status.endedAt = Date.now();
      await this.#keepFailed(run);
    }
  }

  async #keepFailed(run: SessionRun): Promise<void> {
    this.inflow?.end();
    this.#begun = true;
    run.close();
    this.#listeners.tellRest();
    try {
      await this.#writer.write(run, "FAILED");
    } catch (error) {
      warn(this.#record, "Its last steps could not be stored", error);
    }
    this.#enter("FAILED");
    await this.#writer.release();
  }

  #enter(state: SessionState): void {
    this.#record.status.state = state;
    this.#record.store.setRunning(this.#record.id, state === "RUNNING");
    const hook = kernelHook();
    if (state === "RUNNING") hook?.sessions.set(this.#running, hook.cell());
    else hook?.sessions.delete(this.#running);
    this.own.enter(state);
    this.#listeners.tellState(state);
    this.byHand.serve();
  }
}
