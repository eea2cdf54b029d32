import type { BarColumns } from "./bar";
import { type Block, Progress, SymbolHistory } from "./history";

/** Consecutive rows of some columns that are known, which no history has noted yet. */
interface Stretch {
  readonly columns: BarColumns;
  readonly from: number;
  to: number;
}

// With fewer rows, keeping a stretch and its columns takes more room than a copy.
const SHORT = 64;
// A strategy that looks again within so many steps most likely looks at each of them.
const SOON = 32;

/**
 * The histories of all symbols. Bars are only remembered in stretches until a strategy looks at a history. Then the
 * histories note them, and copy the columns that it looks at. For some steps after a look they note bars as these become
 * known, so that the next look need not ask. A strategy that never looks pays nothing, and its buffers never hold the
 * future. With a limit, columns are released when the next ones begin. Without one, columns of few rows
 * are copied then.
 */
export class HistoryBook {
  readonly #histories: readonly SymbolHistory[];
  readonly #progress: Progress;
  // By symbol: the bars as traded of those that will be split; absent if none will be.
  readonly #raw: readonly (SymbolHistory | undefined)[] | undefined;
  readonly #limit: number;
  readonly #isLone: boolean;
  #noted: Stretch[] = [];
  #columns: BarColumns | undefined;
  #from = 0;
  // What histories have noted bars of last, and which of them have.
  #block: Block | undefined;
  readonly #inBlock: SymbolHistory[] = [];
  // For how many steps to come bars are noted as they become known.
  #following = 0;
  /** The history that was handed out last, as long as it has every bar that is known. */
  latest: SymbolHistory | undefined = undefined;

  /**
   * `limit`: newest bars kept per symbol, `Infinity` for all. `steps`: how many to make room for at once. `split`: the
   * symbols that will be split.
   */
  constructor(symbols: readonly string[], limit: number, steps = 0, split: readonly string[] = []) {
    // Of several symbols, each may have a bar at few of the steps.
    const room = limit === Infinity && symbols.length === 1 ? steps : 0;
    const progress = new Progress(symbols.length);
    this.#progress = progress;
    this.#histories = symbols.map((symbol, index) => new SymbolHistory(symbol, limit, room, progress, index));
    this.#limit = limit;
    this.#isLone = symbols.length === 1;
    if (split.length === 0) return;
    this.#raw = this.#histories.map((history, index) => {
      if (!split.includes(history.symbol)) return undefined;
      // It has the same bars, so what is noted for the one is noted for both.
      const raw = new SymbolHistory(history.symbol, limit, room, progress, index);
      history.raw = raw;
      return raw;
    });
  }

  /** How many stretches of rows the histories have not noted. Their columns are kept until then. */
  get noted(): number {
    return this.#noted.length;
  }

  /** Begins a stretch of rows that will become known one after the other. */
  begin(columns: BarColumns, from: number): void {
    const last = this.#noted.at(-1);
    if (last !== undefined && last.columns !== columns && (this.#limit < Infinity || last.to - last.from < SHORT))
      this.#takeNoted();
    if (this.#block !== undefined && this.#block.columns !== columns) this.#endBlock();
    this.#columns = columns;
    this.#from = from;
  }

  /** Ends the stretch: its rows up to `to` (exclusive) are known. */
  end(to: number): void {
    const columns = this.#columns;
    if (columns !== undefined && to > this.#from) this.#note(columns, this.#from, to);
    this.#columns = undefined;
  }

  /** Returns the history of a symbol. Of the stretch that has begun, it has the rows up to `known` (exclusive). */
  of(symbolIndex: number, known: number): SymbolHistory {
    if (known !== this.#from || this.#noted.length > 0) this.#catchUp(known);
    const history = this.#histories[symbolIndex];
    this.#following = SOON;
    if (this.latest !== history) this.latest = history;
    return history;
  }

  /**
   * Returns the history of a symbol if it comes after the latest one in the order of the symbols, as the bars of a step do:
   * it too has every bar that is known.
   */
  next(symbol: string | undefined): SymbolHistory | undefined {
    const { latest } = this;
    if (latest === undefined) return undefined;
    const after = latest.index + 1;
    const next = this.#histories[after === this.#histories.length ? 0 : after];
    if (next.symbol !== symbol) return undefined;
    this.latest = next;
    return next;
  }

  /** Notes the rows of a step, up to `known` (exclusive), unless nobody has looked for some time. Only while `latest`. */
  follow(known: number): void {
    if (this.#following-- <= 0) this.latest = undefined;
    else if (this.#isLone && this.#noted.length === 0 && this.#block?.columns === this.#columns) {
      const { seen, row } = this.#progress;
      seen[0] += known - this.#from;
      row[0] = known - 1;
      this.#from = known;
    } else this.#catchUp(known);
  }

  /** Turns each share of a symbol into `ratio` shares, in its bars up to the row `known` (exclusive). */
  split(symbolIndex: number, ratio: number, known: number): void {
    this.of(symbolIndex, known).split(ratio);
  }

  #catchUp(known: number): void {
    if (this.#noted.length > 0) this.#takeNoted();
    if (this.#columns === undefined || known <= this.#from) return;
    this.#take(this.#columns, this.#from, known);
    this.#from = known;
  }

  #note(columns: BarColumns, from: number, to: number): void {
    const last = this.#noted.at(-1);
    if (last !== undefined && last.columns === columns && last.to === from) last.to = to;
    else this.#noted.push({ columns, from, to });
  }

  #takeNoted(): void {
    for (const { columns, from, to } of this.#noted) this.#take(columns, from, to);
    this.#noted = [];
  }

  // Has the histories note some rows.
  #take(columns: BarColumns, from: number, to: number): void {
    let block = this.#block;
    if (block?.columns !== columns) block = this.#beginBlock(columns);
    const { seen, row: rows } = this.#progress;
    const { before } = block;
    if (before === undefined) {
      if (rows[0] < 0) this.#beginIn(block, 0);
      rows[0] = to - 1;
      seen[0] += to - from;
      return;
    }
    const { symbol } = columns;
    for (let row = from; row < to; row++) {
      const index = symbol[row];
      if (rows[index] < 0) this.#beginIn(block, index);
      before[row] = rows[index];
      rows[index] = row;
      seen[index]++;
    }
  }

  #beginBlock(columns: BarColumns): Block {
    if (this.#block !== undefined) this.#endBlock();
    const before = this.#histories.length === 1 ? undefined : new Int32Array(columns.length);
    const block = { columns, before };
    this.#block = block;
    return block;
  }

  #beginIn(block: Block, index: number): void {
    for (const history of [this.#histories[index], this.#raw?.[index]]) {
      if (history === undefined) continue;
      history.begin(block);
      this.#inBlock.push(history);
    }
  }

  #endBlock(): void {
    for (const history of this.#inBlock) history.end();
    this.#progress.row.fill(-1);
    this.#inBlock.length = 0;
    this.#block = undefined;
  }
}
