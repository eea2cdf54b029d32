import { PaperLabError } from "../../errors";

/** Anything that has a session's name. */
export interface Named {
  readonly name: string;
}

/** Returns names that can be columns of one table. A repeated or reserved name is numbered: `sma #2`. */
export function distinctNames(sessions: readonly Named[], reserved: readonly string[] = []): string[] {
  const taken = new Set(reserved);
  const all = new Set(sessions.map(({ name }) => name));
  return sessions.map(({ name }) => {
    let distinct = name;
    for (let n = 2; taken.has(distinct); n++) {
      const numbered = `${name} #${n}`;
      distinct = all.has(numbered) ? name : numbered;
    }
    taken.add(distinct);
    return distinct;
  });
}

/** Returns each of some sessions once. Throws INVALID_OPTION below two, and names one that was given again. */
export function eachOnce<One extends Named>(sessions: readonly One[]): One[] {
  const once = [...new Set(sessions)];
  if (once.length === 1 && sessions.length > 1) {
    const given = `only "${once[0].name}", ${sessions.length === 2 ? "twice" : `${sessions.length} times`}`;
    throw new PaperLabError("INVALID_OPTION", `Expected two or more sessions to compare, was ${given}`);
  }
  checkTwo(once);
  return once;
}

/** Throws INVALID_OPTION below two sessions, because there is nothing to compare. */
export function checkTwo(sessions: readonly Named[]): void {
  if (sessions.length >= 2) return;
  throw new PaperLabError("INVALID_OPTION", `Expected two or more sessions to compare, was ${sessions.length}`);
}
