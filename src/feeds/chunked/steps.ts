import { shown } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import { copyOf, viewOf } from "../bars/columns";
import { joinedBlocks } from "../source/series";
import type { Part } from "./parts";

/**
 * Yields the bars of parts that follow each other in time, so that none ends within a step. Throws BARS_OUT_OF_ORDER for a
 * part that begins before the one before it ended, and REPEATED_BAR.
 */
export function* wholeSteps(
  parts: Iterable<readonly [part: Part, bars: BarColumns]>,
  symbols: readonly string[],
): IterableIterator<BarColumns> {
  let tail: BarColumns | undefined;
  for (const [part, table] of parts) {
    const columns = tail === undefined ? table : follow(tail, table, symbols, part);
    const cut = lastStep(columns);
    if (tail !== undefined && columns === table) yield tail;
    if (cut > 0) yield viewOf(columns, 0, cut);
    tail = copyOf(viewOf(columns, cut, columns.length));
  }
  if (tail !== undefined) yield tail;
}

/** Returns a table, with the last step before it in front where they are of one time. */
function follow(tail: BarColumns, table: BarColumns, symbols: readonly string[], part: Part): BarColumns {
  const where = `${part.path}, line ${part.lines + 1} on`;
  const [before, first] = [tail.time[0], table.time[0]];
  if (first > before) return table;
  const bar = (row: number) => `${symbols[table.symbol[row]]} ${new Date(first).toISOString()}`;
  if (first < before) throw outOfOrder(symbols[table.symbol[0]], first, before, where);
  for (let row = 0; row < table.length && table.time[row] === first; row++) {
    if (!tail.symbol.includes(table.symbol[row])) continue;
    throw new PaperLabError("REPEATED_BAR", `Bars of a symbol must differ in time: ${bar(row)} came twice (${where})`);
  }
  return joinedBlocks([tail, table]);
}

function lastStep({ time, length }: BarColumns): number {
  let row = length - 1;
  while (row > 0 && time[row - 1] === time[length - 1]) row--;
  return row;
}

/** Says that a bar came after a later one, in another part. */
export function outOfOrder(symbol: string, time: number, before: number, where: string): PaperLabError {
  const text = (at: number) => new Date(at).toISOString();
  const late = `${symbol} ${text(time)} came after ${text(before)} (${where})`;
  const cure = "Sort the rows by time, or read the file at once, with inChunks: false";
  return new PaperLabError(
    "BARS_OUT_OF_ORDER",
    `Bars of a file that is read in chunks must be in time order: ${late}. ${cure}`,
  );
}

/** Throws INVALID_OPTION: the file cannot be read in chunks. */
export function unfit(path: string, why: string): PaperLabError {
  const cure = "Read it at once, with inChunks: false, or a part of it as a file of its own";
  return new PaperLabError("INVALID_OPTION", `Expected ${shown(path)} to be a file for chunks, but ${why}. ${cure}`);
}
