import { counted } from "../../core/short-text";
import type { FeedEventKind } from "../../feeds/source/live-source";
import type { Pair } from "../../output/pages/cards";
import type { SessionCore } from "../../session/core";

// What is counted of each kind; the others are told by the reason of the session.
const nouns: Readonly<Partial<Record<FeedEventKind, readonly [one: string, many: string]>>> = {
  gap: ["gap", "gaps"],
  lost: ["lost connection", "lost connections"],
  late: ["late", "late"],
  repeated: ["repeated", "repeated"],
  outOfOrder: ["out of order", "out of order"],
  bad: ["message that is no bar", "messages that are no bars"],
  unknownSymbol: ["of an unknown symbol", "of unknown symbols"],
  coalesced: ["joined to a later one", "joined to later ones"],
};

/** Writes what came of a session's live feed, what was dropped, and why it is at rest. */
export function livePairs({ record: { arrived }, reason }: SessionCore): Pair[] {
  if (arrived === undefined) return [];
  const counts = Array.from(arrived.events.counts(), ([kind, count]) => {
    const [one, many] = nouns[kind] ?? [];
    return one === undefined ? [] : [counted(count, one, many)];
  });
  const came = [`${counted(arrived.bars.length, "bar")} came`, ...counts.flat()];
  return [["Live", came.join(", ")], ...(reason === undefined ? [] : [["Reason", reason] as const])];
}
