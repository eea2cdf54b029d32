import { dayLength } from "../../core/days";
import type { RecordedSource } from "../source/source";

/** Bars that are drawn as one: those of one time where bars are days or longer, else those of one day. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Begin and end of its time; bars of another piece are put at their distance from the begin. */
  readonly start: number;
  readonly end: number;
}

/** Whether the pieces of a feed are days, not single bars. */
export function areDays({ daily, interval }: Pick<RecordedSource, "daily" | "interval">): boolean {
  return !daily && !(interval !== undefined && interval >= dayLength);
}

/** Cuts the bars of a feed into pieces. */
export function piecesOf(feed: RecordedSource): Piece[] {
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
    pieces.push({ from, to, start, end });
    from = to;
  }
  return pieces;
}
