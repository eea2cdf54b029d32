import type { Reach } from "../../strategy/reach/reach";

/**
 * Undoes what a run has changed in what its strategy reaches: parts that are `now` as they were when the session came
 * to `rest`, but were different when it was `created`. Other changes stay. `foreign`: paths that others changed.
 * `seen`: what the strategy reached at the time of `rest`, where that is later than `now`.
 */
export function beforeRun(now: Reach, created: Reach, rest: Reach, foreign: ReadonlySet<string>, seen = now): Reach {
  const isOfRun = (path: string) => seen[path] === rest[path] && seen[path] !== created[path] && !foreign.has(path);
  // The keys keep their order, because they are hashed.
  const paths = [...new Set([...Object.keys(created), ...Object.keys(now)])];
  const texts = paths.map((path) => [path, isOfRun(path) ? created[path] : now[path]] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}
