import { countBelow, countUntil, firstPlace } from "../../../core/ascending";
import { didYouMean, expected } from "../../../core/checks";
import type { BarColumns } from "../../../core/market/bar";
import { instantOf } from "../../../core/market/instant";
import { PaperLabError } from "../../../errors";
import type { SessionCore } from "../../../session/core";
import { whenOf } from "./clock";

/** Which bars of a symbol are shown; all by default. */
export interface PriceWindow {
  /** The first day or instant. */
  readonly from?: string | number | Date;
  /** The last day or instant. */
  readonly to?: string | number | Date;
  /** What stands in the middle: the id of a trade, an order or a fill, or a day or instant. Not with `from` or `to`. */
  readonly around?: string | number | Date;
}

/** The options of a window. */
export const windowKeys = ["from", "to", "around"] as const;

/** Places of the bars from the first to before the last, and what that part is. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly part?: string;
}

// A trade of a few bars stands among so many before and after it.
const fewestAround = 40;

/** Returns which bars a window shows. Throws INVALID_OPTION, and UNKNOWN_ORDER for an id that the session does not have. */
export function spanOf(core: SessionCore, symbol: string, bars: BarColumns, window: PriceWindow): Span {
  const { from, to, around } = window;
  if (around !== undefined) {
    if (from !== undefined || to !== undefined) throw expected("around", "given alone, without from and to", around);
    return spanAround(core, symbol, bars, around);
  }
  if (from === undefined && to === undefined) return { from: 0, to: bars.length };
  const { calendar } = core;
  // A date means the whole day.
  const isDate = typeof from === "string" && /^\d{4}-\d{2}-\d{2}$/.test(from);
  const begin = from === undefined ? -Infinity : instantOf(from, calendar, "from");
  const first = isDate
    ? firstPlace(0, bars.length, (row) => calendar.dayOf(bars.time[row]) >= calendar.dayOf(begin))
    : countBelow(bars.time, begin, bars.length);
  const last = to === undefined ? Infinity : instantOf(to, calendar, "to");
  const day = (instant: number) => (isDate ? calendar.dayOf(instant) : instant);
  if (from !== undefined && to !== undefined && day(begin) > day(last)) throw expected("from", "at or before to", from);
  const end = countUntil(bars.time, last, bars.length);
  return end > first ? { from: first, to: end } : { from: first, to: first, part: "no bars" };
}

function spanAround(core: SessionCore, symbol: string, bars: BarColumns, around: string | number | Date): Span {
  const { entered, exited, name } = eventOf(core, symbol, around);
  const [first, last] = [entered, exited].map((instant) => countBelow(bars.time, instant, bars.length));
  const room = Math.max(fewestAround, Math.ceil((last - first) / 2));
  return { from: Math.max(0, first - room), to: Math.min(bars.length, last + room + 1), part: `around ${name}` };
}

interface Event {
  readonly entered: number;
  readonly exited: number;
  readonly name: string;
}

function eventOf(core: SessionCore, symbol: string, around: string | number | Date): Event {
  const { content, calendar } = core;
  if (typeof around !== "string" || !/^(trade|order|fill)-\d+$/.test(around)) {
    const time = instantOf(around, calendar, "around");
    return { entered: time, exited: time, name: whenOf(core)(time) };
  }
  const known = around.startsWith("trade")
    ? content.trades.map(({ id, symbol: of, entryTime, exitTime }) => ({
        id,
        of,
        entered: entryTime,
        exited: exitTime,
      }))
    : around.startsWith("fill")
      ? content.fills.map(({ id, symbol: of, time }) => ({ id, of, entered: time, exited: time }))
      : content.orders.map(({ id, symbol: of, createdAt, endedAt = createdAt }) => ({
          id,
          of,
          entered: createdAt,
          exited: endedAt,
        }));
  const found = known.find(({ id }) => id === around);
  const ids = known.map(({ id }) => id);
  if (found === undefined) {
    const hint = didYouMean(around, ids);
    throw new PaperLabError("INVALID_OPTION", `Session "${core.name}" has no ${around}.${hint}`.replace("..", "."));
  }
  if (found.of !== symbol) throw expected("symbol", `that of ${around}, ${found.of}`, symbol);
  return { ...found, name: around };
}
