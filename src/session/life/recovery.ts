import { thrownText } from "../../core/checks";
import type { Engine } from "../../core/engine/engine";
import type { SessionEvent } from "../../core/journal/events";
import type { Journal } from "../../core/journal/journal";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { Fingerprint } from "../../run/fingerprint/fingerprint";
import type { SessionRun } from "../../run/run";
import type { Stored } from "../record/record";
import { GivenUp, patience, type Stepper } from "./stepper";

/**
 * Takes a fresh run silently to the stored step of a session, and checks that it did the same. Returns false if it is
 * asked to pause on the way. Throws RECOVERY_MISMATCH.
 */
export async function recover(name: string, stored: Stored, run: SessionRun, stepper: Stepper): Promise<boolean> {
  const { steps, inputs } = stored.content;
  try {
    run.inputs.repeat(inputs);
    if (!(await stepper.replay(run, steps, () => stepper.wish !== "pause"))) return false;
  } catch (cause) {
    if (cause instanceof GivenUp) throw cause;
    throw recoveryMismatch(name, steps, `it threw: ${thrownText(cause)}`, cause);
  }
  checkRecovered(name, stored, run.engine);
  return true;
}

/**
 * Takes a fresh run to the step before the one that `run` is in. Returns whether it did the same, and in time; otherwise it
 * is given up.
 */
export async function remake(run: SessionRun, fresh: SessionRun, stepper: Stepper): Promise<boolean> {
  stepper.allow(patience.replay);
  try {
    fresh.inputs.repeat(run.inputs.taken);
    const replayed = stepper.replay(fresh, run.engine.steps - 1, () => stepper.isAllowed);
    const there = await stepper.orGivenUp(replayed);
    if (there && beganAlike(run.engine.journal, fresh.engine.journal)) return true;
  } catch {
    // It does not do the same again, so the stored state counts.
  }
  fresh.abandon("it is no longer needed");
  return false;
}

/** Returns the error of a stored session that did not do the same when it was run again. `difference` says where. */
function recoveryMismatch(name: string, steps: number, difference: string, cause?: unknown): PaperLabError {
  const message = `Session "${name}" cannot go on: when its first ${steps === 1 ? "step was" : `${counted(steps, "step")} were`} run again, ${difference}. Its data or strategy has changed, or the strategy is not deterministic. The stored session is unchanged`;
  return new PaperLabError("RECOVERY_MISMATCH", message, cause === undefined ? undefined : { cause });
}

/** Throws RECOVERY_MISMATCH unless an engine that was taken to the stored step of a session decided the same. */
function checkRecovered(name: string, { content, fingerprint }: Stored, { journal, portfolio }: Engine): void {
  if (new Fingerprint(journal, fingerprint).read(portfolio.cash) === fingerprint) return;
  throw recoveryMismatch(name, content.steps, firstDifference(content.events, journal));
}

/** Says which stored event is the first to differ from what happens now. */
function firstDifference(stored: readonly SessionEvent[], now: Journal): string {
  for (let at = 0; at < stored.length || at < now.length; at++) {
    const before = at < stored.length ? fieldsOf(stored[at]) : {};
    const after = at < now.length ? fieldsOf(now.at(at)) : {};
    const field = Object.keys({ ...after, ...before }).find((key) => before[key] !== after[key]);
    if (field !== undefined) {
      const [was, is] = [before, after].map((fields) => shownField(field, fields[field]));
      return `event ${at + 1} had another ${field}: ${was} before, ${is} now`;
    }
  }
  return "its cash differed";
}

/** Whether everything that was decided in one journal is the beginning of another. */
function beganAlike(whole: Journal, beginning: Journal): boolean {
  const { length } = beginning;
  if (length > whole.length) return false;
  return new Fingerprint(whole).read(0, length) === new Fingerprint(beginning).read(0);
}

// Every field of an event, including those of its order or fill. Logs decide nothing.
function fieldsOf(event: SessionEvent): Record<string, unknown> {
  if (event.kind === "log") return { kind: event.kind };
  const { sequence: _, ...fields } = event;
  const inner: [string, unknown][] = Object.entries(fields).flatMap(([key, value]) =>
    typeof value === "object"
      ? Object.entries(value).map(([name, part]): [string, unknown] => [name, part])
      : [[key, value]],
  );
  return Object.fromEntries(inner);
}

function shownField(field: string, value: unknown): string {
  if (value === undefined) return "none";
  const isTime = typeof value === "number" && (field === "time" || field.endsWith("At"));
  return isTime ? new Date(value).toISOString() : JSON.stringify(value);
}
