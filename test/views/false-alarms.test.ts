import assert from "node:assert/strict";
import type { SessionOptions } from "../../src/index";
import { leaveNothing } from "../api/labs";
import { flat, hold, run, type Script, type Step, told } from "./diagnosed";

describe("the diagnostics of a session, where nothing is wrong,", () => {
  afterEach(leaveNothing);

  const codes = async (script: Script) => (await run(script)).diagnosticRows().map(({ code }) => code);

  it("suspect no look-ahead where chance is enough: a high ratio of a short record, a position sold in parts", async () => {
    const rising = (days: number) => Array.from({ length: days }, (_, at) => 100 * 1.0026 ** at * (1 + (at % 2) / 100));
    const short = await run({ prices: rising(70), step: hold });
    assert.ok(Number(short.metrics().sharpe) > 4, `${short.metrics().sharpe}`);
    assert.ok(!short.diagnosticRows().some(({ code }) => code === "LOOK_AHEAD_SUSPECTED"));
    assert.ok((await codes({ prices: rising(700), step: hold })).includes("LOOK_AHEAD_SUSPECTED"));
    const inParts: Step = ({ buy, sell }, at) => {
      if (at === 0) buy("X", 50);
      else if (at > 100 && at % 7 === 0) sell("X", 1);
    };
    const steps = Array.from({ length: 400 }, (_, at) => (at < 50 ? 100 : 110) + (at % 2));
    const sold = await run({ prices: steps, step: inParts });
    assert.ok(Number(sold.metrics().trades) > 30 && sold.metrics().winRate === 1);
    assert.ok(!sold.diagnosticRows().some(({ code }) => code === "LOOK_AHEAD_SUSPECTED"));
  });

  it("suspect no look-ahead from interest on cash, but from what was traded beside it", async () => {
    const suspected = async (script: Script) =>
      (await run({ ...script, options: { ...script.options, cashRate: 0.05 } }))
        .diagnosticRows()
        .find(({ code }) => code === "LOOK_AHEAD_SUSPECTED")?.what;
    const wild = (days: number) => Array.from({ length: days }, (_, at) => 100 + 3 * Math.sin(at * at));
    const little: Step = ({ orderTargetWeight }) => orderTargetWeight("X", 0.01);
    const idle = await run({ step: () => undefined, options: { cashRate: 0.05 } });
    assert.ok(Number(idle.metrics().sharpe) > 10, `${idle.metrics().sharpe}`);
    assert.equal(await suspected({ step: () => undefined }), undefined);
    assert.equal(await suspected({ prices: wild(400), step: little }), undefined);
    const rising = Array.from({ length: 700 }, (_, at) => 100 * 1.0026 ** at * (1 + (at % 2) / 100));
    assert.match(
      (await suspected({ prices: rising, step: hold })) ?? "",
      /^A Sharpe ratio of [\d.]+, without the interest on cash, is beyond belief/,
    );
  });

  it("tell no refused exit that another order does: a second sale of all, the same stop again at each bar", async () => {
    const exit = async (again: Step) => {
      const step: Step = (context, at) => (at === 0 ? void context.buy("X", 10) : at > 1 && again(context, at));
      return (await run({ step })).diagnosticRows().find(({ code }) => code === "REFUSED_EXIT")?.what;
    };
    const twice: Step = ({ sell, position }) => {
      if (position("X").quantity > 0) for (const _ of [1, 2]) sell("X", 10);
    };
    assert.equal(await exit(twice), undefined);
    const stopAt =
      (price: (at: number) => number): Step =>
      ({ sell }, at) =>
        void sell("X", 10, { type: "stop", stopPrice: price(at) });
    assert.equal(await exit(stopAt(() => 50)), undefined);
    // Of a price that moves, the first one stays.
    assert.match((await exit(stopAt((at) => 50 + at / 100))) ?? "", /^397 exits were refused \(the first: order-3/);
    const halves: Step = ({ sell }, at) => {
      if (at === 5) sell("X", 4);
      if (at === 5) sell("X", 10);
    };
    assert.match((await exit(halves)) ?? "", /^An exit was refused \(order-3, to sell 10 X/);
  });

  it("tell no want of cash where symbols do not compete for it", async () => {
    const short = async (step: Step) =>
      (await run({ others: flat(400), step })).diagnosticRows().map(({ code }) => code);
    assert.ok(!(await short(({ buy }) => void buy("X", 50))).includes("SHORT_OF_CASH"));
    const little: Step = ({ buy }, at) => void (at === 0 ? buy("Y", 1) : buy("X", 50));
    assert.ok(!(await short(little)).includes("SHORT_OF_CASH"));
    const limits: Step = ({ buy }) => {
      for (const symbol of ["X", "Y"]) buy(symbol, 80, { type: "limit", limitPrice: 90 });
    };
    assert.ok((await short(limits)).includes("SHORT_OF_CASH"));
  });

  it("tell no refused exit where what came after it in its step closed the position", async () => {
    const exit = (again: Step, options: SessionOptions = {}) =>
      told(
        { options, step: (context, at) => (at === 0 ? void context.buy("X", 10) : at === 2 && again(context, at)) },
        "REFUSED_EXIT",
      );
    const tooMany: Step = ({ order }) => order({ symbol: "X", side: "sell", quantity: 20 });
    const closed: Step = (context, at) => {
      tooMany(context, at);
      context.close("X");
    };
    assert.equal(await exit(closed), undefined);
    assert.equal(await exit(closed, { fill: { price: "close" } }), undefined);
    const atTheClose: Step = (context, at) => {
      tooMany(context, at);
      context.sell("X", 10, { type: "marketOnClose" });
    };
    assert.equal(await exit(atTheClose), undefined);
    const half: Step = (context, at) => {
      tooMany(context, at);
      context.sell("X", 5);
    };
    assert.match((await exit(half)) ?? "", /^An exit was refused \(order-2/);
    // Of a later step it comes too late.
    const later: Step = (context, at) =>
      at === 0 ? void context.buy("X", 10) : at === 2 ? tooMany(context, at) : at === 3 && context.close("X");
    assert.match((await told({ step: later }, "REFUSED_EXIT")) ?? "", /^An exit was refused \(order-2/);
  });

  it("tell no want of cash of orders that no cash would have been enough for", async () => {
    const tooLarge =
      (size: number): Step =>
      ({ buy }, at) =>
        void (at === 0 ? buy("X", 1) : buy("Y", size));
    const short = (size: number, leverage = 1) =>
      told({ others: flat(400).map(() => 100), step: tooLarge(size), options: { leverage } }, "SHORT_OF_CASH");
    assert.equal(await short(150), undefined);
    assert.equal(await short(250, 2), undefined);
    assert.match((await short(99.5)) ?? "", /^399 of 400 orders found no buying power left/);
    assert.match((await short(199.5, 2)) ?? "", /^399 of 400 orders found no buying power left/);
  });
});
