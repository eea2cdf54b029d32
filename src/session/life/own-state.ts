import { AsyncResource } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { SessionRun } from "../../run/run";
import { note, type Offer, type SessionRecord } from "../record/record";
import { hasEnded, type SessionState } from "../record/status";
import { type FreshRuns, recoveryMismatch } from "./recovery";
import type { Stepper } from "./stepper";

// Milliseconds that a session stands still at most while a cell runs.
const LONGEST_STANDSTILL = 2000;

/**
 * A session that stands still after a step, and is RUNNING nevertheless: while a cell declares anew what its strategy
 * reads.
 */
class Standstill {
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

// Those that run in this process.
const running = new Set<SessionRecord>();
// Most of them that are asked what they have changed when another one sets off. Each takes about a millisecond.
const MOST_ASKED = 5;

/** Puts a run in the place of another one that did the same. `offer`: the strategy that it has instead. */
export type Replace = (run: SessionRun, before: SessionRun, offer: Offer | undefined) => void;

/**
 * Sees to it that a session computes with state that belongs to it. A strategy may keep state in variables outside
 * itself, which a cell can declare anew, and which other sessions can change.
 */
export class OwnState {
  readonly #record: SessionRecord;
  readonly #runs: FreshRuns;
  readonly #stepper: Stepper;
  readonly #replace: Replace;
  // The strategy of the same session's cell, which was run again.
  #offer: Offer | undefined;
  #standstill: Standstill | undefined;

  constructor(record: SessionRecord, runs: FreshRuns, stepper: Stepper, replace: Replace) {
    this.#record = record;
    this.#runs = runs;
    this.#stepper = stepper;
    this.#replace = replace;
  }

  /** Whether the session is asked to stand still. */
  get stands(): boolean {
    return this.#standstill !== undefined && this.#stepper.wish === "stand";
  }

  /** Takes the strategy of a cell that was run again, in case the session's own has lost its state. */
  async offer(offer: Offer): Promise<void> {
    if (offer.state === this.#record.strategyState) return;
    this.#offer = offer;
    await this.goOn();
  }

  /** The session enters a state. */
  enter(state: SessionState): void {
    const { strategyState } = this.#record;
    if (strategyState === undefined) return;
    if (state === "RUNNING") {
      this.#tellOfSharing();
      running.add(this.#record);
    } else {
      running.delete(this.#record);
      if (strategyState.isNamed || !hasEnded(state)) strategyState.comeToRest();
      const left = strategyState.left(false);
      for (const other of running) tellBoth(this.#record, other, other.strategyState?.shared(left));
      this.#end();
    }
  }

  /** A run is about to begin. Says what is no longer as it was when the session was created. */
  begin(): void {
    const changed = this.#record.strategyState?.sinceCreated() ?? [];
    if (changed.length > 0)
      note(this.#record, `It begins with what was changed after it was created: ${changed.join("; ")}`);
  }

  /** Returns a run that goes on from where one came to rest: a fresh one if the state of that one is gone. */
  async undisturbed(run: SessionRun): Promise<SessionRun> {
    const [found, changed] = await this.#found(run);
    if (found === undefined && changed.length > 0) {
      this.#record.strategyState?.blameOthers();
      note(this.#record, `${changed.join("; ")}. This was changed while it was PAUSED, and it goes on with it`);
    }
    return found ?? run;
  }

  /**
   * The run stands still. Waits until it may go on, and returns a run that does; a fresh one if the state of that one is
   * gone. Without its state, the session is asked to pause.
   */
  async stoodStill(run: SessionRun): Promise<SessionRun> {
    const still = this.#standstill;
    if (still === undefined) return run;
    this.#record.strategyState?.comeToRest();
    still.begin();
    await still.ended;
    // It ends here, whatever its state.
    if (this.#stepper.wish === "stop") return run;
    const [found, changed] = await this.#found(run).catch((error: Error) => [undefined, [error.message]] as const);
    const isLost = found === undefined && changed.length > 0;
    if (this.#stepper.wish === "stand") this.#stepper.ask(isLost ? "pause" : "run");
    if (!isLost) this.#end();
    else {
      this.#record.strategyState?.lose();
      const why = `It is PAUSED, because a cell has changed what its strategy reads: ${changed.join("; ")}`;
      still.inContext(() => note(this.#record, `${why}. Run the cell that makes the session again`));
    }
    return found ?? run;
  }

  /**
   * Makes the session stand still while a cell declares names anew, unless it is on its way to a goal. Resolves when it
   * does.
   */
  async stand(names: readonly string[], hasBegun: () => boolean, hasGoal: () => boolean): Promise<void> {
    const { status } = this.#record;
    // One that has just been started is about to begin.
    for (let turns = 0; status.state === "RUNNING" && !hasBegun() && turns < 50; turns++) await pause(5);
    if (status.state !== "RUNNING" || !hasBegun() || this.#stepper.wish !== "run" || hasGoal()) return;
    if (this.#record.strategyState?.readsOfCells(names) !== true) return;
    this.#standstill = new Standstill();
    this.#stepper.ask("stand");
    await this.#standstill.begun;
  }

  /** Lets the session go on. Resolves when it does, or has come to rest. */
  async goOn(): Promise<void> {
    const still = this.#standstill;
    still?.end();
    await still?.over;
  }

  /** Ends the wait of a session that stands still, so that it does what it was asked. */
  wake(): void {
    this.#standstill?.end();
  }

  #end(): void {
    this.#standstill?.finish();
    this.#standstill = undefined;
  }

  // A fresh run, if one is needed and can be made; and otherwise what has changed.
  async #found(run: SessionRun): Promise<[found: SessionRun | undefined, changed: string[]]> {
    const own = this.#record.strategyState;
    const offer = this.#offer;
    this.#offer = undefined;
    const changed = own?.sinceRest() ?? [];
    if (own === undefined || changed.length === 0) return [undefined, []];
    const isOwn = own.isAsCreated(own);
    if (!isOwn && offer?.state.isAsCreated(own) !== true) return [undefined, changed];
    const taken = isOwn ? undefined : offer;
    const onlyUnread = own.onlyUnreadSinceRest;
    const { steps } = run.engine;
    const fresh = await this.#runs.alike(run, steps, taken);
    if (fresh === undefined) {
      if (onlyUnread) return [undefined, changed];
      own.lose();
      throw recoveryMismatch(this.#record.name, steps, `they decided otherwise (${changed.join("; ")})`);
    }
    (taken?.state ?? own).regain();
    this.#replace(fresh, run, taken);
    return [fresh, []];
  }

  #tellOfSharing(): void {
    const { strategyState } = this.#record;
    let asked = 0;
    for (const other of running) {
      if (other === this.#record || strategyState?.readsWith(other.strategyState) !== true) continue;
      if (++asked > MOST_ASKED) return;
      tellBoth(other, this.#record, strategyState.shared(other.strategyState?.left(true) ?? []));
    }
  }
}

function tellBoth(one: SessionRecord, other: SessionRecord, shared: readonly { readonly name: string }[] = []): void {
  if (shared.length === 0) return;
  const names = [...new Set(shared.map(({ name }) => name))].join(", ");
  const text = (name: string) =>
    `Session "${name}" runs at the same time and uses the same ${names}, which changes. Neither result is its own`;
  note(one, text(other.name));
  note(other, text(one.name));
}
