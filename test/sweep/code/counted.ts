// A module whose variable changes.

/** How often it was called. */
export let count = 0;

/** Counts. */
export function bump(): number {
  return ++count;
}
