import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  commissionBps,
  type DiagnosticCode,
  defineSignals,
  defineStrategy,
  type SessionOptions,
  type Strategy,
} from "../../src/index";
import { frameDisplay } from "../../src/output/frames/frame-display";
import { diagnosticCodes } from "../../src/views/session/diagnostics";
import { leaveNothing } from "../api/labs";
import { flat, hold, inTurn, run, type Script, type Step } from "./diagnosed";

const chancy = defineStrategy({
  name: "chancy",
  onBars({ buy, position }) {
    if (position("X").quantity === 0 && Math.random() < 2) buy("X", 10);
  },
}) as unknown as Strategy;
const seeded = defineStrategy({
  name: "seeded",
  onBars({ buy, position, random, log }) {
    log("no Math.random(), and no Date() either");
    if (position("X").quantity === 0 && random() < 2) buy("X", 10);
  },
}) as unknown as Strategy;

const bothAt =
  (weight: number): Step =>
  ({ orderTargetWeight }, at) => {
    if (at % 10 === 0) for (const symbol of ["X", "Y"]) orderTargetWeight(symbol, weight);
  };

const short: Step = ({ sell }, at) => {
  if (at === 0) sell("X", 100);
};
const leveraged = { shorting: true, leverage: 5, maintenanceMargin: 0 } as const;
// A session in which each fires, and one like it in which it does not.
const cases: Readonly<Record<DiagnosticCode, { readonly fires: Script; readonly not: Script; readonly text: RegExp }>> =
  {
    EQUITY_LOST: {
      fires: {
        prices: Array.from({ length: 400 }, (_, at) => (at < 200 ? 100 : 250)),
        step: short,
        options: leveraged,
      },
      not: { prices: Array.from({ length: 400 }, (_, at) => (at < 200 ? 100 : 190)), step: short, options: leveraged },
      text: /Its equity fell to -5,00\d\.\d\d on 2020-07-20, and was not above 0 at \d+ steps?: ratios of its returns/,
    },
    LOOK_AHEAD_SUSPECTED: {
      fires: {
        prices: Array.from({ length: 400 }, (_, at) => 100 * 1.002 ** at + (at % 5)),
        step: hold,
        options: { riskFree: -0.9 },
      },
      not: { step: hold },
      text: /Sharpe ratio of [\d.]+ is beyond belief: look-ahead is suspected/,
    },
    NOT_DETERMINISTIC: {
      fires: { strategy: chancy },
      not: { strategy: seeded },
      text: /use Math.random, which differs from run to run/,
    },
    NO_TRADES: {
      fires: { step: () => undefined },
      not: { step: hold },
      text: /Nothing was traded in 400 steps: no order was placed/,
    },
    REFUSED_EXIT: {
      fires: {
        step: ({ buy, order }, at) => {
          if (at === 0) buy("X", 10);
          if (at === 2) order({ symbol: "X", side: "sell", quantity: 20 });
        },
      },
      not: { step: inTurn },
      text: /An exit was refused \(order-2/,
    },
    SHORT_OF_CASH: {
      fires: { others: flat(400), step: bothAt(1) },
      not: { others: flat(400), step: bothAt(0.5) },
      text: /40 of \d+ orders found no buying power left, so that which of the 2 symbols is held depends on which came first/,
    },
    STALE_PRICE: {
      fires: { prices: flat(30), others: flat(400), step: hold },
      not: { prices: flat(396), others: flat(400), step: hold },
      text: /Stale price, for want of bars: X at 101\.00 of 2020-01-31/,
    },
    DOUBTFUL_FILLS: {
      fires: {
        wick: 1,
        step: ({ buy }, at) => (at === 0 ? buy("X", 10, { type: "limit", limitPrice: 99 }) : undefined),
      },
      not: {
        wick: 1,
        step: ({ buy }, at) => (at === 0 ? buy("X", 10, { type: "limit", limitPrice: 99.5 }) : undefined),
      },
      text: /1 doubtful fill of 1 \(1 LIMIT_TOUCHED\)/,
    },
    WITHOUT_COSTS: {
      fires: { step: hold, options: { commission: undefined } },
      not: { step: hold },
      text: /No commission, slippage or spread/,
    },
    COSTS_EAT_PROFIT: {
      fires: {
        prices: Array.from({ length: 400 }, (_, at) => 100 + at / 10),
        step: inTurn,
        options: { commission: commissionBps(10) },
      },
      not: { prices: Array.from({ length: 400 }, (_, at) => 100 + at / 10), step: inTurn },
      text: /Costs took [\d.]+ % of the profit before them/,
    },
    PROFIT_OF_ONE_TRADE: {
      fires: { prices: Array.from({ length: 400 }, (_, at) => (at < 202 ? 100 : 150) + at / 100), step: inTurn },
      not: { prices: Array.from({ length: 400 }, (_, at) => 100 + at / 10), step: inTurn },
      text: /One of \d+ trades, trade-\d+, made [\d.]+ % of the net profit/,
    },
    ONE_SYMBOL: {
      fires: { others: flat(400), step: hold },
      not: {
        others: flat(400),
        step: ({ buy }, at) => {
          if (at === 0) for (const symbol of ["X", "Y"]) buy(symbol, 10);
        },
      },
      text: /Only X was traded, of 2 symbols/,
    },
    SHORT_RECORD: {
      fires: { prices: flat(100), step: hold },
      not: { step: hold },
      text: /A short record, 100 returns of 365 a year: the Sharpe ratio is uncertain by ±[\d.]+/,
    },
  };

describe("the diagnostics of a session", () => {
  afterEach(leaveNothing);

  it("are told in whole sentences, with what to do, however narrow a page is", async () => {
    const session = await run(cases.WITHOUT_COSTS.fires);
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
    for (const width of [80, 120, 200]) {
      const text = String(frameDisplay(session.diagnostics(), { width }).text());
      const shown = new Set(words(text));
      for (const { code, what, whatToDo } of session.diagnosticRows())
        for (const word of words(`${code} ${what} ${whatToDo}`))
          assert.ok(shown.has(word), `${word} at ${width}: ${text}`);
    }
  });

  it("tell of signals that want nothing to look at their columns, as they cannot log", async () => {
    const strategy = defineSignals({
      name: "never",
      signals: ({ close }) => close.map(() => 0),
    }) as unknown as Strategy;
    const [found] = (await run({ strategy })).diagnosticRows();
    assert.match(found.whatToDo, /^Its signals want nothing at any bar: console\.log in signals\(\)/);
  });

  it("tell of an equity that is nearly gone, with its margin calls", async () => {
    const rising = Array.from({ length: 200 }, (_, at) => 100 * 1.04 ** at);
    const kept: Step = ({ orderTargetWeight }) => orderTargetWeight("X", -1.5);
    const options = { shorting: true, leverage: 2 } as const;
    const [found] = (await run({ prices: rising, step: kept, options })).diagnosticRows();
    assert.equal(found.code, "EQUITY_LOST");
    assert.match(found.what, /^All but 0\.\d+ % of its equity was lost: [\d.]+ was left on 2020-/);
    const held = await run({ prices: rising.map((price) => 1e4 / price), step: hold });
    assert.ok(!held.diagnosticRows().some(({ code }) => code === "EQUITY_LOST"));
  });

  it("advise margin calls where a session had none, and not where it had", async () => {
    const prices = Array.from({ length: 400 }, (_, at) => (at < 200 ? 100 : 250));
    const cure = async (options: SessionOptions) =>
      (await run({ prices, step: short, options: { ...leveraged, ...options } })).diagnosticRows()[0].whatToDo;
    assert.match(await cure({}), /or set maintenanceMargin, which closes positions before$/);
    for (const maintenanceMargin of [undefined, 0.1, { short: 0.2 }])
      assert.match(await cure({ maintenanceMargin }), /or stop it before with maxDrawdownStop$/);
  });

  it("suspect look-ahead where nearly all of many round trips won, whatever their ratio is", async () => {
    // It holds while the price rises, and not while it falls again.
    const knowing = Array.from({ length: 400 }, (_, at) => 100 + ((at >> 1) % 2));
    const both: Step = ({ order, position }, at) => {
      const held = position("X").quantity > 0;
      if ((at + 1) % 4 === (held ? 3 : 1)) order({ symbol: "X", side: held ? "sell" : "buy", quantity: 10 });
    };
    const session = await run({ prices: knowing, step: both, options: { riskFree: 2 } });
    assert.ok(Number(session.metrics().sharpe) < 0);
    const found = session.diagnosticRows().find(({ code }) => code === "LOOK_AHEAD_SUSPECTED");
    assert.match(found?.what ?? "nothing found", /^100.0 % of \d+ round trips won: look-ahead is suspected$/);
  });

  it("tell costs that are most of a loss, and a trade that made more than all others together", async () => {
    const dear = { commission: commissionBps(10) };
    const lost = await run({ prices: flat(400).map(() => 100), step: inTurn, options: dear });
    const [found] = lost.diagnosticRows().filter(({ code }) => code === "COSTS_EAT_PROFIT");
    assert.match(found.what, /^Costs are 100\.0 % of the loss/);
    assert.ok(Math.abs(found.amount - 1) < 1e-9);
    const prices = Array.from({ length: 400 }, (_, at) => (at < 202 ? 100 : 150) - at / 100);
    const [one] = (await run({ prices, step: inTurn })).diagnosticRows().filter(({ code }) => /ONE_TRADE/.test(code));
    assert.match(one.what, /made more than all others together, which lost$/);
  });

  it("are all tested", () => assert.deepEqual(Object.keys(cases), diagnosticCodes));

  for (const code of diagnosticCodes) {
    const { fires, not, text } = cases[code];
    it(`say ${code} where it is so, on the card and in the frame, and not elsewhere`, async () => {
      const session = await run(fires);
      const found = session.diagnosticRows().find((row) => row.code === code);
      assert.match(found?.what ?? "nothing found", text);
      assert.ok(Number.isFinite(found?.amount) && found?.whatToDo !== "");
      assert.ok(inspect(session, { breakLength: Infinity }).includes(found?.what.slice(0, 40) ?? "?"));
      assert.equal(session.diagnostics().shape[0], session.diagnosticRows().length);
      const other = (await run(not)).diagnosticRows().map((row) => row.code);
      assert.ok(!other.includes(code), `${other}`);
    });
  }
});
