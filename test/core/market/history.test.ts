import assert from "node:assert/strict";
import type { History } from "../../../src/core/market/history";
import { bars, columnsOf, type Prices } from "../../support/bars";
import { begin, play } from "../../support/play";

const prices = Array.from({ length: 300 }, (_, at) => 100 + at);

function onEveryBar(look: (history: History, step: number) => void, terms = {}) {
  const script = Object.fromEntries(
    prices.map((_, step) => [step, (desk: { history(): History }) => look(desk.history(), step)]),
  );
  return play(bars("A", prices), script, terms);
}

describe("history", () => {
  it("holds the bars up to now, oldest first", () => {
    const rows: Prices[] = [
      [1, 4, 0.5, 2, 10],
      [2, 5, 1.5, 3, 20],
    ];
    const feed = bars("A", rows);
    play(feed, {
      1: (desk) => {
        const { symbol, length, time, open, high, low, close, volume } = desk.history("A");
        assert.deepEqual([symbol, length], ["A", 2]);
        assert.deepEqual([...time], [feed[0].time, feed[1].time]);
        assert.deepEqual(
          [[...open], [...high], [...low]],
          [
            [1, 2],
            [4, 5],
            [0.5, 1.5],
          ],
        );
        assert.deepEqual(
          [[...close], [...volume]],
          [
            [2, 3],
            [10, 20],
          ],
        );
      },
    });
  });

  it("never holds the future, not even in its buffers", () => {
    onEveryBar(({ close, time }, step) => {
      assert.equal(close.length, step + 1);
      assert.equal(close.at(-1), prices[step]);
      for (const column of [close, time]) {
        const beyond = new Float64Array(column.buffer).subarray(column.byteOffset / 8 + column.length);
        assert.ok(
          beyond.every((value) => value === 0),
          `step ${step} sees what comes`,
        );
      }
    });
  });

  it("never holds the future with a limit either", () => {
    onEveryBar(
      ({ close, length }, step) => {
        assert.equal(length, Math.min(step + 1, 10));
        assert.deepEqual([...close], prices.slice(Math.max(0, step - 9), step + 1));
        const all = new Float64Array(close.buffer);
        assert.ok(all.every((value) => value <= prices[step]));
      },
      { historyBars: 10 },
    );
  });

  it("taken earlier keeps showing what it showed", () => {
    for (const historyBars of [Infinity, 7]) {
      const taken: { view: Float64Array; copy: number[] }[] = [];
      onEveryBar(({ close }) => taken.push({ view: close, copy: [...close] }), { historyBars });
      for (const { view, copy } of taken) assert.deepEqual([...view], copy);
    }
  });

  it("is the same whether a strategy looks at every bar or only now and then", () => {
    const seen: number[] = [];
    play(bars("A", prices), {
      3: (desk) => seen.push(desk.history().length),
      250: (desk) => seen.push(desk.history().length, desk.history().close[249]),
    });
    assert.deepEqual(seen, [4, 251, 349]);
  });

  it("of a symbol without bars so far is empty", () => {
    play([...bars("A", [1, 2]), ...bars("B", [undefined, 3])], {
      0: (desk) => assert.deepEqual([desk.history("B").length, [...desk.history("B").close]], [0, []]),
      1: (desk) => assert.equal(desk.history("B").length, 1),
    });
  });

  it("in onBar has the bars of the whole step, of all symbols", () => {
    const lengths: number[] = [];
    play([...bars("A", [1, 2]), ...bars("B", [3, 4])], ({ desk }) => ({
      name: "looking",
      onBar: () => lengths.push(desk.history("A").length, desk.history("B").length),
    }));
    assert.deepEqual(lengths, [1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it("goes over the seams of a feed in pieces", () => {
    const feed = bars("A", [1, 2, 3, 4]);
    const seen: number[][] = [];
    const { engine } = begin(feed, ({ desk }) => ({
      name: "looking",
      onBars: () => {
        if (desk.now !== feed[2].time) seen.push([...desk.history().close]);
      },
    }));
    for (const piece of [feed.slice(0, 1), feed.slice(1, 3), feed.slice(3)]) {
      engine.process(columnsOf(piece, ["A"]), 0, piece.length, Infinity);
    }
    assert.deepEqual(seen, [[1], [1, 2], [1, 2, 3, 4]]);
  });
});
