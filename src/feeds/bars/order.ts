import type { BarColumns } from "../../core/market/bar";
import { copyRow, emptyColumns, viewOf } from "./columns";

/** How rows that are not in the order of time are taken. */
export interface OrderRule {
  /** Whether a table is turned round that mostly steps back in time. */
  readonly turn: boolean;
  /** Whether a row is bad that is not later than those before it, or one that most of its neighbors contradict. */
  readonly judge: "before" | "neighbors";
  /** Whether rows of one time are trades, which become one bar. */
  readonly join: boolean;
}

/** A row that is out of order. */
export interface Misplaced {
  /** Its place among the rows as they came. */
  readonly row: number;
  readonly symbol: number;
  readonly time: number;
  /** The time of the row that it contradicts, which stands before it or, where it is later, behind it. */
  readonly other: number;
}

/** How the rows of a table are not in the order of time. */
export interface Disorder {
  /** Whether they come newest first. */
  readonly turned: boolean;
  /** Rows that are left out, as they came. */
  readonly bad: readonly Misplaced[];
  readonly join: boolean;
}

/** Finds what is out of order among rows; `before` are the last times of the symbols in earlier tables. */
export function disorderOf(rows: BarColumns, before: Float64Array, rule: OrderRule): Disorder {
  const { ups, downs } = stepsOf(rows, before.length);
  const turned = rule.turn && downs > ups;
  const bad = (rule.judge === "before" ? notLater : againstNeighbors)(rows, before, turned, rule.join);
  return { turned, bad: bad.sort((one, other) => one.row - other.row), join: rule.join };
}

function stepsOf({ time, symbol, length }: BarColumns, symbols: number) {
  const last = new Float64Array(symbols).fill(Number.NaN);
  let [ups, downs] = [0, 0];
  for (let row = 0; row < length; row++) {
    const step = time[row] - last[symbol[row]];
    if (step > 0) ups++;
    else if (step < 0) downs++;
    last[symbol[row]] = time[row];
  }
  return { ups, downs };
}

function notLater({ time, symbol, length }: BarColumns, before: Float64Array, turned: boolean, join: boolean) {
  const last = before.slice();
  const bad: Misplaced[] = [];
  for (let at = 0; at < length; at++) {
    const row = turned ? length - 1 - at : at;
    const place = symbol[row];
    if (time[row] > last[place] || (join && time[row] === last[place])) last[place] = time[row];
    else bad.push({ row, symbol: place, time: time[row], other: last[place] });
  }
  return bad;
}

/** Leaves out as few rows as can be: those beside the longest ascending ones of each symbol. */
function againstNeighbors(rows: BarColumns, before: Float64Array, turned: boolean, join: boolean): Misplaced[] {
  const first = notLater(rows, before, turned, join);
  const symbols = new Set(first.map(({ symbol }) => symbol));
  const lists = new Map<number, number[]>(Array.from(symbols, (symbol) => [symbol, []]));
  const { time, symbol, length } = rows;
  for (let at = 0; at < length; at++) {
    const row = turned ? length - 1 - at : at;
    lists.get(symbol[row])?.push(row);
  }
  const bad: Misplaced[] = [];
  for (const [place, list] of lists) {
    const isLater = (row: number) => time[row] > before[place] || (join && time[row] === before[place]);
    const kept = longestAscending(list.filter(isLater), time, join);
    let last = before[place];
    list.forEach((row, at) => {
      if (kept.has(row)) last = time[row];
      else {
        const next = list.slice(at + 1).find((one) => kept.has(one));
        const other = time[row] > last && next !== undefined ? time[next] : last;
        bad.push({ row, symbol: place, time: time[row], other });
      }
    });
  }
  return bad;
}

/** Returns the longest ascending rows of a list; of several the one that begins first (Fredman, 1975: patience sorting). */
function longestAscending(list: readonly number[], time: Float64Array, ties: boolean): Set<number> {
  // The rows with which the shortest, second shortest ... ascending rows end, and what stands before each.
  const tails: number[] = [];
  const previous = new Map<number, number>();
  for (const row of list) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (time[tails[middle]] < time[row] || (ties && time[tails[middle]] === time[row])) low = middle + 1;
      else high = middle;
    }
    // Of two rows of one time the first stays.
    if (low < tails.length && time[tails[low]] === time[row]) continue;
    if (low > 0) previous.set(row, tails[low - 1]);
    tails[low] = row;
  }
  const kept = new Set<number>();
  for (let row = tails.at(-1); row !== undefined; row = previous.get(row)) kept.add(row);
  return kept;
}

/**
 * Brings the rows of some columns from `from` on in order: turned round, without the bad ones, trades of one time as one
 * bar. Returns how many rows are left, and how many trades were joined to others.
 */
export function arrange(columns: BarColumns, from: number, to: number, { turned, bad, join }: Disorder) {
  const rows = viewOf(columns, from, to);
  const source = emptyColumns(rows.length);
  for (let row = 0; row < rows.length; row++) copyRow(rows, row, source, row);
  const out = new Set(bad.map(({ row }) => row));
  const lastRows = join ? lastRowsOf(columns, from) : new Map<number, number>();
  let [end, joined] = [from, 0];
  for (let at = 0; at < source.length; at++) {
    const row = turned ? source.length - 1 - at : at;
    if (out.has(row)) continue;
    const last = lastRows.get(source.symbol[row]);
    if (last !== undefined && columns.time[last] === source.time[row]) {
      joinTrade(columns, last, source, row);
      joined++;
    } else {
      copyRow(source, row, columns, end);
      if (join) lastRows.set(source.symbol[row], end);
      end++;
    }
  }
  return { length: end, joined };
}

function lastRowsOf({ symbol }: BarColumns, to: number): Map<number, number> {
  const last = new Map<number, number>();
  for (let row = 0; row < to; row++) last.set(symbol[row], row);
  return last;
}

function joinTrade(bars: BarColumns, at: number, trades: BarColumns, row: number): void {
  bars.high[at] = Math.max(bars.high[at], trades.high[row]);
  bars.low[at] = Math.min(bars.low[at], trades.low[row]);
  bars.close[at] = trades.close[row];
  bars.volume[at] += trades.volume[row];
}
