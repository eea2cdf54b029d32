import { createHash } from "node:crypto";
import type { BarColumns } from "../../core/market/bar";
import { chosenBlocks } from "../bars/blocks";
import { columnKeys } from "../bars/columns";
import { wholeSteps } from "./steps";
import type { Days, Table, Whole } from "./whole";

/** The bars of some days of files. What it knows of them it finds once, by reading the parts that have them. */
export class Survey {
  /** Bars, and different times of bars. */
  length = 0;
  steps = 0;
  first: number | undefined;
  last: number | undefined;
  /** SHA-256 over the symbols and the hashes of all columns. */
  readonly sha256: string;
  readonly #whole: Whole;
  readonly #days: Days;

  constructor(whole: Whole, days: Days) {
    this.#whole = whole;
    this.#days = days;
    const hashes = columnKeys.map(() => createHash("sha256"));
    for (const block of this.#blocks(whole.tables(days), undefined)) {
      this.#count(block);
      columnKeys.forEach((key, at) => {
        const { buffer, byteOffset, byteLength } = block[key];
        hashes[at].update(new Uint8Array(buffer, byteOffset, byteLength));
      });
    }
    const all = createHash("sha256").update(JSON.stringify(whole.symbols));
    for (const hash of hashes) all.update(hash.digest());
    this.sha256 = all.digest("hex");
  }

  /** Yields the bars of some symbols in blocks, as a source does. */
  blocks(symbols: readonly string[]): IterableIterator<BarColumns> {
    return this.#blocks(this.#whole.tables(this.#days), symbols);
  }

  *#blocks(tables: Iterable<Table>, wanted: readonly string[] | undefined): IterableIterator<BarColumns> {
    const { symbols } = this.#whole;
    for (const bars of wholeSteps(tables, symbols)) {
      const places = Int32Array.from(symbols, (symbol, place) =>
        wanted === undefined ? place : wanted.indexOf(symbol),
      );
      yield* chosenBlocks(bars, places, (wanted ?? symbols).length);
    }
  }

  #count({ time, length }: BarColumns): void {
    this.length += length;
    this.first ??= time[0];
    // A block ends with its step.
    let last = Number.NaN;
    for (let row = 0; row < length; row++) {
      if (time[row] !== last) this.steps++;
      last = time[row];
    }
    this.last = last;
  }
}
