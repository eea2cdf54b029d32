import { dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import type { BarCollector } from "../bars/collector";
import type { StampSide } from "../source/found";
import type { ClockRows } from "./clock-days";

/** How the times of rows are meant. */
export interface BarTerms {
  readonly side: StampSide;
  /** Milliseconds of the bars of a symbol; `undefined` where a row has no length that is known. */
  readonly lengthOf: (place: number) => number | undefined;
}

/** A bar by its two times. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Calls `each` with every row whose bar has nothing of the hours of its session: it is over before they begin, or begins after. */
export function eachOutside(
  bars: BarCollector,
  tables: readonly ClockRows[],
  calendar: Calendar,
  terms: BarTerms,
  each: (row: number) => void,
): void {
  const { time, symbol } = bars.rows;
  const hoursAt = hoursOf(calendar, terms);
  for (const { from, to, dated } of tables) {
    for (let row = from; row < to; row++) {
      if (dated.has(symbol[row])) continue;
      const span = spanOf(time[row], symbol[row], terms);
      if (span !== undefined && isOutside(span, hoursAt(time[row]))) each(row);
    }
  }
}

/** Says of a row that `eachOutside` found what its hours are, and those of its session. */
export function outsideText(time: number, place: number, calendar: Calendar, terms: BarTerms): string {
  const [hours, span] = [hoursOf(calendar, terms)(time), spanOf(time, place, terms) ?? { start: time, end: time }];
  const { name, localOf } = zoneOf(calendar.timezone);
  const clock = (at: number) => new Date(localOf(at)).toISOString().slice(11, 16);
  const text = ({ start, end }: Span) => (start === end ? clock(start) : `${clock(start)} to ${clock(end)}`);
  return `Expected a bar within the hours of ${calendar.name}, ${text(hours)} in ${name}, was ${text(span)}`;
}

// A bar of a day or longer has no hours.
function spanOf(time: number, place: number, { side, lengthOf }: BarTerms): Span | undefined {
  const length = lengthOf(place) ?? 0;
  if (length >= dayLength) return undefined;
  return side === "open" ? { start: time, end: time + length } : { start: time - length, end: time };
}

/** The hours of the session that a row belongs to, by its time; those of the last one are kept. */
function hoursOf(calendar: Calendar, { side }: BarTerms): (time: number) => Span {
  let [day, hours] = [Number.NaN, { start: Number.NaN, end: Number.NaN }];
  return (time) => {
    const asked = calendar.dayOf(side === "open" ? time + 1 : time);
    if (asked === day) return hours;
    day = asked;
    hours = { start: calendar.openOf?.(day) ?? Number.NEGATIVE_INFINITY, end: calendar.endOf(day) };
    return hours;
  };
}

function isOutside({ start, end }: Span, hours: Span): boolean {
  if (start === end) return end < hours.start || start > hours.end;
  return end <= hours.start || start >= hours.end;
}
