import { dayLength } from "../../core/days";
import type { BarCollector } from "../bars/collector";

/** A first or last row of a symbol that is far from all its others. */
export interface Stray {
  /** Its place among the bars. */
  readonly row: number;
  /** Time of the row beside it. */
  readonly other: number;
}

/** A stray row is farther away than a year, than so many times the median gap, and than so many times every other gap. */
const [leastDays, medians, longest] = [366, 50, 5];

/**
 * Finds first and last rows whose year is mistyped, as nothing else tells them from the others: among the rows from `from`
 * to `to`, in which those of a symbol ascend. It takes two other rows of a symbol at least.
 */
export function strayEnds(bars: BarCollector, from: number, to: number): Stray[] {
  return [...suspects(bars, from, to).values()].flatMap((rows) => straysAmong(rows, bars.rows.time));
}

/** The rows of the symbols that begin or end with a gap of more than a year. */
function suspects(bars: BarCollector, from: number, to: number): Map<number, number[]> {
  const { time, symbol } = bars.rows;
  const last = new Float64Array(bars.symbols.length).fill(Number.NaN);
  const rows = new Float64Array(bars.symbols.length);
  const lastGap = new Float64Array(bars.symbols.length);
  const found = new Map<number, number[]>();
  for (let row = from; row < to; row++) {
    const place = symbol[row];
    lastGap[place] = time[row] - last[place];
    if (++rows[place] === 2 && isLong(lastGap[place])) found.set(place, []);
    last[place] = time[row];
  }
  lastGap.forEach((gap, place) => {
    if (isLong(gap)) found.set(place, []);
  });
  if (found.size > 0) for (let row = from; row < to; row++) found.get(symbol[row])?.push(row);
  return found;
}

function isLong(gap: number): boolean {
  return gap > leastDays * dayLength;
}

// The farther end is judged first, as beside it the other one is near.
function straysAmong(rows: readonly number[], time: Float64Array): Stray[] {
  const gaps = rows.slice(1).map((row, at) => time[row] - time[rows[at]]);
  const strays: Stray[] = [];
  let [from, to] = [0, gaps.length];
  const judgeFirst = () => {
    if (!isFar(gaps[from], gaps.slice(from + 1, to))) return;
    strays.push({ row: rows[from], other: time[rows[from + 1]] });
    from++;
  };
  const judgeLast = () => {
    if (!isFar(gaps[to - 1], gaps.slice(from, to - 1))) return;
    strays.push({ row: rows[to], other: time[rows[to - 1]] });
    to--;
  };
  const judges = [judgeFirst, judgeLast];
  for (const judge of gaps[0] > gaps[to - 1] ? judges : judges.reverse()) judge();
  return strays;
}

/** Whether a first or last gap is that of a row far from all others, as far as the longest of these tells. */
export function isFarFrom(gap: number, longestOther: number): boolean {
  return isLong(gap) && gap > longest * longestOther;
}

function isFar(gap: number, others: readonly number[]): boolean {
  if (others.length === 0 || !isLong(gap)) return false;
  const sorted = Float64Array.from(others).sort();
  return gap > medians * sorted[sorted.length >> 1] && gap > longest * sorted[sorted.length - 1];
}
