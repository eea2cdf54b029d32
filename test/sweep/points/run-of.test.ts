import assert from "node:assert/strict";
import type { SweepPoint } from "../../../src/sweep/points/point";
import { runOf } from "../../../src/sweep/points/run-of";

const sweep = (points: readonly SweepPoint[]) => ({ name: "one", points, config: { params: { fast: 1, slow: 2 } } });
const seeded = [5, 6].flatMap((fast) => ["m/1", "m/2", "m/3"].map((seed) => ({ params: { fast }, seed })));
const days = (from: number) => ({ from, to: from + 9 });

describe("which run is meant", () => {
  it("is the one on all days, where others with its params are on the first of them", () => {
    const points = [
      { params: { fast: 5 }, range: days(0) },
      { params: { fast: 6 }, range: days(0) },
      { params: { fast: 5 } },
    ];
    assert.equal(runOf(sweep(points), { fast: 5 }), 2);
    assert.equal(runOf(sweep(points), { fast: 6 }), 1);
    assert.equal(runOf(sweep(points), 0), 0);
  });

  it("is the one with a seed", () => {
    assert.equal(runOf(sweep(seeded), { fast: 6, seed: "m/2" }), 4);
  });

  for (const [why, points, which, cure] of [
    [
      "other params were not given",
      [{ params: { fast: 5, slow: 8 } }, { params: { fast: 5, slow: 9 } }],
      { fast: 5 },
      "there are 2. They are 0, 1: give slow too, or the number",
    ],
    [
      "its seed was not given",
      seeded,
      { fast: 6 },
      'there are 3. They are 3, 4, 5: give seed: "m/1" too, or the number',
    ],
    [
      "neither was given",
      seeded,
      { slow: 2 },
      'there are 6. They are 0, 1, 2, 3, 4, ...: give fast, seed: "m/1" too, or the number',
    ],
    [
      "they are on other days",
      [
        { params: { fast: 5 }, range: days(0) },
        { params: { fast: 5 }, range: days(10) },
      ],
      { fast: 5 },
      "there are 2. They are 0, 1, which differ in their days: give the number",
    ],
    [
      "they have other options",
      [{ params: { fast: 5 }, options: { lotSize: 1 } }, { params: { fast: 5 } }],
      { fast: 5 },
      "there are 2. They are 0, 1, which differ in their options: give the number",
    ],
    ["no seed is that", seeded, { fast: 5, seed: 7 }, 'there is none. Its seeds are "m/1" to "m/3"; table() has all'],
    ["no run has such params", seeded, { fast: 9, seed: "m/1" }, "there is none. table() has all"],
  ] as [string, SweepPoint[], object, string][])
    it(`is asked for if ${why}`, () => {
      const message = `Expected one run of sweep "one" with ${JSON.stringify(which)}, but ${cure}`;
      assert.throws(() => runOf(sweep(points), which as never), { code: "INVALID_OPTION", message });
    });
});
