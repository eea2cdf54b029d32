import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bootstrap,
  commissionBps,
  defineStrategy,
  type Feed,
  gbm,
  latencyBars,
  param,
  range,
  sma,
} from "../../../src/index";
import type { SweepOptions } from "../../../src/sweep/plan/options";
import { prepareSweep } from "../../../src/sweep/plan/prepare";
import { gridPoints } from "../../../src/sweep/points/grid";
import { year } from "../../api/labs";

const cross = defineStrategy({
  name: "cross",
  params: {
    fast: param.int(10, { min: 2, max: 50, below: "slow" }),
    slow: param.int(30, { min: 5, max: 100 }),
    way: param.choice("long", ["long", "both"]),
    size: param.number(0.5, { min: 0, max: 1 }),
    plain: 3,
  },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    if (fast !== undefined) orderTargetWeight(bar.symbol, params.size);
  },
});

const walk = gbm({ A: {} }, { seed: "w", bars: 60 });

function pointsOf(options: object, feed: Feed = year) {
  return prepareSweep(feed.source, cross, options as SweepOptions<never>).plan.points;
}

describe("the points of a grid", () => {
  it("are all combinations, the last param fastest", () => {
    const points = pointsOf({ grid: { fast: range(5, 6), slow: [20, 30] } });
    const params = [
      { fast: 5, slow: 20 },
      { fast: 5, slow: 30 },
      { fast: 6, slow: 20 },
      { fast: 6, slow: 30 },
    ];
    assert.deepEqual(
      points,
      params.map((one) => ({ params: one })),
    );
  });

  it("are those of the product that are wanted, in its order", () => {
    const axis = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(axis, axis, axis, fc.integer({ min: 0, max: 27 }), (a, b, c, most) => {
        const all = a.flatMap((x) => b.flatMap((y) => c.map((z) => ({ a: x, b: y, c: z }))));
        const wanted = (one: Readonly<Record<string, unknown>>) =>
          (one.a as number) + (one.b as number) + (one.c as number) <= most;
        assert.deepEqual(gridPoints({ a, b, c }, wanted), all.filter(wanted));
      }),
    );
  });

  it("of a product of more than may be run are found one by one", () => {
    const axis = range(1, 32);
    const found = gridPoints(
      { a: axis, b: axis, c: axis, d: axis },
      ({ a, b, c, d }) => a === 1 && b === 2 && c === 3 && d === 4,
    );
    assert.deepEqual(found, [{ a: 1, b: 2, c: 3, d: 4 }]);
  });

  it("leave out what the strategy wants in another order, and say so; where sees all params", () => {
    const seen: unknown[] = [];
    const where = (params: { fast: number; slow: number; plain: number }) => {
      seen.push(params);
      return params.fast !== 7;
    };
    const options = { grid: { fast: [7, 20, 40], slow: [20, 30] }, params: { size: 0.25 }, where };
    const { plan, notes } = prepareSweep(year.source, cross, options as never);
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [{ fast: 20, slow: 30 }],
    );
    assert.deepEqual(notes, ["3 combinations are left out: fast is to be below slow"]);
    assert.deepEqual(seen[0], { fast: 7, slow: 20, way: "long", size: 0.25, plain: 3 });
  });

  it("have their own values of params that are given to all, which is said", () => {
    const given = { grid: { fast: [5, 6] }, params: { fast: 4, slow: 30 } };
    const { plan, notes } = prepareSweep(year.source, cross, given as never);
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [{ fast: 5 }, { fast: 6 }],
    );
    assert.deepEqual(notes, ["params.fast is not used, because each run has the fast of grid"]);
  });
});

describe("drawn points", () => {
  const drawn = (more: object) => pointsOf({ random: true, draws: 40, ...more }).map(({ params }) => params);

  it("are different, in their ranges, in order, and the same for a seed", () => {
    const params = drawn({ seed: "a" });
    assert.equal(new Set(params.map((one) => JSON.stringify(one))).size, 40);
    for (const { fast, slow, way, size } of params as { fast: number; slow: number; way: string; size: number }[]) {
      assert.ok(Number.isInteger(fast) && fast >= 2 && fast <= 50 && fast < slow && slow <= 100, `${fast} ${slow}`);
      assert.ok(["long", "both"].includes(way) && size >= 0 && size < 1);
    }
    assert.deepEqual(drawn({ seed: "a" }), params);
    assert.notDeepEqual(drawn({ seed: "b" }), params);
    assert.deepEqual(drawn({ seed: "a", draws: 10 }), params.slice(0, 10));
  });

  it("are of the params that are named, or of ranges of their own", () => {
    assert.deepEqual(Object.keys(drawn({ random: ["size"] })[0]), ["size"]);
    const own = drawn({ random: { plain: [1, 2, 3], slow: param.int(60, { min: 60, max: 90 }) }, draws: 30 });
    assert.ok(own.every(({ plain, slow }) => [1, 2, 3].includes(plain as number) && (slow as number) >= 60));
    assert.equal(new Set(own.map(({ plain }) => plain)).size, 3);
  });
});

