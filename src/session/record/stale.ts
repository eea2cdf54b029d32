import { dayLength } from "../../core/days";
import { calendarFrom } from "../../core/market/calendar";
import { timeText } from "../../core/market/instant";
import type { SessionRun } from "../../run/run";
import { note, type SessionRecord } from "./record";

// Longer than any holidays.
const DAYS = 10;
// Of longer bars, as many may be missing.
const BARS = 3;

/** Tells the user of a session that ends which positions are marked at a price that is long out of date. */
export function noteStale(record: SessionRecord, { engine }: SessionRun): void {
  const { portfolio, lastBars, time } = engine;
  const limit = Math.max(DAYS * dayLength, BARS * (record.config.interval ?? 0));
  const stale = portfolio.held.filter((index) => time - lastBars[index] > limit);
  if (stale.length === 0) return;
  const calendar = record.config.daily ? calendarFrom(record.config.calendar) : undefined;
  const each = stale.map((index) => {
    const { symbols, price } = portfolio;
    return `${symbols[index]} at ${price[index]} of ${timeText(lastBars[index], calendar)}`;
  });
  const cure = "A delisting among the actions of the feed closes it";
  note(record, `It holds at a stale price what has no bars any more: ${each.join(", ")}. ${cure}`);
}
