import { nameOfPath, type Reach } from "../../strategy/reach/reach";

/** What a strategy reached, as it was before its session ran, and the names of what the run itself has changed since. */
export interface BeforeRun {
  readonly reach: Reach;
  readonly changed: readonly string[];
}

/**
 * Takes back what a run has changed of what its strategy reaches: what is `now` as it was when the session came to `rest`, and
 * was another when it was `created`. What somebody else has changed stays as it is now.
 */
export function beforeRun(now: Reach, created: Reach, rest: Reach): BeforeRun {
  const isOfRun = (path: string) => now[path] === rest[path] && now[path] !== created[path];
  // Keys stay in the places that they had: they are part of what is hashed.
  const paths = [...new Set([...Object.keys(created), ...Object.keys(now)])];
  const changed = paths.filter(isOfRun);
  const texts = paths.map((path) => [path, isOfRun(path) ? created[path] : now[path]] as const);
  const reach = Object.fromEntries(texts.filter(([, text]) => text !== undefined));
  return { reach, changed: [...new Set(changed.map(nameOfPath))] };
}