describe("a list", () => {
  it("has params, or options with params", () => {
    const list = [
      { fast: 5 },
      { params: { fast: 6 }, commission: commissionBps(2), latency: latencyBars(1) },
      { seed: 4 },
    ];
    assert.deepEqual(
      pointsOf({ list }),
      [
        { params: { fast: 5 } },
        {
          params: { fast: 6 },
          options: {
            commission: { name: "commissionBps", params: { bps: 2 } },
            latency: { name: "latencyBars", params: { bars: 1 } },
          },
        },
        { params: {}, options: { seed: 4 } },
      ].map((one) => JSON.parse(JSON.stringify(one))),
    );
  });
});

describe("seeds", () => {
  it("are those of the feed with a number, also over params", () => {
    assert.deepEqual(
      pointsOf({ seeds: 3 }, walk).map(({ seed }) => seed),
      ["w/1", "w/2", "w/3"],
    );
    const both = pointsOf({ grid: { fast: [5, 6] }, seeds: 2 }, bootstrap(year, { seed: 8 }));
    assert.deepEqual(
      both.map(({ params, seed }) => [params.fast, seed]),
      [
        [5, "8/1"],
        [5, "8/2"],
        [6, "8/1"],
        [6, "8/2"],
      ],
    );
  });
});

describe("what ranks the runs", () => {
  const ranked = (options: object) => {
    const { rank, notes, plan } = prepareSweep(year.source, cross, { grid: { fast: [5] }, ...options } as never);
    return { rank: rank.metric, notes, made: plan.metrics };
  };
  const sharpe = { rank: "sharpe", notes: [] as string[] };

  it("is the Sharpe ratio where it is made, and nothing is said", () => {
    assert.deepEqual(ranked({ metrics: ["trades", "sharpe"] }), { ...sharpe, made: ["sharpe", "trades"] });
  });

  it("is the first metric that can where it is not made, and that is said", () => {
    assert.deepEqual(ranked({ metrics: ["trades", "maxDrawdown"] }), {
      rank: "maxDrawdown",
      notes: ["Its runs are ranked by maxDrawdown, the first of metrics that can; rank says another one"],
      made: ["maxDrawdown", "trades"],
    });
    assert.deepEqual(ranked({ metrics: ["maxDrawdown"], rank: "maxDrawdown" }).notes, []);
  });

  it("is the Sharpe ratio where no metric can, which is made too", () => {
    assert.deepEqual(ranked({ metrics: ["trades"] }), { ...sharpe, made: ["sharpe", "trades"] });
  });
});

