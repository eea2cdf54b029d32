import { thrownText } from "../../core/checks";
import type { HandRequest } from "../../core/journal/inputs";
import { PaperLabError } from "../../errors";
import type { SessionRun } from "../../run/run";
import type { SessionRecord } from "../record/record";
import { checkTransition, hasEnded, isOfStore, noStepYet } from "../record/status";
import type { SessionWriter } from "../writing/writer";
import type { Listeners } from "./listeners";

/** What requests by hand need of a session's life. */
export interface Life {
  /** The run, whether or not it is at the session's step. */
  anyRun(): SessionRun | undefined;
  /** The run, once it is at the session's step. */
  run(): SessionRun | undefined;
  /** Takes the lock of a PAUSED session and brings a run to its step; resolves once it is PAUSED again. */
  arrive(): Promise<void>;
  /** Notes a run that the store could not take. */
  noteUnsaved(run: SessionRun): void;
}

interface Waiting {
  readonly asked: HandRequest;
  readonly resolve: (orderId: Promise<string | undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes requests by hand to the run of a session, between two steps, and has each stored at once, together with what it
 * did. So the store never holds the one without the other.
 */
export class ByHand {
  readonly #record: SessionRecord;
  readonly #writer: SessionWriter;
  readonly #listeners: Pick<Listeners, "tellRest">;
  readonly #life: Life;
  #waiting: Waiting[] = [];
  #isArriving = false;
  #isOpen = false;

  constructor(record: SessionRecord, writer: SessionWriter, listeners: Pick<Listeners, "tellRest">, life: Life) {
    this.#record = record;
    this.#writer = writer;
    this.#listeners = listeners;
    this.#life = life;
  }

  /**
   * Does what is asked for, at once if the session stands between two steps, otherwise as soon as it does. Resolves to the
   * id of the new order, if it is one, when that is stored. Rejects with what a strategy's request would throw,
   * INVALID_STATE, SESSION_IN_USE, RECOVERY_MISMATCH, and the errors of the store.
   */
  async take(asked: HandRequest): Promise<string | undefined> {
    if (this.#life.anyRun()?.isCalling) throw calledFromWithin(this.#record.name);
    const run = this.#waiting.length === 0 ? this.#openRun : undefined;
    if (run?.isBetween) return this.#taken(run, asked);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      this.serve();
    });
  }

  /** The running session takes requests from now on, or no longer: it is at its step, or about to rest or end. */
  open(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) this.serve();
  }

  /** Goes on with what waits, because the session has moved. */
  serve(): void {
    const { name, status } = this.#record;
    if (this.#waiting.length === 0 || this.#isArriving) return;
    const run = this.#openRun;
    if (run?.isBetween) this.#drain(run);
    else if (run !== undefined) run.between = () => this.#drain(run);
    else if (status.state === "PAUSED") void this.#arrive();
    else if (hasEnded(status.state)) this.#refuse(() => checkTransition(name, status.state, "traded by hand"));
  }

  // A run that can be asked now, or once its promise is fulfilled.
  get #openRun(): SessionRun | undefined {
    const { state } = this.#record.status;
    const isOpen = state === "RUNNING" ? this.#isOpen : state === "PAUSED" && this.#writer.holdsLock;
    return isOpen ? this.#life.run() : undefined;
  }

  async #arrive(): Promise<void> {
    this.#isArriving = true;
    try {
      await this.#life.arrive();
      this.#isArriving = false;
      this.serve();
    } catch (error) {
      this.#isArriving = false;
      this.#refuse(() => {
        throw error;
      });
    }
  }

  #drain(run: SessionRun): void {
    run.between = undefined;
    for (const { asked, resolve, reject } of this.#waiting.splice(0)) {
      try {
        resolve(this.#taken(run, asked));
      } catch (error) {
        reject(error);
      }
    }
  }

  #refuse(check: () => void): void {
    for (const { reject } of this.#waiting.splice(0)) {
      try {
        check();
      } catch (error) {
        reject(error);
      }
    }
  }

  #taken(run: SessionRun, asked: HandRequest): Promise<string | undefined> {
    const { name, status } = this.#record;
    if (run.engine.steps === 0) throw noStepYet(name, asked.kind);
    const orderId = run.byHand(asked);
    return this.#kept(run, status.state === "RUNNING" ? "RUNNING" : "PAUSED").then(() => orderId);
  }

  async #kept(run: SessionRun, state: "RUNNING" | "PAUSED"): Promise<void> {
    try {
      await this.#writer.keep(run, state);
    } catch (error) {
      if (!(error instanceof PaperLabError && isOfStore(error.code))) throw error;
      if (state === "PAUSED") this.#life.noteUnsaved(run);
      const what = `Session "${this.#record.name}" has done what was asked for by hand, but could not store it`;
      const message = `${what}: ${thrownText(error)}. It is stored with what comes next`;
      throw new PaperLabError(error.code, message, { cause: error });
    } finally {
      this.#listeners.tellRest();
    }
  }
}

// It would ask again whenever the session is run again to where it stood.
function calledFromWithin(name: string): PaperLabError {
  const message = `Session "${name}" was asked by its own strategy, rules or models. A strategy asks with what its hooks are given, such as buy`;
  return new PaperLabError("INVALID_STATE", message);
}
