import { dateOf, dayLength } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { sparsePlaces } from "../../core/market/sparse";
import type { BoundedSource } from "../../feeds/source/source";

/** What a careful person looks for in the bars of one symbol. */
export interface Quality {
  /** Trading days from the first to the last bar that have none; `undefined` without bars, and of ones longer than days. */
  readonly missingDays: number | undefined;
  /** Steps within a day that are longer than the interval; `undefined` of days, and where there is no interval. */
  readonly gaps: number | undefined;
  /** Bars without volume; `undefined` where none has any. */
  readonly zeroVolumes: number | undefined;
  /** Bars all of whose prices are the close before them. */
  readonly stalePrices: number;
  /** The longest run of these. */
  readonly longestStale: number;
  /** Dates on which the open is a split's share of the close before it, such as `2014-06-09 7:1`. */
  readonly splitLike: string | undefined;
}

/** Looks over the bars of one symbol. */
export function qualityOf(source: BoundedSource, bars: BarColumns): Quality {
  const { interval, daily, symbols } = source;
  const areLong = (interval ?? 0) > dayLength || sparsePlaces(bars, symbols.length).length > 0;
  return {
    missingDays: bars.length === 0 || areLong ? undefined : missingDays(source, bars),
    gaps: daily || bars.length === 0 || interval === undefined ? undefined : gapsIn(source, bars, interval),
    zeroVolumes: zeroVolumes(bars),
    ...staleIn(bars),
    splitLike: splitsIn(source, bars),
  };
}

function missingDays({ calendar }: BoundedSource, { time, length }: BarColumns): number {
  let missing = 0;
  for (let row = 1, before = calendar.countedDay(time[0]); row < length; row++) {
    const day = calendar.countedDay(time[row]);
    for (let between = before + 1; between < day; between++) if (calendar.isTradingDay(between)) missing++;
    before = day;
  }
  return missing;
}

function gapsIn({ calendar }: BoundedSource, { time, length }: BarColumns, interval: number): number {
  let gaps = 0;
  for (let row = 1; row < length; row++) {
    const isLong = time[row] - time[row - 1] > interval;
    if (isLong && calendar.countedDay(time[row]) === calendar.countedDay(time[row - 1])) gaps++;
  }
  return gaps;
}

function zeroVolumes({ volume }: BarColumns): number | undefined {
  const zeros = volume.reduce((count, one) => (one === 0 ? count + 1 : count), 0);
  return zeros === volume.length ? undefined : zeros;
}

function staleIn({ open, high, low, close, length }: BarColumns): Pick<Quality, "stalePrices" | "longestStale"> {
  let [stalePrices, longestStale, run] = [0, 0, 0];
  for (let row = 1; row < length; row++) {
    const price = close[row - 1];
    const isStale = open[row] === price && high[row] === price && low[row] === price && close[row] === price;
    run = isStale ? run + 1 : 0;
    if (isStale) stalePrices++;
    longestStale = Math.max(longestStale, run);
  }
  return { stalePrices, longestStale };
}

const splitRatios = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50];
/** How far the open may be from the share of a split, as a fraction: what a price may move overnight beside it. */
const splitTolerance = 0.04;
const mostShown = 5;

function splitsIn({ calendar }: BoundedSource, { time, open, close, length }: BarColumns): string | undefined {
  const found: string[] = [];
  for (let row = 1; row < length; row++) {
    // A split leaves no price at or below zero.
    if (!(close[row - 1] > 0 && open[row] > 0)) continue;
    const ratio = close[row - 1] / open[row];
    const times = ratio > 1 ? ratio : 1 / ratio;
    const nearest = splitRatios.find((one) => Math.abs(times / one - 1) <= splitTolerance);
    if (nearest === undefined) continue;
    const [many, few] = nearest === 1.5 ? [3, 2] : [nearest, 1];
    found.push(`${dateOf(calendar.dayOf(time[row]))} ${ratio > 1 ? `${many}:${few}` : `${few}:${many}`}`);
  }
  if (found.length === 0) return undefined;
  const more = found.length > mostShown ? `, ... (${found.length})` : "";
  return found.slice(0, mostShown).join(", ") + more;
}
