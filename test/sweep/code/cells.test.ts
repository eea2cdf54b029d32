import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import * as paperlab from "../../../src/index";
import { travelingCode } from "../../../src/sweep/code/travel";
import { arrived, refusal, there } from "./there";

type Given = Readonly<Record<string, unknown>>;

/** Makes a function of its text, as a kernel compiles it, where some variables have values. */
function compiled(text: string, given: Given): () => unknown {
  return runInThisContext(`"use strict"; ((${Object.keys(given)}) => (${text}))`)(...Object.values(given));
}

describe("the code of a notebook's cells that travels", () => {
  const cells: Record<string, unknown> = { limit: 5, sma: paperlab.sma, count: 0, socket: process.stdin };
  let before: PropertyDescriptor | undefined;
  beforeEach(() => {
    before = Object.getOwnPropertyDescriptor(globalThis, "__tslab__");
    const check = () => undefined;
    Object.defineProperty(globalThis, "__tslab__", { value: { exports: cells, check, require }, configurable: true });
    const given = { exports: cells, paperlab_1: paperlab, __paperlab_check: check, require };
    cells.scale = compiled("function scale(n) { exports.count += 1; return n / exports.limit; }", given);
    cells.run = compiled(
      "() => { for (const n of [1]) { __paperlab_check(); return [exports.scale(n), exports.count, (0, paperlab_1.sma)([1, 2, 3], 2), exports.sma([1, 2], 2)]; } }",
      given,
    );
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(globalThis, "__tslab__");
    else Object.defineProperty(globalThis, "__tslab__", before);
  });

  it("takes the variables of cells that it reads, and no others", () => {
    const run = there(cells.run as () => unknown);
    assert.deepEqual(
      [run(), run()],
      [
        [0.2, 1, 2.5, 1.5],
        [0.2, 2, 2.5, 1.5],
      ],
    );
    assert.equal(cells.count, 0);
    assert.match(refusal(compiled("() => exports.socket", { exports: cells })), /socket \(an instance of/);
    assert.match(
      refusal(compiled("() => Object.keys(exports)", { exports: cells })),
      /all variables of the notebook's cells/,
    );
  });

  it("loads the modules that it requires, and names files", () => {
    const loads = compiled('() => [require("node:path").join("a", "b"), require("mathjs").mean(1, 3)]', { require });
    assert.deepEqual(there(loads)(), ["a/b", 2]);
    assert.match(refusal(compiled('() => require("./x").y', { require })), /\.\/x \(a file/);
  });

  it("finds the variables of cells where they are in no closure, as in other kernels", () => {
    const elsewhere = runInThisContext("() => exports.limit + 1");
    assert.equal(there(elsewhere as () => unknown)(), 6);
  });

  it("is strict where it was, and is not where it was not", () => {
    const strict = compiled("function () { return this; }", {});
    const sloppy = runInThisContext("(function () { return typeof this; })");
    const all = () => [strict(), sloppy()];
    assert.deepEqual(there(all)(), [undefined, "object"]);
  });

  it("takes models and rules of the user's own, and `rebalance`, with the sessions options", () => {
    const fee = 3;
    const commission = { name: "mine", commission: () => fee };
    const risk = [paperlab.maxOpenOrders(3), { name: "never", check: () => ({ code: "NEVER" }) }];
    const code = travelingCode(
      { name: "a", targetWeights: () => ({}) },
      { commission, risk: risk as never, slippage: paperlab.slippageBps(1), rebalance: (() => fee < 2) as never },
    );
    const { models, rebalance } = arrived(code);
    assert.equal((models.commission as typeof commission).commission(), 3);
    assert.deepEqual(
      models.risk?.map(({ name }) => name),
      ["maxOpenOrders", "never"],
    );
    assert.equal(models.slippage, undefined);
    assert.equal((rebalance as () => boolean)(), false);
  });
});