describe("what cannot be swept is refused before anything runs:", () => {
  const cases: [object, string, RegExp][] = [
    [{}, "INVALID_OPTION", /^Expected grid, list, random, sampler or seeds, .*, but none was given$/],
    [{ grid: {} }, "INVALID_OPTION", /^Expected grid to have a param, such as .*, but it is empty$/],
    [{ grid: { fast: [] } }, "INVALID_OPTION", /^Expected grid.fast to be a list of at least one value/],
    [
      { grid: { fast: 5 } },
      "INVALID_OPTION",
      /^Expected grid.fast to be a list of values, such as range\(5, 14\), was 5$/,
    ],
    [
      { grid: { fast: [5, 5] } },
      "INVALID_OPTION",
      /^Expected grid.fast to have each value once, but 5 is there twice$/,
    ],
    [{ grid: { fast: [5, Number.NaN] } }, "INVALID_OPTION", /^Expected grid.fast to be plain data, .*, was NaN$/],
    [{ grid: { fats: [5] } }, "UNKNOWN_OPTION", /^Unknown option "fats" of params of "cross". Did you mean "fast"\?/],
    [
      { grid: { fast: [5, 51], slow: [60] } },
      "INVALID_OPTION",
      /^Expected params.fast to be a whole number from 2 to 50, was 51 \(in \{"fast":51,"slow":60\}\)$/,
    ],
    [{ grid: { fast: [5.5] } }, "INVALID_OPTION", /whole number from 2 to 50, was 5.5/],
    [
      { grid: { fast: [5] }, where: () => false },
      "INVALID_OPTION",
      /^Expected grid to have at least one run, but where leaves none/,
    ],
    [
      { grid: { fast: [5] }, where: () => undefined },
      "INVALID_OPTION",
      /^Expected the answer of where for .* to be true or false, was undefined$/,
    ],
    [
      { grid: { fast: [5] }, where: ({ fats }: Record<string, number>) => !(fats > 5) },
      "UNKNOWN_OPTION",
      /^Unknown param "fats" of "cross" in where. Did you mean "fast"\?$/,
    ],
    ...[
      ({ fast, ...rest }: Record<string, number>) => fast < rest.slwo,
      (params: Record<string, number>) => params.fast < params["slwo" as string],
    ].map(
      (where) =>
        [
          { grid: { fast: [5] }, where },
          "UNKNOWN_OPTION",
          /^Unknown param "slwo" of "cross" in where. Did you mean "slow"\?$/,
        ] as [object, string, RegExp],
    ),
    [{ grid: { fast: [5] }, where: 3 }, "INVALID_OPTION", /^Expected where to be a function/],
    [
      { grid: { fast: [5] }, list: [{}] },
      "INVALID_OPTION",
      /^Expected one of grid, list and random, but grid and list were given$/,
    ],
    [
      { grid: { fast: [5] }, rank: "sharp" },
      "INVALID_OPTION",
      /^Expected rank to be the name of a metric, was "sharp". Did you mean "sharpe"\?$/,
    ],
    [
      { grid: { fast: [5] }, rank: "beta" },
      "INVALID_OPTION",
      /^Expected rank to be a metric of which more, or less, is better/,
    ],
    [
      { grid: { fast: [5] }, metrics: ["sharpe", "cagrr"] },
      "INVALID_OPTION",
      /^Expected metrics\[1\] to be the name of a metric, was "cagrr". Did you mean "cagr"\?$/,
    ],
    [{ grid: { fast: [5] }, metrics: [] }, "INVALID_OPTION", /^Expected metrics to be a list/],
    [{ grid: { fast: [5] }, gird: 1 }, "UNKNOWN_OPTION", /^Unknown option "gird" of a sweep. Did you mean "grid"\?$/],
    [
      { grid: { fast: [5] }, pace: "max" },
      "UNKNOWN_OPTION",
      /^Unknown option "pace" of a sweep. It is one of a session/,
    ],
    [{ grid: { fast: [5] }, keep: "all" }, "INVALID_OPTION", /^Expected keep to be "returns", was "all"$/],
    [{ grid: { fast: [5] }, on: {} }, "INVALID_OPTION", /^Expected on to be what runs it, such as threads\(\)/],
    [{ grid: { fast: [5] }, on: null }, "INVALID_OPTION", /^Expected on to be what runs it, such as threads\(\)/],
    [
      { list: [{ fast: 5 }, { fast: 6 }, { fast: 5 }] },
      "INVALID_OPTION",
      /^Expected list to have each run once, but list\[2\] is the same as list\[0\]$/,
    ],
    // What is not given is what all share, or the strategy's own.
    [
      { params: { slow: 40 }, list: [{}, { params: { slow: 40, plain: 3 } }] },
      "INVALID_OPTION",
      /list\[1\] is the same as list\[0\]$/,
    ],
    [{ list: [] }, "INVALID_OPTION", /^Expected list to be at least one run/],
    [{ list: [{ fast: 5 }, { fast: 99 }] }, "INVALID_OPTION", /whole number from 2 to 50, was 99 \(in list\[1\]\)$/],
    [
      { list: [{ params: { fast: 5 }, comission: 1 }] },
      "UNKNOWN_OPTION",
      /^Unknown option "comission" of list\[0\]. Did you mean "commission"\?$/,
    ],
    [
      { list: [{ symbols: ["AAPL"] }] },
      "INVALID_OPTION",
      /^Expected list\[0\] to have options that runs can differ in, but symbols is that of the whole sweep/,
    ],
    [
      { list: [{ commission: () => 1 }] },
      "INVALID_OPTION",
      /^Expected list\[0\].commission to be one of paperlab's models/,
    ],
    [{ list: [{ leverage: 0 }] }, "INVALID_OPTION", /^list\[0\]: Expected leverage to be/],
    [{ random: true }, "INVALID_OPTION", /^Expected draws to be given with random/],
    [{ random: true, draws: 0 }, "INVALID_OPTION", /^Expected draws to be a whole number from 1 to 1,000,000, was 0$/],
    [
      { random: ["fats"], draws: 3 },
      "UNKNOWN_OPTION",
      /^Unknown param "fats" of "cross" in random. Did you mean "fast"\?$/,
    ],
    [
      { random: ["plain"], draws: 3 },
      "INVALID_OPTION",
      /^Expected random.plain to be a range, .*, but it is a plain value/,
    ],
    [
      { random: { fast: param.int(5, { min: 1 }) }, draws: 3 },
      "INVALID_OPTION",
      /^Expected random.fast to be a range with min and max, but it is declared without them, as a whole number of at least 1\. Declare/,
    ],
    [
      { random: ["way"], draws: 3 },
      "INVALID_OPTION",
      /^Expected 3 different combinations to be drawn, but after 2 there was nothing new 1,000 times/,
    ],
    [
      { seeds: 5 },
      "INVALID_OPTION",
      /^Expected feed "us-daily" to be made of chance for seeds, .* Wrap it, as in bootstrap\(feed\)/,
    ],
    [{ seeds: 0 }, "INVALID_OPTION", /^Expected seeds to be a whole number from 1/],
    [{ grid: { fast: [5] }, symbols: ["APPL"] }, "UNKNOWN_SYMBOL", /Did you mean "AAPL"/],
  ];
  for (const [options, code, message] of cases)
    it(JSON.stringify(options), () => assert.throws(() => pointsOf(options), { name: "PaperLabError", code, message }));

  it("a feed without an end", () => {
    const endless = gbm({ A: {} }, { bars: Infinity });
    assert.throws(() => pointsOf({ grid: { fast: [5] } }, endless as never), {
      code: "INVALID_OPTION",
      message: /to have an end for a sweep/,
    });
  });
});
