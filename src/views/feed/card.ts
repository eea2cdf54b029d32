import { dateOf } from "../../core/market/calendar";
import { intervalText } from "../../feeds/interval";
import type { FeedSource } from "../../feeds/source";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay } from "../../output/pages/cards";
import { listText } from "../../output/short-text";

/** Returns how a feed prints itself: what it holds, and what was left out of it. */
export function feedCard(source: FeedSource): Display {
  const { calendar, interval, daily, length, first, last, symbols } = source;
  const when = (time: number | undefined) =>
    time === undefined ? "–" : daily ? dateOf(calendar.dayOf(time)) : new Date(time).toISOString();
  return cardDisplay({
    title: source.name,
    note: "feed",
    pairs: [
      ["Symbols", listText(symbols)],
      ["Interval", interval === undefined ? "none" : intervalText(interval)],
      ["Calendar", `${calendar.name} (${calendar.timezone})`],
      ["Range", `${when(first)} to ${when(last)}`],
      ["Bars", formatValue(length, "count")],
      ...skippedRows(source),
    ],
  });
}

function skippedRows({ skipped: { rows, first } }: FeedSource): (readonly [string, string])[] {
  return rows === 0 ? [] : [["Left out", `${formatValue(rows, "count")} bad rows, the first: ${first}`]];
}
