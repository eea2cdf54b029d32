import type { BarColumns } from "../../src/core/market/bar";
import { calendarOf } from "../../src/core/market/calendar";
import { emptyColumns } from "../../src/feeds/bars/columns";
import { chosenSymbols } from "../../src/feeds/bars/symbols";
import type { EndlessSource } from "../../src/feeds/source/source";
import { seededRandom } from "../../src/run/seeded-random";

const minute = 60_000;
const stepsInBlock = 100;

/** A feed of the symbols A and B that goes on for ever: made of nothing but what is asked of every feed. */
export class Walk implements EndlessSource {
  readonly bounded = false;
  readonly name = "walk";
  readonly symbols: readonly string[];
  readonly interval = minute;
  readonly daily = false;
  readonly calendar = calendarOf("always");
  readonly seed: number;
  /** Blocks made so far. */
  made = 0;

  constructor(seed = 1, symbols: readonly string[] = ["A", "B"]) {
    this.seed = seed;
    this.symbols = symbols;
  }

  get manifest() {
    const { name, symbols, interval, daily, calendar, seed } = this;
    const { spec, timezone } = calendar;
    return { kind: "walk", options: { seed }, name, calendar: spec, timezone, interval, daily, symbols };
  }

  blocks(wanted?: readonly string[]): IterableIterator<BarColumns> {
    return this.#blocks(chosenSymbols(this.name, this.symbols, wanted));
  }

  *#blocks(chosen: readonly string[]): IterableIterator<BarColumns> {
    const random = seededRandom(this.seed);
    const price = new Map(this.symbols.map((symbol) => [symbol, 100]));
    for (let time = minute; ; ) {
      const block = emptyColumns(stepsInBlock * chosen.length);
      for (let row = 0; row < block.length; time += minute) {
        for (const [symbol, before] of price) price.set(symbol, before * Math.exp(0.01 * (random() - 0.5)));
        for (const [place, symbol] of chosen.entries()) putBar(block, row++, time, place, price.get(symbol) as number);
      }
      this.made++;
      yield block;
    }
  }
}

function putBar(block: BarColumns, row: number, time: number, place: number, price: number): void {
  block.time[row] = time;
  block.symbol[row] = place;
  block.open[row] = block.close[row] = price;
  block.high[row] = price * 1.001;
  block.low[row] = price * 0.999;
  block.volume[row] = 1000;
}
