import { counted } from "../core/short-text";
import type { Display } from "../notebook/display";
import { cardDisplay, type Pair } from "../output/pages/cards";
import type { LookAheadFinding } from "../session/look-ahead/check";

/** Returns how a look-ahead check prints itself. */
export function lookAheadCard({ strategy, feed, cuts, firstDifference, cannotTell }: LookAheadFinding): Display {
  const note = noteOf(firstDifference);
  const futures = cuts.length === 0 ? "" : `, then with ${counted(cuts.length, "other future")}`;
  const pairs: Pair[] = [["Run", `twice on ${feed}${futures}`]];
  if (firstDifference !== undefined) {
    const { at, symbol, cut, decided, otherwise } = firstDifference;
    pairs.push(["First difference", symbol === undefined ? at : `${at}, ${symbol}`]);
    pairs.push([cut === undefined ? "The first time" : "On the feed", decided]);
    pairs.push([cut === undefined ? "The second time" : "Another future", otherwise]);
  }
  for (const sentence of cannotTell) pairs.push(["Cannot be checked", sentence]);
  return cardDisplay({ title: `Look-ahead check of ${strategy}`, note, pairs });
}

function noteOf(difference: LookAheadFinding["firstDifference"]): string {
  if (difference === undefined) return "every decision was the same";
  return difference.cut === undefined ? "it differs from run to run" : "it looks ahead";
}
