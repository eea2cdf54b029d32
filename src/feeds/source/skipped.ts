import type { LeftOut, Skipped } from "./source";

/** Most rows that were left out of which it is kept what was wrong with them. */
export const mostListed = 10_000;

/** Returns the rows that were left out of several sources, those of the first one first. */
export function joinedSkipped(parts: readonly Skipped[]): Skipped {
  const list = parts.flatMap((part) => listOf(part)).slice(0, mostListed);
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    first: parts.find(({ first }) => first !== undefined)?.first,
    list,
  };
}

/** Returns what is known of the rows that were left out: in a feed of kept bars, the first alone. */
export function listOf({ first, list }: Skipped): readonly LeftOut[] {
  return list ?? (first === undefined ? [] : [{ row: "", reason: first }]);
}
