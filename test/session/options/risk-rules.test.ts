import assert from "node:assert/strict";
import {
  type Denial,
  defineStrategy,
  gbm,
  type Lab,
  maxPositionWeight,
  type PaperLabError,
  type RiskRule,
  type RiskStop,
  type RiskView,
  type SessionOptions,
  type SlippageModel,
} from "../../../src/index";
import { apple, lab, leaveNothing, year } from "../../api/labs";
import { crossover } from "../../api/strategies";

const check = () => undefined;
const asks = "a function of a request and a view that returns a denial or nothing";

const wrong: [rule: unknown, message: string][] = [
  [undefined, "Expected risk[1] to be a rule such as maxPositionWeight(0.25), or { name, check }, was undefined"],
  ["x", 'Expected risk[1] to be a rule such as maxPositionWeight(0.25), or { name, check }, was "x"'],
  [
    [maxPositionWeight(1)],
    "Expected risk[1] to be a rule such as maxPositionWeight(0.25), or { name, check }, was an array of 1",
  ],
  [
    maxPositionWeight,
    "Expected risk[1] to be a rule, was the function maxPositionWeight. Call it, as in maxPositionWeight(0.25)",
  ],
  [{ check }, "Expected name of risk[1] to be text, was undefined"],
  [{ name: "", check }, 'Expected name of risk[1] to be text, was ""'],
  [{ name: check, check }, "Expected name of risk[1] to be text, was a function"],
  [{ name: "x", params: 5, check }, 'Expected params of risk[1], "x", to be an object, was 5'],
  [{ name: "x" }, `Expected check of risk[1], "x", to be ${asks}, was undefined`],
  [{ name: "x", check: true }, `Expected check of risk[1], "x", to be ${asks}, was true`],
  [
    { name: "x", check: async () => undefined },
    'Expected check of risk[1], "x", to answer at once, was an async function, whose answer comes later',
  ],
  [{ name: "x", *check() {} }, 'Expected check of risk[1], "x", to be a plain function, was a generator function'],
  [
    { name: "x", check, afterStep: true },
    'Expected afterStep of risk[1], "x", to be a function of a view that returns an action or nothing, was true',
  ],
  [
    { name: "x", check, async afterStep() {} },
    'Expected afterStep of risk[1], "x", to answer at once, was an async function, whose answer comes later',
  ],
  [{ name: "x", chekc: check }, 'Unknown member "chekc" of risk[1]. Did you mean "check"?'],
  [{ name: "x", check, afterstep: check }, 'Unknown member "afterstep" of risk[1]. Did you mean "afterStep"?'],
  [{ nmae: "x", check }, 'Unknown member "nmae" of risk[1]. Did you mean "name"?'],
];

describe("a risk rule that changes the order that it is asked about", () => {
  after(leaveNothing);

  const run = async (change: (request: Record<string, unknown>) => void) => {
    const strategy = defineStrategy({
      name: "once",
      state: () => ({ bars: 0 }),
      onBar({ bar, state, buy }) {
        if (state.bars++ === 0) buy(bar.symbol, 1, { takeProfit: { fraction: 0.5 } });
      },
    });
    const rule = { name: "greedy", check: (request: object) => void change(request as Record<string, unknown>) };
    return (await lab()).run(year, strategy, { ...apple, risk: [rule] });
  };

  it("fails", async () => {
    await assert.rejects(
      run((request) => {
        request.quantity = 100;
      }),
      /Risk rule "greedy" failed in check of risk\[0\] at .*: Expected it to leave the order as it is, but it changed quantity$/,
    );
  });

  it("changes a copy of what is in it", async () => {
    const session = await run(({ takeProfit, rare }) => {
      Object.assign(takeProfit as object, { fraction: 9 });
      Object.assign(rare as object, { takeProfit: { fraction: 9 } });
    });
    const [entry] = session.orderRows();
    assert.deepEqual(entry.takeProfit, { fraction: 0.5 });
  });
});

