import assert from "node:assert/strict";
import {
  defineStrategy,
  type ErrorCode,
  maxOpenOrders,
  PaperLabError,
  type RiskRule,
  type SessionOptions,
} from "../../../src/index";
import { apple, lab, leaveNothing, newSession, year } from "../../api/labs";

/** Options with a model or rule of one's own that the compiler did not check. */
const loose = (options: object) => options as SessionOptions<{ fast: number; slow: number }>;

const fee = (commission: () => unknown) => loose({ commission: { name: "mine", commission } });
const slip = (answer: (price: number) => unknown) => loose({ slippage: { name: "mine", slip: answer } });
const rule = (check: () => unknown) => ({ risk: [maxOpenOrders(9), { name: "mine", check } as RiskRule] });

function thrown(): never {
  throw new RangeError("no idea");
}

const asked = 'Risk rule "mine" failed in check of risk[1] at 2013-07-09 (buy 100 AAPL): ';

const fees = 'Commission model "mine" failed at 2013-07-10 (100 at 59.942856): ';
const slips = 'Slippage model "mine" failed at 2013-07-10 (buy 100 AAPL at 59.942856): ';
const ordered = "; asked for order-1, buy 100 AAPL";
const refusing = (refusal: () => never) => ({ name: "mine", slip: (price: number) => price, refusal });
const latency = (moreBars: () => never) => ({ name: "mine", bars: 1, milliseconds: 0, moreBars });

const wrong: [options: SessionOptions<{ fast: number; slow: number }>, message: RegExp | string, code?: ErrorCode][] = [
  [fee(() => Number.NaN), `${fees}Expected its answer to be a number of at least 0, was NaN${ordered}`, "MODEL_FAILED"],
  [fee(() => -1), `${fees}Expected its answer to be a number of at least 0, was -1${ordered}`, "MODEL_FAILED"],
  [fee(() => "1"), `${fees}Expected its answer to be a number of at least 0, was "1"${ordered}`, "MODEL_FAILED"],
  [fee(thrown), `${fees}no idea${ordered}`, "MODEL_FAILED"],
  [
    slip(() => Number.NaN),
    `${slips}Expected its answer to be a price of at least 59.942856, was NaN${ordered}`,
    "MODEL_FAILED",
  ],
  [
    slip((price) => price - 1),
    `${slips}Expected its answer to be a price of at least 59.942856, was 58.942856${ordered}`,
    "MODEL_FAILED",
  ],
  [slip(thrown), `${slips}no idea${ordered}`, "MODEL_FAILED"],
  [
    loose({ slippage: refusing(thrown) }),
    /^Slippage model "mine" failed in refusal at [\d-]+ \(AAPL\): no idea$/,
    "MODEL_FAILED",
  ],
  [
    loose({ latency: latency(thrown) }),
    /^Latency model "mine" failed in moreBars at [\d-]+: no idea; asked for order-1, buy 100 AAPL$/,
    "MODEL_FAILED",
  ],
  ...[
    [() => true, "true"],
    [() => false, "false"],
    [() => null, "null"],
    [() => "no", '"no"'],
    [() => Promise.resolve(), "a promise"],
  ].map(([check, was]): (typeof wrong)[number] => [
    rule(check as () => unknown),
    `${asked}Expected its answer to be undefined or { code, details }, details of texts and numbers, was ${was}`,
    "RULE_FAILED",
  ]),
  ...[
    [() => ({ reason: "no" }), "code", "capitals with underscores, such as TOO_DEAR, was undefined"],
    [() => ({ code: 5 }), "code", "capitals with underscores, such as TOO_DEAR, was 5"],
    [() => ({ code: "NO", details: "none" }), "details", 'an object of texts and numbers, or left out, was "none"'],
    [() => ({ code: "NO", details: { of: {} } }), "details.of", "a text or a number, was an object"],
  ].map(([check, part, what]): (typeof wrong)[number] => [
    rule(check as () => unknown),
    `${asked}Expected ${part} in its answer to be ${what}`,
    "RULE_FAILED",
  ]),
  [rule(thrown), `${asked}no idea`, "RULE_FAILED"],
];

describe("a model or rule of one's own", () => {
  afterEach(leaveNothing);

  for (const [options, message, code = "INVALID_OPTION"] of wrong) {
    it(`fails its session where its answer makes no sense: ${String(message)}`, async () => {
      const session = await newSession(options);
      await assert.rejects(session.run(), (error: unknown) => {
        assert.ok(error instanceof PaperLabError && error.code === code);
        if (typeof message === "string") assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      });
      assert.deepEqual([session.state, session.fillRows().length], ["FAILED", 0]);
    });
  }

  it("names the symbol of a target that it was asked to size", async () => {
    const opened = await lab();
    const strategy = defineStrategy({ name: "a", onBar: ({ orderTargetWeight }) => orderTargetWeight("AAPL", 0.5) });
    const commission = () => Number.NaN;
    await assert.rejects(opened.run(year, strategy, { ...apple, commission }), {
      code: "MODEL_FAILED",
      message: /was NaN; asked for the size of a target of AAPL$/,
    });
  });

  it("is asked with itself as `this`, and does what one of paperlab's does", async () => {
    class Flat {
      readonly name = "flat";
      readonly #fee = 2;
      commission(): number {
        return this.#fee;
      }
    }
    const slipped = (price: number, side: string) => (side === "buy" ? price * 1.01 : price * 0.99);
    const denied: RiskRule = { name: "calm", check: () => ({ code: "NOT_TODAY", details: { limit: 0 } }) };
    const session = await newSession({ commission: new Flat(), slippage: { name: "one", slip: slipped } });
    await session.run();
    assert.ok(session.fillRows().length > 1);
    for (const { commission, slippage, price, side } of session.fillRows()) {
      assert.equal(commission, 2);
      assert.ok(Math.abs(slippage - (side === "buy" ? price / 1.01 : price / 0.99)) < 1e-9);
    }
    const calm = await newSession({ risk: [denied] });
    await calm.run();
    assert.deepEqual([...new Set(calm.orderRows().map(({ reason }) => reason))], ["NOT_TODAY: limit=0"]);
  });
});
