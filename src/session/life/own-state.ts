import { setTimeout as pause } from "node:timers/promises";
import { listText } from "../../core/short-text";
import type { SessionRun } from "../../run/run";
import { note, type Offer, type SessionRecord, type Stored } from "../record/record";
import { hasEnded, type SessionState } from "../record/status";
import { type FreshRuns, makeAgain, recoveryMismatch, whenRunAgain } from "./recovery";
import { comesToRest, ownStateAdvice, running, setsOff, sharedBy } from "./sharing";
import { Standstill } from "./standstill";
import type { Stepper } from "./stepper";

type StrategyState = NonNullable<SessionRecord["strategyState"]>;

// Those among the running ones that compute nothing: they wait, or are about to come to rest.
const waiting = new Set<SessionRecord>();
// Those that run their steps again now, with which strategy. Two that share a variable do so one after the other.
const again = new Map<SessionRecord, StrategyState>();

// What a session whose state is not its own alone can do.
const wayOut = `Another session has changed the same variable, or the strategy is not deterministic. ${makeAgain}`;

/** What a session goes on with. */
interface Found {
  /** A fresh run, if one was needed and could be made. */
  readonly found?: SessionRun;
  /** What has changed otherwise. */
  readonly changed: readonly string[];
  /** Why it cannot go on. */
  readonly refused?: string;
}

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
  // Puts back what steps that are run again now have changed.
  #undo: (() => void) | undefined;
  // Why its steps came to something else when they were run again. That stays until they come to the same.
  #refused: string | undefined;

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
      setsOff(this.#record);
    } else {
      this.#undo?.();
      this.#undo = undefined;
      this.#endAgain();
      if (strategyState.isNamed || !hasEnded(state)) strategyState.comeToRest();
      comesToRest(this.#record);
      this.#end();
    }
  }

  /** A run is about to begin. Says what is no longer as it was when the session was created. */
  begin(): void {
    const shared = sharedBy(this.#record);
    const isTold = (change: string) => shared.some((name) => change.startsWith(`${name}: `));
    const changed = this.#record.strategyState?.sinceCreated().filter((change) => !isTold(change)) ?? [];
    if (changed.length > 0)
      note(this.#record, `It begins with what was changed after it was created: ${changed.join("; ")}`);
  }

  /** Returns a run that goes on from where one came to rest: a fresh one if the state of that one is gone. */
  async undisturbed(run: SessionRun): Promise<SessionRun> {
    const { found, changed, refused } = await this.#found(run);
    if (refused !== undefined) throw recoveryMismatch(this.#record.name, refused);
    if (found === undefined && changed.length > 0) {
      this.#record.strategyState?.blameOthers();
      note(this.#record, `${changed.join("; ")}. This was changed while it was PAUSED, and it goes on with it`);
    }
    waiting.delete(this.#record);
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
    waiting.add(this.#record);
    still.begin();
    await still.ended;
    // It ends here, whatever its state.
    if (this.#stepper.wish === "stop") return run;
    const { found, changed, refused } = await this.#found(run).catch(({ message }: Error): Found => {
      return { changed: [message] };
    });
    const isLost = found === undefined && changed.length > 0;
    if (this.#stepper.wish === "stand") this.#stepper.ask(isLost ? "pause" : "run");
    if (!isLost) {
      waiting.delete(this.#record);
      this.#end();
    } else {
      const isForAnother = this.#record.strategyState?.isMadeOtherwise === true;
      this.#record.strategyState?.lose();
      const why = `It is PAUSED, because a cell has changed what its strategy reads: ${changed.join("; ")}`;
      const text =
        refused === undefined
          ? `${why}. ${isForAnother ? "Its cell makes another session now" : "Run the cell that makes the session again"}`
          : `It is PAUSED, and cannot go on: ${refused}`;
      this.#inContext(() => note(this.#record, text));
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

  /** Takes a fresh run to the stored step of the session, as `FreshRuns` does. */
  async recover(run: SessionRun, stored: Stored): Promise<boolean> {
    const { strategyState: own } = this.#record;
    const work = () => this.#runs.recover(run, stored);
    if (own === undefined) return work();
    const isThere = await this.#afterOthers(own, () => this.#orPutBack(own, work));
    waiting.delete(this.#record);
    return isThere;
  }

  // A fresh run, if one is needed and can be made; and otherwise what has changed.
  async #found(run: SessionRun): Promise<Found> {
    const own = this.#record.strategyState;
    return own === undefined ? { changed: [] } : this.#afterOthers(own, (before) => this.#foundOf(run, own, before));
  }

  async #foundOf(run: SessionRun, own: StrategyState, before: readonly string[]): Promise<Found> {
    const offer = this.#offer;
    this.#offer = undefined;
    const since = own.sinceRest();
    // Another one may have brought it to the same by chance.
    const changed = since.length > 0 ? since : before;
    const refused = this.#refused;
    if (changed.length === 0 && refused === undefined) return { changed };
    if (!this.#isWanted) {
      own.lose();
      return { changed: [] };
    }
    const isOwn = own.canBeginAnew(own);
    if (!isOwn && offer?.state.canBeginAnew(own) !== true) return { changed, refused };
    const taken = isOwn ? undefined : offer;
    const state = taken?.state ?? own;
    const onlyUnread = own.onlyUnreadSinceRest;
    const { steps } = run.engine;
    const found = await this.#orPutBack(state, () => this.#runs.alike(run, steps, taken));
    if (found === undefined) {
      if (onlyUnread && refused === undefined) return { changed };
      own.lose(state);
      const why = changed.length === 0 ? "" : ` (${changed.join("; ")})`;
      this.#refused = `${whenRunAgain(steps)}, they decided otherwise${why}. ${state.chanceAdvice ?? wayOut}`;
      return { changed, refused: this.#refused };
    }
    this.#refused = undefined;
    state.regain();
    this.#replace(found, run, taken);
    return { found, changed: [] };
  }

  // Another one that runs its steps again would change a variable that they share. Whoever is asked to rest does not
  // wait for that. The work is told what had changed before it had to wait.
  async #afterOthers<Result>(
    state: StrategyState,
    work: (before: readonly string[]) => Promise<Result>,
  ): Promise<Result> {
    const isOther = () => [...again].some(([one, other]) => one !== this.#record && other.readsWith(state));
    waiting.add(this.#record);
    const before = isOther() ? state.sinceRest() : [];
    while (isOther() && this.#isWanted) await pause(5);
    again.set(this.#record, state);
    try {
      return await work(before);
    } finally {
      again.delete(this.#record);
    }
  }

  get #isWanted(): boolean {
    const { wish } = this.#stepper;
    return wish === "run" || wish === "stand";
  }

  #endAgain(): void {
    again.delete(this.#record);
    waiting.delete(this.#record);
  }

  // If steps that are run again come to nothing, what they have changed is put back. They may also never end.
  async #orPutBack<Result>(state: StrategyState, work: () => Promise<Result>): Promise<Result> {
    const putBack = state.keep();
    const undo = () => this.#putBack(state, putBack);
    this.#undo = undo;
    let result: Result | undefined;
    try {
      result = await work();
      return result;
    } finally {
      if (this.#undo === undo) {
        this.#undo = undefined;
        if (!result) undo();
      }
    }
  }

  // What another one computes with now is not touched.
  #putBack(state: StrategyState, putBack: (isAllowed: boolean) => string[]): void {
    const computes = (one: SessionRecord) => one !== this.#record && !waiting.has(one);
    const isUsed = [...running].some((one) => computes(one) && state.readsWith(one.strategyState));
    const left = putBack(!isUsed);
    if (left.length === 0) return;
    const them = left.length === 1 ? "it" : "them";
    const text = `Its steps were run again in vain, which may have changed ${listText(left)}. Set ${them} anew before you use ${them}. ${ownStateAdvice}`;
    this.#inContext(() => note(this.#record, text));
  }

  // Says something on the cell that has changed what the strategy reads.
  #inContext(work: () => void): void {
    if (this.#standstill === undefined) work();
    else this.#standstill.inContext(work);
  }
}
