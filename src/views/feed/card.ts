import { counted, listText } from "../../core/short-text";
import { intervalText } from "../../feeds/source/interval";
import type { BoundedSource, FeedSource } from "../../feeds/source/source";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import { feedDay } from "./days";

/** Returns how a feed prints itself: what it holds, and what was left out of it. */
export function feedCard(source: FeedSource): Display {
  const { calendar, interval, symbols } = source;
  return cardDisplay({
    title: source.name,
    note: "feed",
    pairs: [
      ["Symbols", listText(symbols)],
      ["Interval", interval === undefined ? "none" : intervalText(interval)],
      ["Calendar", `${calendar.name} (${calendar.timezone})`],
      ...(source.bounded ? extentOf(source) : ([["Bars", "without end"]] as const)),
    ],
  });
}

function extentOf(source: BoundedSource): Pair[] {
  const { first, last, length, skipped } = source;
  const day = feedDay(source);
  const when = (time: number | undefined) =>
    time === undefined ? "–" : (day?.(time) ?? `${formatValue(time, "time")} UTC`);
  const { rows, first: fault } = skipped;
  return [
    ["Range", `${when(first)} to ${when(last)}`],
    ["Bars", formatValue(length, "count")],
    ...(rows === 0 ? [] : [["Left out", `${counted(rows, "bad row")}, the first: ${fault}`] as const]),
  ];
}
