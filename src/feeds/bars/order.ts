import { firstPlace } from "../../core/ascending";
import type { BarColumns } from "../../core/market/bar";
import { copyRow, emptyColumns, viewOf } from "./columns";

/** Fewest steps by which the rows of one symbol show their order where that of the table is another. */
const leastSteps = 3;

/** How rows that are not in the order of time are taken. */
export interface OrderRule {
  /** Whether a table is turned round that mostly steps back in time. */
  readonly turn: boolean;
  /**
   * Which rows are bad: those that are not later than the ones before, those that most of their neighbors contradict, or of
   * both the fewer, and of as many the former, unless the others would leave the rows in half the time: then these are far
   * from all, as with a mistyped year.
   */
  readonly judge: "before" | "neighbors" | "fewest";
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
  /** Places of the symbols whose rows come newest first. */
  readonly turned: ReadonlySet<number>;
  /** The rows in the order in which they are read: from the last to the first where they come newest first. */
  readonly order: Uint32Array;
  /** Rows that are left out, as they came. */
  readonly bad: readonly Misplaced[];
  readonly join: boolean;
  /** Whether others, and no more of them, could have been left out as well. */
  readonly tied: boolean;
  /** How the bad rows were told from others; "alike" where each way tells the same. */
  readonly told: "alike" | "before" | "neighbors" | "span";
}

/** Finds what is out of order among rows; `before` are the last times of the symbols in earlier tables. */
export function disorderOf(rows: BarColumns, before: Float64Array, rule: OrderRule): Disorder {
  const turned = rule.turn ? turnedSymbols(rows, before.length) : new Set<number>();
  const order = readingOrder(rows, turned);
  const { bad, tied, told } = badRows(rows, before, order, rule);
  return { turned, order, bad: bad.sort((one, other) => one.row - other.row), join: rule.join, tied, told };
}

function badRows(
  rows: BarColumns,
  before: Float64Array,
  order: Uint32Array,
  { judge, join }: OrderRule,
): Pick<Disorder, "bad" | "tied" | "told"> & { bad: Misplaced[] } {
  if (judge === "before") return { bad: notLater(rows, before, order, join), tied: false, told: "before" };
  const contradicted = againstNeighbors(rows, before, order, join);
  if (judge === "neighbors") return { bad: contradicted, tied: false, told: "neighbors" };
  const late = notLater(rows, before, order, join);
  if (contradicted.length < late.length) return { bad: contradicted, tied: false, told: "neighbors" };
  if (spanWithout(contradicted, rows) * 2 < spanWithout(late, rows))
    return { bad: contradicted, tied: false, told: "span" };
  const others = new Set(contradicted.map(({ row }) => row));
  const tied = late.some(({ row }) => !others.has(row));
  return { bad: late, tied, told: tied ? "before" : "alike" };
}

/** The time from the first to the last row of each symbol among those of bad rows, without these; their sum. */
function spanWithout(bad: readonly Misplaced[], { time, symbol, length }: BarColumns): number {
  const out = new Set(bad.map(({ row }) => row));
  const spans = new Map(bad.map((one) => [one.symbol, { first: Infinity, last: -Infinity }]));
  for (let row = 0; row < length; row++) {
    const span = spans.get(symbol[row]);
    if (span === undefined || out.has(row)) continue;
    span.first = Math.min(span.first, time[row]);
    span.last = Math.max(span.last, time[row]);
  }
  return [...spans.values()].reduce((sum, { first, last }) => sum + Math.max(0, last - first), 0);
}

/**
 * Returns the places of the symbols whose rows come newest first: of all where most rows of the table do, but not of those
 * whose own rows, at least `leastSteps` apart from the first, say nothing else.
 */
function turnedSymbols({ time, symbol, length }: BarColumns, symbols: number): Set<number> {
  const last = new Float64Array(symbols).fill(Number.NaN);
  const [ups, downs] = [new Float64Array(symbols), new Float64Array(symbols)];
  for (let row = 0; row < length; row++) {
    const place = symbol[row];
    if (time[row] > last[place]) ups[place]++;
    else if (time[row] < last[place]) downs[place]++;
    last[place] = time[row];
  }
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  const mostly = sum(downs) > sum(ups);
  const isTurned = (place: number) => {
    if (ups[place] === 0 && downs[place] >= leastSteps) return true;
    return mostly && !(downs[place] === 0 && ups[place] >= leastSteps);
  };
  return new Set(Array.from(last.keys()).filter((place) => !Number.isNaN(last[place]) && isTurned(place)));
}

function readingOrder({ symbol, length }: BarColumns, turned: ReadonlySet<number>): Uint32Array {
  const order = new Uint32Array(length);
  for (let row = 0; row < length; row++) order[row] = row;
  const present = new Set(symbol.subarray(0, length));
  if (turned.size === present.size) return order.reverse();
  // Rows of one symbol change places among themselves alone.
  for (const place of turned) {
    const rows = order.filter((row) => symbol[row] === place);
    rows.forEach((row, at) => {
      order[row] = rows[rows.length - 1 - at];
    });
  }
  return order;
}

function notLater({ time, symbol }: BarColumns, before: Float64Array, order: Uint32Array, join: boolean) {
  const last = before.slice();
  const bad: Misplaced[] = [];
  for (const row of order) {
    const place = symbol[row];
    if (time[row] > last[place] || (join && time[row] === last[place])) last[place] = time[row];
    else bad.push({ row, symbol: place, time: time[row], other: last[place] });
  }
  return bad;
}

/** Leaves out as few rows as can be: those beside the longest ascending ones of each symbol. */
function againstNeighbors(rows: BarColumns, before: Float64Array, order: Uint32Array, join: boolean): Misplaced[] {
  const first = notLater(rows, before, order, join);
  const symbols = new Set(first.map(({ symbol }) => symbol));
  const lists = new Map<number, number[]>(Array.from(symbols, (symbol) => [symbol, []]));
  const { time, symbol } = rows;
  for (const row of order) lists.get(symbol[row])?.push(row);
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
    const isAfter = (tail: number) => time[tails[tail]] > time[row] || (!ties && time[tails[tail]] === time[row]);
    const place = firstPlace(0, tails.length, isAfter);
    // Of two rows of one time the first stays.
    if (place < tails.length && time[tails[place]] === time[row]) continue;
    if (place > 0) previous.set(row, tails[place - 1]);
    tails[place] = row;
  }
  const kept = new Set<number>();
  for (let row = tails.at(-1); row !== undefined; row = previous.get(row)) kept.add(row);
  return kept;
}

/**
 * Brings the rows of some columns from `from` on in order: turned round, without the bad ones, trades of one time as one
 * bar. Returns how many rows are left, and how many trades were joined to others.
 */
export function arrange(columns: BarColumns, from: number, to: number, { order, bad, join }: Disorder) {
  const rows = viewOf(columns, from, to);
  const source = emptyColumns(rows.length);
  for (let row = 0; row < rows.length; row++) copyRow(rows, row, source, row);
  const out = new Set(bad.map(({ row }) => row));
  const lastRows = join ? lastRowsOf(columns, from) : new Map<number, number>();
  let [end, joined] = [from, 0];
  for (const row of order) {
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
