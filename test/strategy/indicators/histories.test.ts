import assert from "node:assert/strict";
import fc from "fast-check";
import type { History } from "../../../src/core/market/history";
import { column, sma } from "../../../src/strategy/indicators";
import type { BarFold, Fold, PairFold } from "../../../src/strategy/indicators/mechanism/fold";
import { ofBars } from "../../../src/strategy/indicators/mechanism/of-bars";
import { ofPairs } from "../../../src/strategy/indicators/mechanism/of-pairs";
import { ofValues, ofValuesNamed } from "../../../src/strategy/indicators/mechanism/of-values";
import { positiveNumber, wholeNumber } from "../../../src/strategy/indicators/mechanism/parameters";
import { bars, type Prices } from "../../support/bars";
import { play } from "../../support/play";

const price = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100);
const prices = fc.array(price, { minLength: 1, maxLength: 150 });
let pushes = 0;

/** Counts what it is given: a fold that needs every value. */
class CountFold implements Fold {
  #count = 0;

  push(): number {
    pushes++;
    return ++this.#count;
  }
}

/** The last value and the one before it, times a factor. */
class LastTwoFold implements Fold {
  last = Number.NaN;
  before = Number.NaN;
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
  }

  push(value: number): number {
    this.before = this.last;
    this.last = value * this.#factor;
    return this.last;
  }
}

class RangeFold implements BarFold {
  push(high: number, low: number, close: number, volume: number): number {
    assert.ok(Number.isNaN(volume) || volume > 0);
    return high - low + close * 0;
  }
}

class ProductFold implements PairFold {
  #sum = 0;

  push(one: number, other: number): number {
    this.#sum += one * other;
    return this.#sum;
  }
}

const count = ofValues({ name: "count", parameters: [], fold: () => new CountFold() });
const lastTwo = ofValuesNamed<[factor?: number], "last" | "before">(["last", "before"], {
  name: "lastTwo",
  parameters: [positiveNumber("factor", 2)],
  fold: (factor) => new LastTwoFold(factor),
});
const range = ofBars(["high", "low", "close"], { name: "range", parameters: [], fold: () => new RangeFold() });
const product = ofPairs({
  name: "product",
  parameters: [wholeNumber("unused", 0)],
  fold: (_unused: number) => new ProductFold(),
});

/** Calls `look` with the history of A after each bar. */
function atEach(rows: readonly Prices[], look: (history: History, step: number) => void, historyBars = Infinity): void {
  let step = 0;
  play(bars("A", rows), ({ desk }) => ({ name: "looking", onBars: () => look(desk.history("A"), step++) }), {
    historyBars,
  });
}

describe("an indicator of a history's column", () => {
  it("is what it is of a copy of that column, to the last bit, at each bar, with a limit and without", () => {
    const periods = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
    const limit = fc.constantFrom(40, 64, 65, Infinity);
    fc.assert(
      fc.property(prices, periods, limit, fc.integer({ min: 1, max: 50 }), (rows, windows, historyBars, every) => {
        const look = ({ close }: History, step: number) => {
          if (step % every > every / 2) return;
          for (const period of windows) assert.equal(sma(close, period), sma(close.slice(), period));
        };
        atEach(rows, look, historyBars);
      }),
    );
  });

  it("takes in each bar once, however often it is asked", () => {
    pushes = 0;
    atEach(Array(500).fill(7), ({ close }, step) => {
      for (let again = 0; again < 3; again++) assert.equal(count(close), step + 1);
    });
    assert.equal(pushes, 500);
  });

  it("of a view taken earlier is what that view shows", () => {
    const taken: Float64Array[] = [];
    atEach([1, 2, 3, 4, 5, 6], ({ close }) => {
      taken.push(close);
      for (const view of taken) {
        assert.equal(count(view), view.length);
        assert.equal(sma(view, 2), sma([...view], 2));
      }
    });
  });

  it("keeps each of its parameters and each column apart", () => {
    atEach(
      Array.from({ length: 90 }, (_, at): Prices => [at + 1, at + 9, at + 0.5, at + 2]),
      ({ open, high, close }) => {
        for (const values of [open, high, close])
          for (const period of [3, 7, 3]) assert.equal(sma(values, period), sma([...values], period));
      },
    );
  });

  it("goes on right where a strategy asks for ever other windows", () => {
    atEach(
      Array.from({ length: 1300 }, (_, at) => 1 + (at % 17) / 8),
      ({ close }, step) => {
        for (const period of [step + 1, 5]) assert.equal(sma(close, period), sma(close.slice(), period));
      },
    );
  });

  it("is refused at each call if a parameter is wrong", () => {
    atEach([1, 2, 3], ({ close }) => {
      assert.throws(() => sma(close, 0), /Expected period of sma to be a whole number of at least 1, was 0/);
      assert.throws(() => sma(close, Number.NaN), { code: "INVALID_OPTION" });
    });
  });
});

describe("an indicator with several results", () => {
  it("has none until each of them is there, and a default for what is left out", () => {
    atEach([5, 6, 7], ({ close }, step) => {
      const expected = step === 0 ? undefined : { last: 2 * close[step], before: 2 * close[step - 1] };
      assert.deepEqual(lastTwo(close), expected);
      assert.deepEqual(lastTwo([...close], 2), expected);
    });
    const { last, before } = lastTwo(column([1, 2]), 3);
    assert.deepEqual([...last, ...before], [3, 6, Number.NaN, 3]);
    assert.throws(() => lastTwo([1], -1), /Expected factor of lastTwo to be a positive number, was -1/);
  });
});

describe("an indicator of bars", () => {
  it("is the same of a history, of its columns as lists, and of whole columns", () => {
    const rows = Array.from({ length: 30 }, (_, at): Prices => [at + 2, at + 3 + at / 7, at + 1, at + 2]);
    atEach(rows, (history, step) => {
      const { high, low, close } = history;
      const newest = range(history);
      assert.equal(newest, range({ high, low, close }));
      const series = range({ high: column(high), low: column(low), close: column(close) });
      assert.deepEqual([series.length, series[step]], [step + 1, newest]);
    });
  });

  it("says what is missing", () => {
    assert.throws(() => range(undefined as never), /Expected bars of range to be a history, such as history\(symbol\)/);
    assert.throws(() => range({ high: [1], low: [1] } as never), /Expected close of range to be a list of numbers/);
    assert.throws(
      () => range({ high: [1], low: [1], close: [1, 2] }),
      /close of range to be as long as high, 1, was 2/,
    );
  });
});

describe("an indicator of two lists", () => {
  it("is the same of two histories, of lists and of columns, and beside a number", () => {
    const feed = [...bars("A", [1, 2, 3, 4]), ...bars("B", [5, 6, 7, 8])];
    const both = ({ desk }: { desk: { history(symbol: string): History } }) => ({
      name: "both",
      onBars: () => {
        const [a, b] = [desk.history("A").close, desk.history("B").close];
        const sum = a.reduce((total, value, at) => total + value * b[at], 0);
        for (let again = 0; again < 2; again++) assert.equal(product(a, b, 0), sum);
        assert.equal(product([...a], [...b], 0), sum);
        assert.equal(product(column(a), column(b), 0)[a.length - 1], sum);
        assert.equal(product(a, 2, 0), product([...a], 2, 0));
      },
    });
    play(feed, both, { symbols: ["A", "B"] });
  });

  it("is refused if one list is longer", () => {
    const says = /Expected the second values of product to be as many as the first, 2, was 1/;
    assert.throws(() => product([1, 2], [1], 0), says);
  });
});
