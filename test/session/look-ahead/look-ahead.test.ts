import assert from "node:assert/strict";
import fc from "fast-check";
import {
  defineSignals,
  defineStrategy,
  type Feed,
  gbm,
  type LookAheadFinding,
  latencyBars,
  live,
  param,
  replay,
  type Strategy,
  sample,
  sma,
  strategies,
} from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { madeFromFeed, sharingAnArray, signals, unseen } from "./biased";

const feed = sample("us-daily", { from: "2014-01-01", to: "2015-12-31" });
const apple = { symbols: ["AAPL"] };

async function check(strategy: Parameters<Awaited<ReturnType<typeof lab>>["checkLookAhead"]>[1], options = {}) {
  return (await lab()).checkLookAhead(feed, strategy, { ...apple, ...options });
}

function found({ same, firstDifference }: LookAheadFinding) {
  assert.equal(same, false);
  assert.ok(firstDifference !== undefined);
  return firstDifference;
}

describe("checkLookAhead", () => {
  afterEach(leaveNothing);

  for (const [name, made] of Object.entries(madeFromFeed))
    it(`finds what is made from the whole feed: ${name}`, async () => {
      const finding = await check(made);
      const difference = found(finding);
      assert.ok((difference.cut as number) >= difference.time);
      assert.notEqual(difference.decided, difference.otherwise);
      assert.match(difference.at, /^201[45]-\d\d-\d\d$/);
    });

  for (const [name, strategy] of Object.entries(signals))
    it(`finds ${name}, whether or not they are allowed`, async () => {
      const difference = found(await check(strategy as unknown as Strategy<Record<string, never>>));
      assert.equal(difference.symbol, "AAPL");
      assert.match(`${difference.decided} ${difference.otherwise}`, /buy|sell|nothing/);
    });

  it("finds what knows when the feed ends, in both styles, and nothing where only the maker needs many bars", async () => {
    const day = 86_400_000;
    const lastTime = (of: Feed) => [...of.bars()].at(-1)?.time ?? 0;
    const ending = (of: Feed) => {
      const end = lastTime(of) - 60 * day;
      return defineStrategy({
        name: "ending",
        onBar: ({ now, orderTargetWeight }) => orderTargetWeight("AAPL", now < end ? 1 : 0),
      });
    };
    const counting = (of: Feed) => {
      const { length } = [...of.bars()].filter(({ symbol }) => symbol === "AAPL");
      return defineStrategy({
        name: "counting",
        onBar: ({ history, orderTargetWeight }) =>
          orderTargetWeight("AAPL", history("AAPL").length < length - 30 ? 1 : 0),
      });
    };
    const columns = defineSignals({
      name: "columns",
      lookAhead: "allow",
      signals: ({ close }) => close.map((_, at) => (at < close.length - 30 ? 1 : 0)),
    });
    for (const strategy of [ending, counting, columns as unknown as typeof ending]) {
      const finding = await check(strategy);
      assert.match(`${found(finding).decided} ${found(finding).otherwise}`, /sell/);
    }
    const wanting = (of: Feed) => {
      if (of.length < feed.length) throw new Error("too few");
      return defineStrategy({ name: "wanting", onBar: ({ orderTargetWeight }) => orderTargetWeight("AAPL", 1) });
    };
    assert.equal((await check(wanting)).same, true);
  });

  it("shows the first difference with its bar, with what was done and what otherwise", async () => {
    const bars = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map((price, at) => {
      const time = Date.UTC(2024, 0, 2 + at, 21);
      return { symbol: "A", time, open: price, high: price, low: price, close: price, volume: 1000 };
    });
    const given = replay(
      bars.map((bar, at) => (at === 11 ? { ...bar, open: 30, high: 30, low: 30, close: 30 } : bar)),
      { calendar: "always" },
    );
    const opened = await lab();
    const biased = (of: Feed) => {
      const last = [...of.bars()].at(-1);
      return defineStrategy({
        name: "biased",
        onBar({ bar, buy }) {
          if (last?.close === 30 && bar.close === 15) buy("A", 7, { tag: "early" });
        },
      });
    };
    const finding = await opened.checkLookAhead(given, biased, { cuts: 3 });
    const { cut, ...difference } = found(finding);
    assert.deepEqual(difference, {
      time: bars[5].time,
      at: "2024-01-07",
      symbol: "A",
      decided: 'buy 7, market, tag "early", DAY',
      otherwise: "nothing",
    });
    assert.ok((cut as number) >= bars[5].time);
    assert.match(
      String(finding),
      /Look-ahead check of biased {2}\(it looks ahead\)\n {2}Run +twice on .*, then with 3 other futures[\s\S]*First difference +2024-01-07.*, A\n {2}On the feed +buy 7, market, tag "early", DAY\n {2}Another future +nothing/,
    );
  });

  it("finds what is left over from an earlier run, and chance", async () => {
    const shared = await check(sharingAnArray());
    assert.equal(found(shared).cut, undefined);
    assert.deepEqual(shared.cuts, []);
    assert.deepEqual(shared.cannotTell, ["it reads seen"]);
    const chance = defineStrategy({ name: "chance", onBar: ({ record }) => record({ x: Math.random() }) });
    const finding = await check(chance);
    assert.match(found(finding).decided, /^record x 0\./);
    assert.deepEqual(finding.cannotTell, ["it reads Math.random, which cannot be looked into"]);
    assert.match(String(finding), /Look-ahead check of chance {2}\(it differs from run to run\)[\s\S]*The second time/);
  });

  for (const [name, strategy] of Object.entries(unseen))
    it(`says that it cannot tell: ${name}`, async () => {
      const { same, cannotTell } = await check(strategy());
      assert.equal(same, true);
      assert.ok(
        cannotTell.some((sentence) => sentence.includes(name)),
        cannotTell.join("; "),
      );
    });

  it("says which variables of a notebook it cannot change", async () => {
    const fast = 10;
    const threshold = { up: 1.01 };
    const helper = (price: number) => price * threshold.up;
    const strategy = defineStrategy({
      name: "reading",
      onBar({ bar, history, orderTargetWeight }) {
        const mean = sma(history().close, fast);
        if (mean !== undefined) orderTargetWeight(bar.symbol, bar.close > helper(mean) ? 1 : 0);
      },
    });
    const finding = await check(strategy);
    assert.equal(finding.same, true);
    assert.deepEqual(finding.cannotTell, ["it reads fast, threshold.up"]);
    assert.match(String(finding), /every decision was the same[\s\S]*Cannot be checked +it reads fast, threshold\.up/);
    // What is made from the feed is drawn anew with it.
    const made = await check((given) => {
      const first = [...given.bars()].find(({ symbol }) => symbol === "AAPL")?.close ?? 0;
      return defineStrategy({
        name: "made",
        onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, bar.close > helper(first) ? 1 : 0),
      });
    });
    assert.deepEqual([made.same, made.cannotTell], [true, ["it reads threshold.up"]]);
  });

  it("finds nothing where there is nothing: any params, seeds and cuts", async () => {
    const prices = gbm({ A: { price: 50 }, B: { price: 20 } }, { bars: 150, interval: "1h", calendar: "XNYS" });
    const honest = defineStrategy({
      name: "honest",
      params: { slow: param.int(5, { min: 2 }), size: 0.4 },
      state: () => ({ bars: 0 }),
      warmUp: ({ slow }) => slow,
      rebalance: { every: "week", on: "last" },
      onStart: ({ schedule }) => schedule("daily", ({ log, equity }) => log(`${equity}`)),
      onBar({ bar, history, histories, state, params, buy, sell, record, random }) {
        state.bars++;
        const { A } = histories(["A", "B"], "1d");
        record({ mean: sma(history(bar.symbol).close, params.slow), days: sma(A.close, 3), chance: random() });
        if (random() < 0.2) buy(bar.symbol, 10, { type: "limit", limitPrice: bar.close * 0.99, timeInForce: "DAY" });
        if (random() < 0.1) sell(bar.symbol, 1000);
      },
      targetWeights: ({ params }) => ({ A: params.size, B: 0.3 }),
    });
    const opened = await lab();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer(),
        async (slow, cuts, seed) => {
          const { same, firstDifference, cannotTell, ...finding } = await opened.checkLookAhead(prices, honest, {
            params: { slow },
            cuts,
            seed,
          });
          assert.deepEqual([same, firstDifference, cannotTell], [true, undefined, []]);
          assert.equal(finding.cuts.length, cuts);
        },
      ),
      { numRuns: 12 },
    );
    const crossing = defineSignals({
      name: "crossing",
      signals: ({ close, sma: mean }) => mean(close, 5).map((value, at) => (close[at] > value ? 1 : 0)),
    });
    assert.equal((await opened.checkLookAhead(prices, crossing)).same, true);
    const patient = defineStrategy({
      name: "patient",
      async onBar({ bar, buy }) {
        await Promise.resolve();
        buy(bar.symbol, 1);
      },
    });
    assert.equal((await opened.checkLookAhead(prices, patient)).same, true);
  });

  it("are the same where an order is changed later, or cut when it arrives", async () => {
    const opened = await lab();
    const trailing = defineStrategy({
      name: "trailing",
      state: () => ({ id: "" }),
      onBar({ bar, state, buy, replace }) {
        if (state.id === "")
          state.id = buy(bar.symbol, 1, { type: "limit", limitPrice: bar.close / 2, timeInForce: "GTC" });
        else replace(state.id, { limitPrice: bar.close / 2 });
      },
    });
    assert.deepEqual((await opened.checkLookAhead(feed, trailing, { ...apple, cuts: 20 })).firstDifference, undefined);
    const changing = defineStrategy({
      name: "changing",
      state: () => ({ n: 0 }),
      onBar({ bar, state, orderTarget }) {
        const n = state.n++;
        orderTarget(bar.symbol, n % 7 < 3 ? 100 : 50 + (n % 7));
      },
    });
    const late = { ...apple, latency: latencyBars(2), cuts: 20 };
    assert.deepEqual((await opened.checkLookAhead(feed, changing, late)).firstDifference, undefined);
  });

  it("asks for what new sessions of a strategy need", async () => {
    const call = (await lab()).checkLookAhead(feed, strategies.pairs, { symbols: ["AAPL", "SPX"] } as never);
    await assert.rejects(call, { code: "INVALID_OPTION", message: /^Expected shorting to be true/ });
  });

  it("stores nothing", async () => {
    const opened = await lab();
    await opened.checkLookAhead(feed, sharingAnArray(), { ...apple, name: "a" });
    assert.equal((await opened.sessions()).shape[0], 0);
  });

  it("refuses what it cannot check", async () => {
    const opened = await lab();
    const idle = defineStrategy({ name: "idle", onBar() {} });
    const refused = (call: Promise<unknown>, message: RegExp) => assert.rejects(call, { message });
    await refused(
      opened.checkLookAhead(feed, idle, { cuts: 0 }),
      /^Expected cuts to be a whole number from 1 to 1,000, was 0$/,
    );
    await refused(
      opened.checkLookAhead(feed, idle, { cust: 3 } as never),
      /^Unknown option "cust" .*Did you mean "cuts"\?$/,
    );
    await refused(opened.checkLookAhead(feed, idle, 5 as never), /^Expected options to be an object, was 5$/);
    await refused(
      opened.checkLookAhead(gbm({ A: { price: 9 } }, { bars: 5 }), idle),
      /^Expected feed ".*" to have at least 10 steps for a look-ahead check, but it has 5 steps$/,
    );
    await refused(
      opened.checkLookAhead(gbm({ A: { price: 9 } }, { bars: Infinity }), idle),
      /to have an end for a look-ahead check, but it has none/,
    );
    await refused(
      opened.checkLookAhead(live((async function* () {})(), { name: "l", symbols: ["A"] } as never), idle),
      /to have an end for a look-ahead check, but it has none/,
    );
    const returned = "Expected what the function given to checkLookAhead returned to be a strategy, was";
    await refused(opened.checkLookAhead(feed, (() => undefined) as never), new RegExp(`^${returned} undefined$`));
    await refused(
      opened.checkLookAhead(feed, (async () => idle) as never),
      new RegExp(`^${returned} a promise. Make it a plain function, and await what it needs before the call$`),
    );
    await refused(opened.checkLookAhead("a.csv" as never, idle), /feed/);
    const failing = defineStrategy({
      name: "failing",
      onBar() {
        throw new Error("no");
      },
    });
    await assert.rejects(opened.checkLookAhead(feed, failing, apple), { code: "STRATEGY_FAILED" });
  });
});
