import type { BarColumns } from "../../core/market/bar";
import { copyRow, emptyColumns, viewOf } from "./columns";

/** Most rows of a block: as many as symbols can have a bar at one time. */
const blockRows = 65_536;
// Rows of the first block that is copied, and how many times larger each is than the one before: a session that takes a step
// a second starts at once and copies few bars that it never takes.
const firstRows = 1024;
const growth = 4;

/** Yields some columns in blocks that each end at the end of a step. Blocks are views: nothing is copied. */
export function* blocksOf(columns: BarColumns): IterableIterator<BarColumns> {
  for (let from = 0; from < columns.length; ) {
    const to = stepEnd(columns.time, from, columns.length);
    yield viewOf(columns, from, to);
    from = to;
  }
}

/**
 * Yields the bars of some symbols in blocks that each end at the end of a step. `places` holds the place of each symbol
 * of the columns in the blocks, -1 for those left out, of which there are `count` others.
 */
export function* chosenBlocks(columns: BarColumns, places: Int32Array, count: number): IterableIterator<BarColumns> {
  const blockOf = (size: number) => emptyColumns(Math.min(Math.max(size, count), blockRows, columns.length));
  let block = blockOf(firstRows);
  let rows = 0;
  let step = 0;
  for (let row = 0; row < columns.length; row++) {
    const place = places[columns.symbol[row]];
    if (place < 0) continue;
    if (rows === 0 || columns.time[row] !== block.time[rows - 1]) {
      // A step that might not fit any more begins the next block.
      if (rows + count > block.time.length && rows > 0) {
        yield viewOf(block, 0, rows);
        block = blockOf(block.length * growth);
        rows = 0;
      }
      step = rows;
    }
    insert(columns, row, place, block, step, rows++);
  }
  if (rows > 0) yield viewOf(block, 0, rows);
}

/** Puts one bar into the step that begins at `step` and ends at `end`, keeping its symbols in order. */
function insert(from: BarColumns, row: number, place: number, to: BarColumns, step: number, end: number): void {
  let at = end;
  for (; at > step && to.symbol[at - 1] > place; at--) copyRow(to, at - 1, to, at);
  copyRow(from, row, to, at);
  to.symbol[at] = place;
}

/** Returns where a block that begins at a row ends: at the end of a step, and of `length` rows at the latest. */
export function stepEnd(time: Float64Array, from: number, length: number): number {
  let to = Math.min(from + blockRows, length);
  if (to === length) return to;
  while (to > from + 1 && time[to] === time[to - 1]) to--;
  return to;
}
