import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  type Bar,
  commissionBps,
  type DiagnosticCode,
  defineSignals,
  defineStrategy,
  replay,
  type SessionOptions,
  type Strategy,
  type StrategyContext,
} from "../../src/index";
import { frameDisplay } from "../../src/output/frames/frame-display";
import { diagnosticCodes } from "../../src/views/session/diagnostics";
import { lab, leaveNothing } from "../api/labs";

type Step = (context: StrategyContext, at: number) => void;

/** What a scripted session is made of. */
interface Script {
  readonly prices?: readonly number[];
  readonly others?: readonly number[];
  /** How far the low is below the other prices of a bar. */
  readonly wick?: number;
  readonly step?: Step;
  /** Instead of one that takes the step. */
  readonly strategy?: Strategy;
  readonly options?: SessionOptions;
}

const bar = (symbol: string, at: number, price: number, wick = 0): Bar => {
  return {
    symbol,
    time: Date.UTC(2020, 0, 2 + at),
    open: price,
    high: price,
    low: price - wick,
    close: price,
    volume: 1e6,
  };
};
const flat = (length: number) => Array.from({ length }, (_, at) => 100 + (at % 2));
const free = { commission: commissionBps(0.01) } as const;
/** Buys and sells ten shares of X in turn, every second day. */
const inTurn: Step = ({ position, order }, at) => {
  if (at % 2 === 0) order({ symbol: "X", side: position("X").quantity > 0 ? "sell" : "buy", quantity: 10 });
};

function scripted(step: Step | undefined): Strategy {
  return defineStrategy({
    name: "scripted",
    state: () => ({ at: 0 }),
    onBars: (context) => step?.(context as unknown as StrategyContext, context.state.at++),
  }) as unknown as Strategy;
}

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

async function run({ prices = flat(400), others, wick, step, strategy = scripted(step), options }: Script) {
  const bars = [
    ...prices.map((price, at) => bar("X", at, price, wick)),
    ...(others ?? []).map((price, at) => bar("Y", at, price)),
  ];
  const feed = replay(bars, { calendar: "always", interval: "1d" });
  return (await lab()).run(feed, strategy, { name: "scripted", initialCapital: 10_000, ...free, ...options });
}

const hold: Step = ({ buy }, at) => {
  if (at === 0) buy("X", 10);
};

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

  const codes = async (script: Script) => (await run(script)).diagnosticRows().map(({ code }) => code);

  it("see chance and the clock in helpers and in models", async () => {
    const coin = () => (Math.random() < 2 ? 1 : 0);
    const clock = () => Date.now();
    class Lucky {
      commission() {
        return Math.random();
      }
    }
    const uses = async (script: Script) =>
      (await run(script)).diagnosticRows().find(({ code }) => code === "NOT_DETERMINISTIC")?.what;
    const helped: Step = ({ buy }, at) => void (at === 0 && coin() > 0 && clock() > 0 && buy("X", 1));
    const once: Step = ({ buy }, at) => void (at === 0 && buy("X", 1));
    assert.match(
      (await uses({ step: helped })) ?? "",
      /use (Math.random, Date.now|Date.now, Math.random), which differ/,
    );
    const commission = new Lucky();
    assert.match((await uses({ step: once, options: { commission } })) ?? "", /use Math.random, which differs/);
    assert.equal(await uses({ step: once }), undefined);
  });

  it("see no network or chance in names of a function's own", async () => {
    const uses = async (step: (context: StrategyContext) => number) => {
      const strategy = defineStrategy({ name: "scripted", onBars: (context) => void step(context as never) });
      // What it does is in its own text.
      const own = { ...strategy, onBars: step } as unknown as Strategy;
      return (await run({ strategy: own })).diagnosticRows().find(({ code }) => code === "NOT_DETERMINISTIC")?.what;
    };
    assert.equal(
      await uses(() => {
        const own = {
          fetch: () => 1,
          more: {
            fetch() {
              return 2;
            },
          },
        };
        return own.fetch() + own.more.fetch();
      }),
      undefined,
    );
    assert.equal(
      await uses(({ random }) => {
        const randomInt = (most: number) => Math.floor(random() * most);
        return randomInt(3);
      }),
      undefined,
    );
    for (const step of [
      () => Number(typeof fetch === "number" && fetch("x")),
      () => Number(typeof globalThis.fetch === "number" && globalThis.fetch("x")),
    ])
      assert.match((await uses(step)) ?? "", /use fetch, which differs/);
    assert.match((await uses(() => Date.now() + Math.random())) ?? "", /Math.random/);
    assert.match((await uses(() => crypto.randomUUID().length)) ?? "", /use (randomUUID|crypto)/);
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
