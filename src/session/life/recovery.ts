import { thrownText } from "../../core/checks";
import type { Engine } from "../../core/engine/engine";
import { firstDifference, shownField } from "../../core/journal/difference";
import type { SessionEvent } from "../../core/journal/events";
import type { Journal } from "../../core/journal/journal";
import { counted, listText } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import { type RunMaterial, SessionRun } from "../../run/run";
import type { Offer, SessionRecord, Stored } from "../record/record";
import type { Slices } from "../turns/slices";
import type { SessionWriter } from "../writing/writer";
import { GivenUp, patience, type Stepper } from "./stepper";

/** Returns the error of a session that cannot go on. `why`: sentences without the last period. */
export function recoveryMismatch(name: string, why: string, cause?: unknown): PaperLabError {
  const message = `Session "${name}" cannot go on: ${why}. The stored session is unchanged`;
  return new PaperLabError("RECOVERY_MISMATCH", message, cause === undefined ? undefined : { cause });
}

/** Begins a sentence about the steps of a session that were run again. */
export function whenRunAgain(steps: number): string {
  return `when its first ${steps === 1 ? "step was" : `${counted(steps, "step")} were`} run again`;
}

/** What to do with a session whose state is not its own alone. */
export const makeAgain =
  "Make it again under another name, with a strategy that keeps its state in state: () => ({ ... })";

// `difference` says where the session did not do the same. A strategy that changes variables outside itself may have had
// them changed by another session too.
function storedMismatch(record: SessionRecord, steps: number, difference: string, cause?: unknown): PaperLabError {
  const changed = record.strategyState?.changedNames ?? [];
  const causes = "Its data or strategy has changed, or the strategy is not deterministic";
  const shared = `It changes ${listText(changed)}, which is outside its strategy: another session may have changed that too. ${makeAgain}`;
  const advice = record.strategyState?.chanceAdvice;
  const chance = advice === undefined ? [] : [advice];
  const why = [causes, ...chance, ...(changed.length === 0 ? [] : [shared])].join(". ");
  return recoveryMismatch(record.name, `${whenRunAgain(steps)}, ${difference}. ${why}`, cause);
}

/** Throws RECOVERY_MISMATCH unless an engine that was taken to the stored step of a session decided the same. */
function checkRecovered(record: SessionRecord, { content, fingerprint }: Stored, { journal, portfolio }: Engine): void {
  if (new Fingerprint(journal, fingerprint).read(portfolio.cash) === fingerprint) return;
  throw storedMismatch(record, content.steps, differenceText(content.events, journal));
}

/** Says which stored event is the first to differ from what happens now. */
function differenceText(stored: readonly SessionEvent[], journal: Journal): string {
  const found = firstDifference(stored, journal);
  if (found === undefined) return "its cash differed";
  const [was, is] = [found.before, found.now].map((value) => shownField(found.field, value));
  return `event ${found.event} had another ${found.field}: ${was} before, ${is} now`;
}

/** Whether everything that was decided in one journal is the beginning of another. */
function beganAlike(whole: Journal, beginning: Journal): boolean {
  const { length } = beginning;
  if (length > whole.length) return false;
  return new Fingerprint(whole).read(0, length) === new Fingerprint(beginning).read(0);
}

/** Makes runs of a session, and takes them silently to where another one stood. */
export class FreshRuns {
  readonly #record: SessionRecord;
  readonly #writer: SessionWriter;
  readonly #slices: Slices;
  readonly #stepper: Stepper;
  readonly #over: (material: RunMaterial) => RunMaterial;
  #material: RunMaterial;

  /** `over`: returns a material with the blocks of what came, if the bars come live. */
  constructor(
    record: SessionRecord,
    material: RunMaterial,
    over: (material: RunMaterial) => RunMaterial,
    writer: SessionWriter,
    slices: Slices,
    stepper: Stepper,
  ) {
    this.#record = record;
    this.#over = over;
    this.#material = over(material);
    this.#writer = writer;
    this.#slices = slices;
    this.#stepper = stepper;
  }

  /** Makes a run at the beginning. Throws INVALID_OPTION for a user's own model that is not in the material. */
  make(material = this.#material): Promise<SessionRun> {
    return this.#slices.run(() => {
      const run = new SessionRun(this.#record.config, material);
      run.stored = () => this.#writer.points;
      return run;
    });
  }

  /**
   * Takes a fresh run to the stored step of the session, and checks that it did the same. Returns false if the session
   * is asked to pause on the way. Throws RECOVERY_MISMATCH.
   */
  async recover(run: SessionRun, stored: Stored): Promise<boolean> {
    const { steps, inputs } = stored.content;
    try {
      run.inputs.repeat(inputs);
      const goesOn = () => this.#stepper.wish !== "pause";
      if (!(await this.#stepper.replay(run, steps, goesOn))) return false;
    } catch (cause) {
      if (cause instanceof GivenUp) throw cause;
      throw storedMismatch(this.#record, steps, `it threw: ${thrownText(cause)}`, cause);
    }
    checkRecovered(this.#record, stored, run.engine);
    return true;
  }

  /** Makes runs with another strategy from now on. */
  renew({ material }: Offer): void {
    this.#material = this.#over(material);
  }

  /**
   * Returns a fresh run that did the same as another one up to a step; `undefined` if it does not, or if that takes too
   * long. `offer`: the strategy that it has instead.
   */
  async alike(run: SessionRun, steps: number, offer?: Offer): Promise<SessionRun | undefined> {
    const stepper = this.#stepper;
    const fresh = await this.make(offer && this.#over(offer.material));
    try {
      fresh.inputs.repeat(run.inputs.taken);
      const there = await stepper.orGivenUp(stepper.replay(fresh, steps, () => stepper.isAllowed));
      if (there && isAlike(run, fresh)) return fresh;
    } catch {
      // It does not do the same again, so the other one counts.
    }
    fresh.abandon("it is no longer needed");
    return undefined;
  }

  /** Does `alike` in place of a run that does not answer, in the time that a kernel leaves. */
  inPlaceOf(run: SessionRun): Promise<SessionRun | undefined> {
    const fresh = this.alike(run, run.engine.steps - 1);
    this.#stepper.allow(patience.replay);
    return fresh;
  }
}

function isAlike({ engine: one }: SessionRun, { engine: fresh }: SessionRun): boolean {
  const isWhole = fresh.steps < one.steps || fresh.journal.length === one.journal.length;
  return isWhole && beganAlike(one.journal, fresh.journal);
}
