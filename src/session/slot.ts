import type { SessionRow } from "../store/store";
import { chancesIn } from "../strategy/reach/world/worldly";
import { ownStateAdvice } from "./life/sharing";
import { misspelledMembers } from "./misspelled/misspelled-members";
import { misspelledParams } from "./misspelled/misspelled-params";
import { insteadOfChances, isAllRead, modelAdvice, type Unread, unreadText } from "./models/unread";
import type { SessionConfig } from "./plan/config";
import { commonParts, differencesOf, differenceText, distanceOf, ownModelChanges } from "./plan/differences";
import { limitAdvice } from "./plan/limit-advice";
import { marginAdvice } from "./plan/margin-advice";
import type { PreparedSession } from "./plan/plan";

/**
 * The place of a session: a new name and the session it replaces, or the stored session that is the same. And the
 * nearest session that is not the same.
 */
export interface Slot {
  readonly name?: string;
  readonly same?: SessionRow;
  readonly replaced?: SessionRow;
  /** Whether the one it replaces failed before its first step. */
  readonly isVacant?: boolean;
  readonly passed?: SessionRow;
}

/**
 * Whether a session failed before its first step, so that nothing was decided and its name is free for another one.
 * `state`: its present one.
 */
export function isVacant({ cursor, error }: SessionRow, state: SessionRow["state"]): boolean {
  return cursor === 0 && (error ?? undefined) !== undefined && (state === "CREATED" || state === "FAILED");
}

/** Whether models of the user's own are made of other values than those of a stored session, which their identity does not tell. */
export function hasOtherModels({ config }: PreparedSession, stored: SessionConfig): boolean {
  return ownModelChanges(config, stored).length > 0;
}

/** Returns the row of the session that differs from a plan in the fewest parts. Of several, the newest. */
export function nearest(rows: readonly SessionRow[], plan: PreparedSession): SessionRow | undefined {
  let found: { readonly row: SessionRow; readonly distance: number } | undefined;
  for (const row of rows) {
    const was = row.config as SessionConfig;
    const distance = distanceOf(formNearest(plan, was), was);
    if (found === undefined || distance <= found.distance) found = { row, distance };
  }
  return found?.row;
}

// An earlier session is compared with the form that it has itself: the one that has more in common with it.
function formNearest({ config, identity }: PreparedSession, was: SessionConfig): SessionConfig {
  const configs = identity?.forms.map((form) => form.config) ?? [config];
  return configs.reduce((best, one) => (commonParts(one, was) > commonParts(best, was) ? one : best));
}

/**
 * Returns what the user should know about the place of a session, one line each. `changed`: the names of what the
 * nearest session has changed itself outside its strategy.
 */
export function whatToSay(slot: Slot, plan: PreparedSession, changed: readonly string[]): string[] {
  const { replaced, isVacant } = slot;
  const vacant = isVacant ? [`It replaces the earlier "${replaced?.name}", which failed before its first step`] : [];
  return [
    ...vacant,
    ...whereItWent(slot, plan, changed),
    ...marginAdvice(plan),
    ...limitAdvice(plan),
    ...misspelledMembers(plan.material.strategy),
    ...misspelledParams(plan.material.strategy),
  ];
}

function whereItWent({ same, passed, replaced }: Slot, plan: PreparedSession, changed: readonly string[]): string[] {
  const unread = plan.identity?.unread ?? { strategy: [], models: [] };
  const uncertain = unreadText(unread);
  const note = isAllRead(unread)
    ? []
    : [`I${uncertain.slice(1)}. Once it has ended, its cell makes a new session. ${wayOut(unread)}`];
  if (passed === undefined) return note;
  if (passed === replaced) return [`It replaces the earlier "${passed.name}" (${uncertain})`];
  const stays = (why: string) => `Session "${passed.name}" stays as it is; this is another one (${why})`;
  const was = passed.config as SessionConfig;
  const parts = differencesOf(formNearest(plan, was), was);
  const isOwn = parts.some((part) => changed.some((name) => part.startsWith(`${name}: `)));
  const advice = isOwn ? `. ${ownStateAdvice}` : "";
  if (parts.length > 0) return [stays(differenceText(parts)) + advice, ...note];
  if (!isAllRead(unread) && passed.identity !== undefined)
    return [
      same === undefined
        ? stays(uncertain)
        : `Session "${passed.name}" stays as it is; this one goes on (${uncertain})`,
    ];
  return [stays(otherwise(passed)), ...note];
}

function wayOut(unread: Unread): string {
  const instead = insteadOfChances(unread);
  // State of one's own helps against what a session changes, but not against chance and the clock.
  const others = unread.strategy.filter((name) => chancesIn(name).length === 0);
  const lines = [
    ...(instead === undefined ? [] : [instead]),
    ...(others.length > 0 ? [ownStateAdvice] : []),
    ...(unread.models.length > 0 ? [modelAdvice] : []),
  ];
  return lines.join(". ");
}

function otherwise({ state, identity, config }: SessionRow): string {
  if (state === "FAILED") return "it failed";
  if (identity === undefined) return "what its strategy reads was not kept";
  return (config as SessionConfig).benchmark === undefined ? "it was made from other parts" : "benchmark: changed";
}
