import assert from "node:assert/strict";
import fc from "fast-check";
import { SymbolHistory } from "../../../src/core/market/history";
import {
  adx,
  type Column,
  column,
  correlation,
  crossover,
  crossunder,
  donchian,
  highest,
  macd,
  rsi,
  sma,
} from "../../../src/strategy/indicators";
import { eachBar, walk } from "../../support/histories";

const cents = fc.integer({ min: 90, max: 110 }).map((value) => value / 100);

describe("crossover and crossunder", () => {
  it("are true at the bar that goes beyond, having been at it or on the other side", () => {
    const one = column([1, 2, 3, 3, 3, 2, 2, 1, 4]);
    assert.deepEqual([...crossover(one, 2)], [0, 0, 1, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual([...crossunder(one, 2)], [0, 0, 0, 0, 0, 0, 0, 1, 0]);
    assert.deepEqual([...crossover(one, column([2, 2, 2, 2, 4, 1, 2, 2, 2]))], [0, 0, 1, 0, 0, 1, 0, 0, 1]);
    assert.equal(crossover([1, 3], [2, 2]), true);
    assert.equal(crossover([3, 3], [2, 2]), false);
    assert.equal(crossunder([2, 1], 2), true);
    assert.equal(crossover([3], 2), false);
    assert.equal(crossover([], []), false);
  });

  it("know nothing across a missing value", () => {
    assert.deepEqual([...crossover(column([1, Number.NaN, 3, 1, 3]), 2)], [0, 0, 0, 0, 1]);
  });

  it("never happen on a flat line, whatever the price and the windows", () => {
    const window = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), window, window, (price, fast, slow) => {
        const close = column(Array(120).fill(price / 100));
        for (const cross of [crossover, crossunder])
          assert.ok(cross(close, [sma, fast], [sma, slow]).every((value) => value === 0));
      }),
    );
  });

  it("of lines are those of the columns", () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 80 }), (values) => {
        const close = column(values);
        const fast = sma(close, 2);
        const slow = sma(close, 5);
        assert.deepEqual(crossover(close, [sma, 2], [sma, 5]), crossover(fast, slow));
        assert.deepEqual(crossunder(close, [sma, 5]), crossunder(close, slow));
        assert.deepEqual(crossover(close, [rsi, 3], 50), crossover(rsi(close, 3), 50));
        const { macd: line, signal } = macd(close, 2, 4, 3);
        const crossed = crossover(close, [macd, 2, 4, 3, "macd"], [macd, 2, 4, 3, "signal"]);
        assert.deepEqual(crossed, crossover(line, signal));
      }),
    );
  });

  it("at each bar of a history are those of whole columns", () => {
    const bars = walk(300);
    const { close } = bars;
    const di = adx(bars, 5);
    const expected: readonly Column[] = [
      crossover(sma(close, 3), sma(close, 8)),
      crossunder(close, sma(close, 8)),
      crossover(close, donchian(bars, 10, 1).upper),
      crossover(di.plusDi, di.minusDi),
      crossunder(close, highest(close, 5, 1)),
      crossover(close, 100),
    ];
    eachBar(bars, (history, at) => {
      const { close: now } = history;
      const crossed = [
        crossover(now, [sma, 3], [sma, 8]),
        crossunder(now, [sma, 8]),
        crossover(history, "close", [donchian, 10, 1, "upper"]),
        crossover(history, [adx, 5, "plusDi"], [adx, 5, "minusDi"]),
        crossunder(history, [highest, 5, 1]),
        crossover(now, 100),
      ];
      assert.deepEqual(
        crossed.map(Number),
        expected.map((column) => column[at]),
      );
    });
    for (const column of expected.slice(0, 4)) assert.ok(column.includes(1));
  });

  it("need the value before, and say how to give it", () => {
    const wanted =
      /one value does not say what was before it; write crossover\(close, \[sma, 10\], \[sma, 30\]\), was /;
    for (const newest of [101.5, undefined])
      assert.throws(() => crossover(newest as unknown as number[], 2), { code: "INVALID_OPTION", message: wanted });
    assert.throws(() => crossover([1, 2], undefined as unknown as number), { message: wanted });
  });

  it("say which line is wrong", () => {
    const close = [1, 2, 3];
    const refused: readonly [() => unknown, RegExp][] = [
      [() => crossover(close, [sma, 0]), /^Expected period of sma to be a whole number of at least 1, was 0$/],
      [() => crossover(close, [macd, 12, 26, 9, "signl"]), /"histogram", was "signl"\. Did you mean "signal"\?$/],
      [() => crossover(close, [macd, 12, 26, 9]), /^Expected the last of the second line of crossover to be a result/],
      [
        () => crossover(close, [sma, 3, 4], 2),
        /^Expected the parameters of sma in the first line of crossover to be 1/,
      ],
      [
        () => crossover(close, [adx, 14, "adx"], 25),
        /^Expected lines of bars in crossover to be asked of bars, such as/,
      ],
      [() => crossover(close, [correlation, 14], 0), /^Expected the indicator in the first line .* such as sma/],
      [() => crossover(close, [Math.max], 0), /^Expected the indicator in the first line .* such as sma/],
      [() => crossover(close, "colse" as never, 2), /^Expected the first line of crossover to be a line, such as 30/],
      [() => crossover(close, ["sma", 10] as never), /^Expected the second line of crossover to be a line, such as 30/],
      [() => crossover([1, 2], [1, 2, 3]), /to be as many as the first, 2, was 3$/],
      [
        () => crossover(close, [undefined, 10] as never),
        /^Expected the indicator of a line of crossover to be an indicator, as in \[sma, 30\], was undefined$/,
      ],
      [() => crossover(close, undefined as never), /^Expected the second values of crossover to be a column/],
      [() => crossover({ close } as never, 2), /^Expected high of crossover to be a list of numbers/],
    ];
    for (const [call, message] of refused) assert.throws(call, { code: "INVALID_OPTION", message });
    // A missing value is none of an indicator.
    assert.equal(crossover([1, 2], [undefined, 1] as never), false);
    assert.equal(crossover(new SymbolHistory("A"), [sma, 2]), false);
  });
});
