import { listText } from "../../core/short-text";
import { chancesIn, insteadOf } from "../../strategy/reach/worldly";

/** Says what of a strategy cannot be compared: `strategy reads Math.random, which cannot be compared`. `unread`: not empty. */
export function unreadText(unread: readonly string[]): string {
  return `strategy reads ${listText(unread)}, which cannot be compared`;
}

/** Says what it uses instead of chance and the clock; `undefined` if it uses neither. */
export function insteadOfChances(unread: readonly string[]): string | undefined {
  const chances = unread.flatMap(chancesIn);
  return chances.length === 0 ? undefined : insteadOf(chances);
}
