import { dayLength } from "../../core/days";
import type { RecordedSource } from "../source/source";

/** Bars that are drawn as one: those of one time where bars are days or longer, else those of one day. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Begin and end of its time; bars of another piece are put at their distance from the begin. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds of trading that it has the bars of; `Infinity` for a whole one that the calendar has no hours of. */
  readonly span: number;
}

/** Whether the pieces of a feed are days, not single bars. */
export function areDays({ daily, interval }: Pick<RecordedSource, "daily" | "interval">): boolean {
  return !daily && !(interval !== undefined && interval >= dayLength);
}

/**
 * Cuts the bars of a feed into pieces. Where the feed ends within a day, that day ends with its last bar; not `asBefore`:
 * then it counted as a whole one, and so did half days.
 */
export function piecesOf(feed: RecordedSource, asBefore = false): Piece[] {
  const { columns, calendar } = feed;
  const byDay = areDays(feed);
  const pieces: Piece[] = [];
  for (let from = 0; from < columns.length; ) {
    const time = columns.time[from];
    const last = byDay ? calendar.dayEnd(time) : time;
    let to = from + 1;
    while (to < columns.length && columns.time[to] <= last) to++;
    const day = calendar.dayOf(time);
    const start = byDay ? (calendar.openOf?.(day) ?? calendar.endOf(day - 1)) : time;
    // Bars after a close are taken wherever there are such.
    const end = byDay && columns.time[to - 1] <= calendar.endOf(day) ? calendar.endOf(day) : last;
    const hasHours = byDay && !asBefore && calendar.openOf !== undefined;
    pieces.push({ from, to, start, end, span: hasHours ? calendar.endOf(day) - start : Infinity });
    from = to;
  }
  if (byDay && !asBefore) endWithin(pieces, feed);
  return pieces;
}

/** Ends the last day with its last bar, where other days go on after that. */
function endWithin(pieces: Piece[], { columns: { time }, calendar }: RecordedSource): void {
  const [before, last] = pieces.slice(-2);
  if (last === undefined) return;
  const length = (piece: Piece) => time[piece.to - 1] - piece.start;
  const whole = calendar.openOf === undefined ? length(before) : last.span;
  if (length(last) < whole) pieces[pieces.length - 1] = { ...last, end: time[last.to - 1], span: length(last) };
}
