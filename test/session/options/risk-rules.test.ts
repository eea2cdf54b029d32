import assert from "node:assert/strict";
import { type Lab, maxPositionWeight, type RiskRule } from "../../../src/index";
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
});
