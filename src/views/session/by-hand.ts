import { counted } from "../../core/short-text";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

// In the order in which they are written.
const words = {
  order: "order",
  cancel: "cancel",
  replace: "replacement",
  close: "close",
  tradingState: "trading state",
} as const;

/** Writes how many requests by hand a session had; nothing if it had none. */
export function handPairs({ inputs }: Pick<SessionContent, "inputs">): Pair[] {
  const parts = Object.entries(words).flatMap(([kind, word]) => {
    const count = inputs.filter((input) => input.kind === kind).length;
    return count === 0 ? [] : [counted(count, word)];
  });
  return parts.length === 0 ? [] : [["By hand", parts.join(", ")]];
}
