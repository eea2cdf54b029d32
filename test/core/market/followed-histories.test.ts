import assert from "node:assert/strict";
import fc from "fast-check";
import { Market } from "../../../src/core/market/market";
import { bars, columnsOf } from "../../support/bars";

const symbols = ["A", "B"];
const columns = columnsOf(
  [
    ...bars(
      "A",
      Array.from({ length: 300 }, (_, at) => 1 + at),
    ),
    ...bars(
      "B",
      Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 2000 + at : undefined)),
    ),
  ],
  symbols,
);

function rowsOf(symbolIndex: number, known: number): number[] {
  return [...columns.close.subarray(0, known)].filter((_, row) => columns.symbol[row] === symbolIndex);
}

describe("a history that was handed out", () => {
  it("goes along without being asked for while it is the latest, and holds no future: any looks, with any pauses", () => {
    const pause = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 28, max: 90 }));
    const look = fc.record({ pause, symbolIndex: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (looks, stretch) => {
        const market = new Market(symbols, Number.POSITIVE_INFINITY);
        let [at, wait] = [0, looks[0]?.pause];
        for (let row = 0; row < columns.length; row++) {
          if (row % stretch === 0) market.begin(columns, row);
          market.mark(columns, row, row + 1);
          const { latest } = market.histories;
          if (latest !== undefined)
            assert.deepEqual([...latest.close], rowsOf(symbols.indexOf(latest.symbol), row + 1));
          if (wait !== undefined && --wait === 0) {
            const { symbolIndex } = looks[at++];
            const { close } = market.history(symbolIndex);
            assert.deepEqual([...close], rowsOf(symbolIndex, row + 1));
            const beyond = new Float64Array(close.buffer).subarray(close.length);
            assert.ok(beyond.every((value) => value === 0));
            wait = looks[at]?.pause;
          }
          if ((row + 1) % stretch === 0) market.end(row + 1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("goes along through the steps of a symbol that is alone", () => {
    const market = new Market(["A"], Number.POSITIVE_INFINITY);
    const alone = columnsOf(
      bars(
        "A",
        Array.from({ length: 100 }, (_, at) => 1 + at),
      ),
      ["A"],
    );
    market.begin(alone, 0);
    market.mark(alone, 0, 1);
    for (let known = 2; known <= 100; known++) {
      market.history(0);
      market.markOnly(alone, known);
      assert.equal(market.histories.latest?.seen, known);
    }
  });

  it("is left alone once nobody has looked for some time", () => {
    const market = new Market(symbols, Number.POSITIVE_INFINITY);
    market.begin(columns, 0);
    market.mark(columns, 0, 1);
    market.history(0);
    let row = 1;
    while (market.histories.latest !== undefined && row < columns.length) market.mark(columns, row, ++row);
    assert.ok(row > 10 && row < 100, `after ${row} rows`);
    while (row < columns.length) market.mark(columns, row, ++row);
    assert.equal(market.histories.latest, undefined);
    assert.deepEqual([...market.history(0).close], rowsOf(0, row));
  });
});
