import type { Calendar } from "../../core/market/calendar";

// Days after which any calendar has a gap. Longer holidays are not known.
const LONGEST = 31;

/** Returns the milliseconds of trading between two instants, at most those of a month. */
export function tradingBetween(calendar: Calendar, from: number, to: number): number {
  if (calendar.spec === "always") return to - from;
  let between = 0;
  const first = calendar.dayOf(from);
  const last = Math.min(calendar.dayOf(to), first + LONGEST);
  for (let day = first; day <= last; day++) {
    if (!calendar.isTradingDay(day)) continue;
    const open = calendar.openOf?.(day) ?? calendar.endOf(day - 1);
    between += Math.max(0, Math.min(to, calendar.endOf(day)) - Math.max(from, open));
  }
  return between;
}
