import type { BarColumns } from "../../core/market/bar";
import { blocksOf } from "../bars/blocks";
import { copyRow, emptyColumns, viewOf } from "../bars/columns";

/**
 * Joins the bars of blocks to longer ones: open first, high and low the extremes, close last, volume summed. `endOf` says
 * when the longer bar is over that an instant falls into, later for later instants. Yields blocks as feeds do. A bar is
 * handed out as soon as a later one begins.
 */
export function* longerBars(
  blocks: Iterable<BarColumns>,
  symbols: number,
  endOf: (time: number) => number,
): IterableIterator<BarColumns> {
  // One row a symbol: the bars that are not over. Those of one time end together.
  const open = emptyColumns(symbols);
  const isOpen = new Uint8Array(symbols);
  let [end, count] = [Number.NEGATIVE_INFINITY, 0];
  function close(done: BarColumns, at: number): number {
    let next = at;
    for (let place = 0; place < symbols; place++) if (isOpen[place] === 1) copyRow(open, place, done, next++);
    isOpen.fill(0);
    count = 0;
    return next;
  }
  for (const block of blocks) {
    const done = emptyColumns(block.length + count);
    let length = 0;
    for (let row = 0; row < block.length; row++) {
      if (block.time[row] > end) {
        length = close(done, length);
        end = endOf(block.time[row]);
      }
      const place = block.symbol[row];
      if (isOpen[place] === 1) join(open, place, block, row);
      else {
        copyRow(block, row, open, place);
        open.time[place] = end;
        isOpen[place] = 1;
        count++;
      }
    }
    yield* blocksOf(viewOf(done, 0, length));
  }
  const done = emptyColumns(count);
  yield* blocksOf(viewOf(done, 0, close(done, 0)));
}

function join(open: BarColumns, place: number, block: BarColumns, row: number): void {
  open.high[place] = Math.max(open.high[place], block.high[row]);
  open.low[place] = Math.min(open.low[place], block.low[row]);
  open.close[place] = block.close[row];
  open.volume[place] += block.volume[row];
}
