import assert from "node:assert/strict";
import fc from "fast-check";
import { axesOf } from "../../../src/analysis/surface/axis";
import { peakOf, plateauOf, surfaceOf } from "../../../src/analysis/surface/surface";

/** A grid of two params, the second one changing fastest, with the value of each run. */
function grid(columns: number, rows: number, value: (x: number, y: number) => number) {
  const places = Array.from({ length: columns * rows }, (_, run) => [Math.floor(run / rows), run % rows]);
  const axes = axesOf([
    { name: "x", values: places.map(([x]) => 10 * x) },
    { name: "y", values: places.map(([, y]) => -y) },
  ]);
  return { axes, values: Float64Array.from(places, ([x, y]) => value(x, y)) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the axes of params", () => {
  it("have numbers by size and others as they come", () => {
    const [numbers, words] = axesOf([
      { name: "n", values: [3, 1, 3, 2] },
      { name: "w", values: ["b", "a", "b", true] },
    ]);
    assert.deepEqual([numbers.values, [...numbers.places], numbers.ordered], [[1, 2, 3], [2, 0, 2, 1], true]);
    assert.deepEqual([words.values, [...words.places], words.ordered], [["b", "a", true], [0, 1, 0, 2], false]);
  });

  it("keep every value of a grid, also of half of one, and of one param alone", () => {
    const places = Array.from({ length: 900 }, (_, run) => [run % 30, Math.floor(run / 30)]).filter(([x, y]) => x < y);
    const axes = axesOf([0, 1].map((at) => ({ name: String(at), values: places.map((place) => place[at]) })));
    assert.ok(axes.every(({ values, edges }) => values.length === 29 && edges === undefined));
    const [alone] = axesOf([{ name: "x", values: Array.from({ length: 300 }, (_, run) => run ** 2) }]);
    assert.equal(alone.values.length, 300);
  });

  it("say which whole numbers are in each cell, every one in one of them", () => {
    for (const [least, most] of [
      [5, 57],
      [2, 48],
      [-30, 71],
      [0, 11],
    ]) {
      const all = Array.from({ length: most - least + 1 }, (_, at) => least + at);
      const [axis] = axesOf([
        { name: "n", values: all },
        { name: "x", values: all.map((_, at) => at / 7) },
      ]);
      const found = all.map((_, at) => axis.wholes?.findIndex(([first, last]) => all[at] >= first && all[at] <= last));
      assert.deepEqual(found, [...axis.places]);
      assert.deepEqual([axis.wholes?.[0][0], axis.wholes?.[9][1]], [least, most]);
    }
    const [fine] = axesOf(
      [1, 2].map((part) => ({ name: "x", values: Array.from({ length: 99 }, (_, at) => at / part / 3) })),
    );
    assert.ok(fine.edges !== undefined && fine.wholes === undefined);
  });

  it("put drawn numbers into ten cells of equal width, each run into the one that holds it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
          minLength: 150,
          maxLength: 200,
        }),
        (draws) => {
          const axes = axesOf([0, 1].map((at) => ({ name: String(at), values: draws.map((one) => one[at]) })));
          for (const [at, { edges, places, values }] of axes.entries()) {
            // Draws that repeat each other may fill a grid after all.
            if (edges === undefined) continue;
            assert.equal(values.length, 10);
            for (const [run, place] of places.entries()) {
              const value = draws[run][at];
              const room = 1e-9 * (edges[10] - edges[0]);
              assert.ok(value >= edges[place] - room && value <= edges[place + 1] + room);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a surface", () => {
  it("has the mean of the cells next to each, itself left out, as counted by hand", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 2, max: 7 }),
        fc.array(fc.option(fc.double({ min: -5, max: 5, noNaN: true }), { freq: 4 }), { minLength: 49, maxLength: 49 }),
        (columns, rows, draws) => {
          const at = (x: number, y: number) => draws[x * 7 + y] ?? Number.NaN;
          const { axes, values } = grid(columns, rows, at);
          for (const { places, value, neighbors, neighborCount, around, runs } of surfaceOf(axes, values)) {
            // The second param falls where its place rises.
            const [x, y] = [places[0], rows - 1 - places[1]];
            assert.equal(runs.length, 1);
            assert.ok(value === at(x, y) || (Number.isNaN(value) && Number.isNaN(at(x, y))));
            const beside: number[] = [];
            for (let dx = -1; dx <= 1; dx++)
              for (let dy = -1; dy <= 1; dy++) {
                const isInside = x + dx >= 0 && x + dx < columns && y + dy >= 0 && y + dy < rows;
                if ((dx !== 0 || dy !== 0) && isInside && !Number.isNaN(at(x + dx, y + dy)))
                  beside.push(at(x + dx, y + dy));
              }
            assert.equal(neighborCount, beside.length);
            if (beside.length === 0) assert.ok(Number.isNaN(neighbors));
            else assert.ok(Math.abs(neighbors - mean(beside)) < 1e-12);
            if (Number.isNaN(value)) assert.ok(Number.isNaN(around));
            else assert.ok(Math.abs(around - mean([value, ...beside])) < 1e-12);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("joins runs of the same cell, and counts only chosen ones", () => {
    const axes = axesOf([{ name: "x", values: [1, 1, 2, 2] }]);
    const values = Float64Array.of(1, 3, 5, Number.NaN);
    assert.deepEqual(
      surfaceOf(axes, values).map(({ value, runs }) => [value, runs]),
      [
        [2, [0, 1]],
        [5, [2, 3]],
      ],
    );
    assert.deepEqual(
      surfaceOf(axes, values, (run) => run > 0).map(({ value }) => value),
      [3, 5],
    );
  });

  it("has no neighbors across words", () => {
    const axes = axesOf([
      { name: "x", values: [1, 2, 1, 2] },
      { name: "kind", values: ["a", "a", "b", "b"] },
    ]);
    const cells = surfaceOf(axes, Float64Array.of(1, 2, 30, 40));
    assert.deepEqual(
      cells.map(({ neighbors }) => neighbors),
      [2, 1, 40, 30],
    );
  });

  it("with more than four axes has the neighbors one step away on one of them", () => {
    const runs = Array.from({ length: 3 ** 5 }, (_, run) => run);
    const axes = axesOf(
      [1, 3, 9, 27, 81].map((unit) => ({ name: String(unit), values: runs.map((run) => Math.floor(run / unit) % 3) })),
    );
    const cells = surfaceOf(axes, Float64Array.from(runs, Number));
    const counts = (middle: number) =>
      cells.filter(({ places }) => places.filter((place) => place === 1).length === middle);
    for (let middle = 0; middle <= 5; middle++)
      assert.ok(counts(middle).every(({ neighborCount }) => neighborCount === 5 + middle));
  });

  it("finds a spike as its peak, and a plateau where the neighbors are as good", () => {
    const plateau = (x: number, y: number) => (x >= 5 && y >= 5 ? 1 : 0);
    const { axes, values } = grid(9, 9, (x, y) => (x === 2 && y === 2 ? 3 : plateau(x, y)));
    const cells = surfaceOf(axes, values);
    const peak = peakOf(cells, false);
    assert.deepEqual([peak?.value, peak?.neighbors], [3, 0]);
    assert.deepEqual([plateauOf(cells, false)?.value, plateauOf(cells, false)?.around], [1, 1]);
    const lowest = surfaceOf(
      axes,
      values.map((value) => -value),
    );
    assert.deepEqual(peakOf(lowest, true)?.places, peak?.places);
    assert.equal(plateauOf(lowest, true)?.around, -1);
  });

  it("has no peak without a value, and no plateau without neighbors", () => {
    const { axes } = grid(2, 2, Number);
    assert.equal(peakOf(surfaceOf(axes, new Float64Array(4).fill(Number.NaN)), false), undefined);
    assert.equal(plateauOf(surfaceOf([], Float64Array.of(1, 2)), false), undefined);
  });

  it("has a cell for each of its params, however many values five of them have, and finds the cells beside it", () => {
    const words = Array.from({ length: 10_000 }, (_, at) => `w${at}`);
    // Two that differ in the last of many places.
    const last = (of: string) => (param: number) => [...words, param < 4 ? "w9999" : of];
    const both = (param: number) => [...last("w0")(param), ...last("w1")(param).slice(-1)];
    const named = Array.from({ length: 5 }, (_, param) => ({ name: `p${param}`, values: both(param) }));
    const numbers = { name: "n", values: Array.from({ length: 10_002 }, (_, run) => run % 2) };
    const axes = axesOf([...named, numbers]);
    const cells = surfaceOf(axes, new Float64Array(10_002).fill(1));
    assert.equal(cells.length, 10_002);
    const beside = [...named, numbers].map(({ name, values }, at) => ({
      name,
      values: [...values, at < 5 ? "w7" : 0],
    }));
    const [found] = surfaceOf(axesOf(beside), new Float64Array(10_003).fill(1)).slice(7);
    assert.deepEqual([found.neighborCount, found.runs.length], [1, 1]);
  });
});