describe("a risk rule that is none", () => {
  let opened: Lab;
  before(async () => {
    opened = await lab();
  });
  after(leaveNothing);

  for (const [rule, message] of wrong)
    it(`is a clear sentence at the call: ${message}`, async () => {
      const risk = [maxPositionWeight(1), rule as RiskRule];
      const made = opened.createSession(year, crossover, { ...apple, risk });
      const code = message.startsWith("Unknown") ? "UNKNOWN_OPTION" : "INVALID_OPTION";
      await assert.rejects(made, { name: "PaperLabError", code, message });
      assert.equal((await opened.sessions()).shape[0], 0);
    });
});

describe("a risk rule of one's own", () => {
  after(leaveNothing);

  it("can be of a class, and have members of its own", async () => {
    class Calm implements RiskRule {
      readonly name = "calm";
      readonly limit = 3;
      check() {
        return { code: "NOT_TODAY", details: { limit: this.limit } };
      }
    }
    const session = await (await lab()).run(year, crossover, { ...apple, risk: [new Calm()] });
    assert.ok(session.orderRows().length > 0);
    for (const { reason } of session.orderRows()) assert.equal(reason, "NOT_TODAY: limit=3");
  });

  it("gives its reasons codes in capitals, at every answer", async () => {
    const opened = await lab();
    const runOf = (rule: RiskRule) => opened.run(year, crossover, { ...apple, risk: [rule] });
    const cause = (message: RegExp) => (error: PaperLabError) =>
      error.code === "RULE_FAILED" && message.test(error.message);
    for (const code of ["too bad", "", "TooDear", "TOO__DEAR", "_DEAR", "DEAR:", "9"]) {
      const message =
        /^Risk rule "mine" failed in check of risk\[0\] at .*: Expected code in its answer to be capitals with underscores, such as/;
      await assert.rejects(runOf({ name: "mine", check: () => ({ code }) }), cause(message));
      const stop = { action: "HALT", code } as const;
      const ofStop =
        /^Risk rule "mine" failed in afterStep of risk\[0\] at .*: Expected code in its answer to be capitals/;
      await assert.rejects(runOf({ name: "mine", check, afterStep: () => stop }), cause(ofStop));
    }
    for (const code of ["TOO_DEAR", "DEAR", "RULE_7"]) {
      const [denial] = (await runOf({ name: "mine", check: () => ({ code }) })).denialRows();
      assert.deepEqual([denial.code, denial.rule], [code, "mine"]);
    }
  });
});

