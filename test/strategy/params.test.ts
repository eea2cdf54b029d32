import assert from "node:assert/strict";
import fc from "fast-check";
import {
  defineSignals,
  defineStrategy,
  type ParamInfo,
  type Params,
  param,
  paramsOf,
  type StrategyContext,
} from "../../src/index";
import { defaultParams, sessionParams } from "../../src/strategy/params";
import { apple, lab, leaveNothing, year } from "../api/labs";

const declared = {
  fast: param.int(10, { min: 2, max: 200 }),
  threshold: param.number(0.5, { min: 0, max: 1 }),
  kind: param.choice("sma", ["sma", "ema"]),
  plain: 5,
  on: true,
  windows: [1, 2],
};
const strategy = defineStrategy({ name: "ranged", params: declared, onBar() {} });

function refused(given: unknown, message: string, code = "INVALID_OPTION") {
  assert.throws(() => sessionParams(strategy, given), { name: "PaperLabError", code, message });
}

describe("params with ranges", () => {
  afterEach(leaveNothing);

  it("are their values in hooks, in signals and in rebalance", async () => {
    const seen: unknown[] = [];
    const opened = await lab();
    const see = ({ params }: { params: unknown }) => void seen.push(params);
    await opened.run(year, defineStrategy({ ...strategy, onStart: see }), { ...apple, params: { fast: 20 } });
    const signals = defineSignals({
      name: "signals",
      params: { fast: param.int(3, { min: 2 }) },
      signals: ({ close, params, sma }) => sma(close, params.fast).map((mean, at) => (close[at] > mean ? 1 : 0)),
    });
    const traded = await opened.run(year, signals, { ...apple, params: { fast: 5 } });
    const rebalance = ({ day }: { day: number }) => {
      seen.push(day);
      return { every: "month", on: day } as const;
    };
    const weights = { name: "weights", params: { day: param.int(2) }, rebalance, targetWeights: () => ({}) };
    await opened.run(year, defineStrategy(weights), apple);
    assert.deepEqual(seen[0], { ...defaultParams(strategy), fast: 20 });
    assert.ok(seen.slice(1).every((day) => day === 2) && seen.length > 1);
    assert.ok(traded.fillRows().length > 5);
  });

  it("make no other session than plain values, and are stored as these", async () => {
    const opened = await lab();
    const onBar = ({ params, record }: StrategyContext<{ fast: number }>) => record({ fast: params.fast });
    const plain = await opened.run(year, { name: "s", params: { fast: 10 }, onBar }, { ...apple, name: "a" });
    for (const max of [50, 100]) {
      const ranged = defineStrategy({ name: "s", params: { fast: param.int(10, { max }) }, onBar });
      assert.equal(await opened.run(year, ranged, { ...apple, name: "a" }), plain);
    }
    const other = defineStrategy({ name: "s", params: { fast: param.int(11) }, onBar });
    assert.equal((await opened.run(year, other, { ...apple, name: "a" })).name, "a #2");
    const frame = await opened.query("SELECT json_extract(config, '$.params') AS params FROM paper_sessions");
    assert.deepEqual(frame.values, [['{"fast":10}'], ['{"fast":11}']]);
  });

  it("can be read from the strategy, with their ranges", () => {
    const expected: ParamInfo[] = [
      { name: "fast", kind: "int", default: 10, min: 2, max: 200 },
      { name: "threshold", kind: "number", default: 0.5, min: 0, max: 1 },
      { name: "kind", kind: "choice", default: "sma", choices: ["sma", "ema"] },
      { name: "plain", kind: "plain", default: 5 },
      { name: "on", kind: "plain", default: true },
      { name: "windows", kind: "plain", default: [1, 2] },
    ];
    assert.deepEqual(paramsOf(strategy), expected);
    assert.deepEqual(paramsOf({}), []);
    assert.match(String(strategy), /fast 10 \(2 to 200\), threshold 0.5 \(0 to 1\), kind "sma" \(sma, ema\), plain 5/);
  });

  it("take what is in the range and nothing else: any limits and numbers", () => {
    const limit = fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined });
    const number = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.double({ min: -60, max: 60, noNaN: true }));
    fc.assert(
      fc.property(limit, limit, number, number, fc.boolean(), (min, max, value, given, isInt) => {
        const fits = (one: number) => one >= (min ?? -Infinity) && one <= (max ?? Infinity);
        const isRight = (one: number) => fits(one) && (!isInt || Number.isInteger(one));
        const make = () => (isInt ? param.int(value, { min, max }) : param.number(value, { min, max }));
        if ((min ?? -Infinity) > (max ?? Infinity) || !isRight(value)) {
          assert.throws(make, { code: "INVALID_OPTION" });
          return;
        }
        const one = defineStrategy({ name: "one", params: { x: make() }, onBar() {} });
        if (isRight(given)) assert.deepEqual(sessionParams(one, { x: given }), { x: given });
        else assert.throws(() => sessionParams(one, { x: given }), { code: "INVALID_OPTION" });
      }),
    );
  });

  it("outside their range or of another kind are a clear sentence", () => {
    refused({ fast: 300 }, "Expected params.fast to be a whole number from 2 to 200, was 300");
    refused({ fast: 2.5 }, "Expected params.fast to be a whole number from 2 to 200, was 2.5");
    refused({ fast: "12" }, 'Expected params.fast to be a whole number from 2 to 200, was "12"');
    refused({ threshold: 1.5 }, "Expected params.threshold to be a number from 0 to 1, was 1.5");
    refused({ kind: "smaa" }, 'Expected params.kind to be one of "sma", "ema", was "smaa". Did you mean "sma"?');
    const chosen = defineStrategy({ name: "chosen", params: { bars: param.choice(10, [10, 20]) }, onBar() {} });
    assert.throws(() => sessionParams(chosen, { bars: "20" }), {
      message: 'Expected params.bars to be one of 10, 20, and 20 without quotes, was "20"',
    });
    refused({ plain: "5" }, 'Expected params.plain to be a number, as in the strategy, was "5"');
    refused({ plain: null }, "Expected params.plain to be a number, as in the strategy, was null");
    refused({ on: 1 }, "Expected params.on to be true or false, as in the strategy, was 1");
    refused({ windows: { 0: 1 } }, "Expected params.windows to be a list, as in the strategy, was an object");
    refused({ fats: 3 }, 'Unknown option "fats" of params of "ranged". Did you mean "fast"?', "UNKNOWN_OPTION");
    refused([1], "Expected params to be an object, was an array of 1");
    const open = defineStrategy({ name: "open", params: { stop: null as Params[string] }, onBar() {} });
    assert.deepEqual(sessionParams(open, { stop: 3 }), { stop: 3 });
  });

  it("are in the order that the strategy declares: any two numbers", async () => {
    const params = { fast: param.int(2, { below: "slow" }), slow: 9 };
    const ordered = defineStrategy({ name: "ordered", params, onBar() {} });
    const number = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(fc.record({ fast: number, slow: number }, { requiredKeys: [] }), (given) => {
        const { fast, slow } = { fast: 2, slow: 9, ...given };
        if (fast < slow) assert.deepEqual(sessionParams(ordered, given), { fast, slow });
        else {
          const message = `Expected params.fast to be below params.slow, which is ${slow}, was ${fast}`;
          assert.throws(() => sessionParams(ordered, given), {
            name: "PaperLabError",
            code: "INVALID_OPTION",
            message,
          });
        }
      }),
    );
    assert.deepEqual(paramsOf(ordered)[0], { name: "fast", kind: "int", default: 2, below: "slow" });
    assert.match(String(ordered), /fast 2 \(below slow\), slow 9/);
    const opened = await lab();
    const refusal = {
      code: "INVALID_OPTION",
      message: /^Expected params\.fast to be below params\.slow, which is 9, was 12$/,
    };
    await assert.rejects(opened.run(year, ordered, { ...apple, params: { fast: 12 } }), refusal);
    assert.equal((await opened.sessions()).shape[0], 0);
  });

  it("that make no sense together are refused where the strategy is defined, in both styles", () => {
    const cases: [object, RegExp][] = [
      [
        { fast: param.int(2, { below: "slwo" }), slow: 3 },
        /^Expected below of params\.fast of "s" to be another param that is a number, was "slwo"\. Did you mean "slow"\?$/,
      ],
      [{ fast: param.int(2, { below: "fast" }) }, /another param that is a number, was "fast"$/],
      [{ fast: param.int(2, { below: "text" }), text: "a" }, /another param that is a number, was "text"$/],
      [
        { fast: param.int(3, { below: "slow" }), slow: 3 },
        /^Expected the default of params\.fast to be below params\.slow, which is 3, was 3$/,
      ],
    ];
    for (const [params, message] of cases) {
      const refusal = { name: "PaperLabError", code: "INVALID_STRATEGY", message };
      assert.throws(() => defineStrategy({ name: "s", params, onBar() {} } as never), refusal);
      assert.throws(() => defineSignals({ name: "s", params, signals: () => [] } as never), refusal);
    }
  });

  it("that make no sense are refused where they are declared", () => {
    const cases: [() => unknown, RegExp][] = [
      [() => param.int(1.5), /^Expected the default of param\.int to be a whole number, was 1\.5$/],
      [
        () => param.int(1, { min: 2 }),
        /^Expected the default of param\.int to be a whole number of at least 2, was 1$/,
      ],
      [() => param.number(3, { max: 2 }), /^Expected the default of param\.number to be a number of at most 2, was 3$/],
      [() => param.number(Number.NaN), /^Expected the default of param\.number to be a number, was NaN$/],
      [() => param.int(3, { min: 5, max: 4 }), /^Expected min of param\.int to be at most max, 4, was 5$/],
      [() => param.int(3, { min: "1" as never }), /^Expected min of param\.int to be a number, was "1"$/],
      [
        () => param.int(3, { below: 5 as never }),
        /^Expected below of param\.int to be the name of another param, such/,
      ],
      [() => param.int(3, { mni: 1 } as never), /^Unknown option "mni" of param\.int\. Did you mean "min"\?$/],
      [() => param.int(3, 5 as never), /^Expected limits of param\.int to be an object such as/],
      [
        () => param.choice("a" as never, ["b", "c"]),
        /^Expected the default of param\.choice to be one of "b", "c", was "a"$/,
      ],
      [
        () => param.choice("y", ["x", "y", "y"]),
        /^Expected choices of param\.choice to have each value once, but "y" is there twice$/,
      ],
      [() => param.choice("a" as never, []), /^Expected choices of param\.choice to be a list of values/],
      [() => param.choice({} as never, [{}] as never), /^Expected each choice of param\.choice to be text, a number/],
    ];
    for (const [call, message] of cases) assert.throws(call, { name: "PaperLabError", message });
  });
});
