import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { riskMakers } from "../../../src/core/account/rules/makers";
import { commissionMakers, latencyMakers, slippageMakers } from "../../../src/core/models/makers";
import { isOwn, type Maker, type ModelParams } from "../../../src/core/own";
import * as paperlab from "../../../src/index";

type Made = { readonly name: string; readonly params?: Readonly<Record<string, unknown>> };

/** Some params for each maker: one that is left out here does not compile. */
function samples<Name extends string>(
  makers: Readonly<Record<Name, Maker<Made, never>>>,
  params: Readonly<Record<Name, readonly ModelParams[]>>,
): [name: string, maker: Maker<Made, never>, params: ModelParams][] {
  const names = Object.keys(makers) as Name[];
  return names.flatMap((name) =>
    params[name].map((one) => [name, makers[name], one] as [string, Maker<Made, never>, ModelParams]),
  );
}

const all = [
  ...samples(commissionMakers, {
    noCommission: [{}],
    commissionBps: [{ bps: 2.5 }, { bps: 1, minimum: 3 }, { bps: 5, minimum: 1, maker: 0 }],
    commissionPerShare: [{ amount: 0.005 }, { amount: 0.005, minimum: 1, maximumShare: 0.01 }],
    commissionFixed: [{ amount: 4.95 }],
  }),
  ...samples(slippageMakers, {
    noSlippage: [{}],
    slippageBps: [{ bps: 0 }],
    slippageFixed: [{ amount: 0.01 }],
    slippageVolumeShare: [{ impact: 0.1, maximum: 0.025 }],
    slippageSquareRoot: [{ coefficient: 1 }, { coefficient: 0.7, exponent: 0.6 }],
    spreadBps: [{ bps: 3 }],
  }),
  ...samples(latencyMakers, {
    noLatency: [{}],
    latencyBars: [{ bars: 2 }, { from: 0, to: 3 }],
    latencyMs: [{ milliseconds: 1500 }, { from: 5, to: 9.5 }, { median: 40, sigma: 0.5 }],
  }),
  ...samples(riskMakers, {
    maxPositionWeight: [{ maximum: 0.25 }],
    maxPositionNotional: [{ maximum: 10_000 }],
    maxOrderNotional: [{ maximum: 5000.5 }],
    maxOrderQuantity: [{ maximum: 0.1 }],
    maxGrossExposure: [{ maximum: 1.5 }],
    maxNetExposure: [{ maximum: 0.5 }],
    maxLeverage: [{ maximum: 1 }],
    maxOpenOrders: [{ maximum: 3 }],
    maxOrdersPerDay: [{ maximum: 20 }],
    maxDrawdownStop: [
      { maximum: 0.2, action: "reduce" },
      { maximum: 0.2, action: "liquidate" },
    ],
    dailyLossLimit: [{ maximum: 0.03, action: "liquidate" }],
    noShorting: [{}],
    allowedSymbols: [{ symbols: ["AAPL", "SPX"] }],
    priceCollar: [{ maximum: 0.05 }],
    minCash: [{ minimum: 0 }],
    cooldown: [{ bars: 5 }],
  }),
];

describe("a model or rule of paperlab's own", () => {
  for (const [name, maker, params] of all) {
    it(`is made again from ${JSON.stringify({ name, params })}`, () => {
      const made = maker(JSON.parse(JSON.stringify(params)) as never);
      assert.deepEqual([made.name, made.params], [name, params]);
      assert.ok(isOwn(made));
    });
  }

  it("has a maker of its name, whatever file it is in", () => {
    const files = ["src/core/models", "src/core/account/rules"].flatMap((folder) =>
      readdirSync(join(__dirname, "../../..", folder)).map((file) =>
        readFileSync(join(__dirname, "../../..", folder, file), "utf8"),
      ),
    );
    const marked = files.flatMap((text) =>
      Array.from(text.matchAll(/\bown\(\s*\{\s*name: "(\w+)"/g), ([, name]) => name),
    );
    const calls = files.flatMap((text) => [...text.matchAll(/\bown\(/g)]);
    assert.equal(marked.length, calls.length);
    assert.deepEqual([...new Set(marked)].sort(), [...new Set(all.map(([name]) => name))].sort());
  });
});

describe("what makes a model or rule", () => {
  it("says what it expected if nothing, or not the right thing, is given", () => {
    const made = Object.keys({ ...commissionMakers, ...slippageMakers, ...latencyMakers, ...riskMakers });
    const exported: Readonly<Record<string, unknown>> = { ...paperlab };
    const makers = made.flatMap((name) => {
      const maker = exported[name];
      return typeof maker === "function" ? [maker as (...args: unknown[]) => unknown] : [];
    });
    assert.ok(makers.length > 20);
    for (const maker of makers)
      for (const args of [[], [null], [1, null], [0.5, 7], ["A"], [{}]])
        try {
          maker(...args);
        } catch (error) {
          assert.ok(error instanceof paperlab.PaperLabError, `${maker.name}: ${error}`);
        }
    const message = "Expected options of slippageSquareRoot to be an object, was undefined";
    const { slippageSquareRoot } = paperlab as unknown as { slippageSquareRoot: () => unknown };
    assert.throws(() => slippageSquareRoot(), { code: "INVALID_OPTION", message });
  });
});

describe("a call with more arguments than there are", () => {
  const takesOne = {
    ...riskMakers,
    ...commissionMakers,
    ...slippageMakers,
    ...latencyMakers,
    driftOver: undefined,
  };
  const calls = Object.entries<unknown>(paperlab)
    .filter(([name]) => name in takesOne)
    .filter((entry): entry is [string, (...given: unknown[]) => Made] => typeof entry[1] === "function");

  it("is refused by every rule, model and condition", () => {
    assert.ok(calls.length > 20);
    for (const [name, call] of calls) {
      const given = [...Array(name === "noShorting" ? 0 : optional.includes(name) ? 2 : 1).fill(undefined)];
      const refused = (more: unknown, message: string) =>
        assert.throws(() => call(...given, more), { name: "PaperLabError", message });
      refused({ action: "liquidate" }, `Unknown option "action" of ${name}. It has none`);
      refused(5, `Expected ${name} to be called without further arguments, was called with 5 too`);
      for (const [list, was] of [
        [["a"], "an array of 1"],
        [new Map(), "a Map of 0"],
      ])
        refused(list, `Expected ${name} to be called without further arguments, was called with ${was as string} too`);
    }
  });

  it("is let by where map adds them", () => {
    const rules = [0.1, 0.2].map(paperlab.maxPositionWeight);
    assert.deepEqual(
      rules.map(({ params }) => params),
      [{ maximum: 0.1 }, { maximum: 0.2 }],
    );
  });
});

/** Those with options as a second argument. */
const optional = ["maxDrawdownStop", "dailyLossLimit", "commissionBps", "commissionPerShare"];