describe("a mistake in a risk rule of one's own", () => {
  after(leaveNothing);
  const failureOf = async (risk: Omit<RiskRule, "name">, options: SessionOptions = {}) => {
    const session = await (await lab()).createSession(year, crossover, {
      ...apple,
      ...options,
      risk: [{ name: "mine", ...risk }],
    });
    const message = await session.run().then(
      () => "none",
      (error: PaperLabError) => `${error.code} ${error.message}`,
    );
    assert.equal(session.state, message === "none" ? "COMPLETED" : "FAILED");
    return message;
  };

  it("is named where a field of its answer is misspelled", async () => {
    const answers: [answer: object, text: string][] = [
      [{ code: "NO", detials: { a: 1 } }, 'fields than code, details, had "detials". Did you mean "details"?'],
      [{ code: "NO", details: { a: 1 }, reason: "b" }, 'fields than code, details, had "reason"'],
    ];
    for (const [answer, text] of answers)
      assert.equal(
        await failureOf({ check: () => answer as Denial }),
        `RULE_FAILED Risk rule "mine" failed in check of risk[0] at 2013-07-09 (buy 100 AAPL): Expected its answer to have no other ${text}`,
      );
    const stop = { action: "HALT", code: "NO", untill: "day" } as const;
    assert.equal(
      await failureOf({ check, afterStep: () => stop }),
      'RULE_FAILED Risk rule "mine" failed in afterStep of risk[0] at 2013-05-13: Expected its answer to have no other fields than action, code, details, until, had "untill". Did you mean "until"?',
    );
    assert.match(await failureOf({ check, afterStep: () => "LIQUIDATED" as never }), /Did you mean "LIQUIDATE"\?$/);
    assert.equal(await failureOf({ check: () => ({ code: "NO", details: { any: 1, other: "b" } }) }), "none");
  });

  it("is named where it asks for a symbol that the session does not have, whatever it asks", async () => {
    const request = { symbol: "AAPLE", side: "buy", quantity: 1 } as const;
    const asks: ((view: RiskView) => unknown)[] = [
      (view) => view.position("AAPLE"),
      (view) => view.price("AAPLE"),
      (view) => view.projectedQuantity("AAPLE"),
      (view) => view.stepsSinceLoss("AAPLE"),
      (view) => view.quantityAfter(request),
      (view) => view.weightAfter(request),
      (view) => view.grossExposureAfter(request),
      (view) => view.netExposureAfter(request),
      (view) => view.cashAfter(request),
    ];
    for (const ask of asks) {
      const asked = (_: unknown, view: RiskView) => void ask(view);
      const text = 'Unknown symbol "AAPLE". Did you mean "AAPL"?';
      const inCheck = `RULE_FAILED Risk rule "mine" failed in check of risk[0] at 2013-07-09 (buy 100 AAPL): ${text}`;
      assert.equal(await failureOf({ check: asked as RiskRule["check"] }), inCheck);
      const afterStep = (view: RiskView) => void ask(view);
      const inStep = `RULE_FAILED Risk rule "mine" failed in afterStep of risk[0] at 2013-05-13: ${text}`;
      assert.equal(await failureOf({ check, afterStep }), inStep);
    }
    const ofOther = await failureOf({ check: (_, view) => void view.position("MSFT") });
    assert.match(ofOther, /Unknown symbol "MSFT". The session has AAPL; its option symbols can name others/);
  });

  it("is named in what a slippage model refuses", async () => {
    const slippage = (answer: object) => ({ name: "mine", slip: (price: number) => price, refusal: () => answer });
    const failed = (answer: object) => failureOf({ check }, { slippage: slippage(answer) as SlippageModel });
    assert.match(
      await failed({ code: "NO", detail: {} }),
      /^MODEL_FAILED Slippage model "mine" failed in refusal at .*: .*"detail".* "details"\?/,
    );
    assert.match(await failed({ code: "no" }), /^MODEL_FAILED .* Expected code in its answer to be capitals/);
    assert.equal(await failed({ code: "NO", details: { a: 1 } }), "none");
  });
});

describe("orders that are denied because trading is REDUCING", () => {
  after(leaveNothing);
  const stopping = (name: string, from: number, stop: Omit<RiskStop, "action">): RiskRule => ({
    name,
    check,
    afterStep: (view) => (view.time === from ? { action: "HALT", ...stop } : undefined),
  });
  const feed = gbm({ A: {} }, { bars: 6, seed: 1 });
  const buying = defineStrategy({ name: "buying", onBar: ({ buy }) => void buy("A", 1) });
  const rulesOf = async (risk: readonly RiskRule[]) =>
    (await (await lab()).run(feed, buying, { risk })).denialRows().map(({ code, rule, count }) => [code, rule, count]);

  it("name the rule that asked for it: of several, the first whose stop still holds", async () => {
    const times = [...feed.bars()].map(({ time }) => time);
    const day = stopping("day", times[1], { code: "DAY", until: "day" });
    const ever = stopping("ever", times[2], { code: "EVER" });
    assert.deepEqual(await rulesOf([ever]), [["TRADING_REDUCING", "ever", 3]]);
    assert.deepEqual(await rulesOf([day]), [["TRADING_REDUCING", "day", 1]]);
    // The one ends as the other begins to hold alone.
    assert.deepEqual(await rulesOf([ever, day]), [
      ["TRADING_REDUCING", "day", 1],
      ["TRADING_REDUCING", "ever", 3],
    ]);
  });
});
