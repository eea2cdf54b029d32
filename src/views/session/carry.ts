import type { CashKind } from "../../core/journal/cash-entry";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

const words: Readonly<Partial<Record<CashKind, string>>> = {
  interest: "interest earned",
  marginInterest: "interest paid",
  borrow: "borrow paid",
};

/** Writes what money cost and earned overnight, and the margin calls. `timeText` writes a time. Nothing if there is none. */
export function carryPairs(
  { cash, marginCalls }: Pick<SessionContent, "cash" | "marginCalls">,
  timeText: (time: number) => string,
): Pair[] {
  const sums = new Map<string, number>();
  for (const { kind, amount } of cash) {
    const word = words[kind];
    if (word !== undefined) sums.set(word, (sums.get(word) ?? 0) + amount);
  }
  const parts = Array.from(sums, ([word, sum]) => `${word} ${formatValue(wasPaid(word) ? -sum : sum, "currency")}`);
  const last = marginCalls.at(-1);
  const pairs: Pair[] = parts.length === 0 ? [] : [["Carry", parts.join(", ")]];
  if (last !== undefined) pairs.push(["Margin calls", callsText(marginCalls.length, timeText(last.time))]);
  return pairs;
}

function callsText(count: number, last: string): string {
  return count === 1 ? `1, at ${last}` : `${formatValue(count, "count")}, the last at ${last}`;
}

function wasPaid(word: string): boolean {
  return word.endsWith("paid");
}
