import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  dailyLossLimit,
  defineStrategy,
  openLab,
  type RiskRule,
  type RiskView,
  replay,
  type Session,
  type SessionOptions,
  type StrategyContext,
} from "../../src/index";

type Step = (context: StrategyContext<Record<never, never>, { n: number }>) => void;

/**
 * Runs what is asked for on each bar of X, all prices of a bar equal, and returns what the session prints. `byHand`: what is
 * done before its end.
 */
async function printed(
  prices: readonly number[],
  steps: Readonly<Record<number, Step>>,
  options: SessionOptions = {},
  byHand?: (session: Session) => Promise<unknown>,
) {
  const lab = await openLab(":memory:");
  const feed = replay(
    prices.map((price, at) => ({
      time: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
      symbol: "X",
      open: price,
      high: price,
      low: price,
      close: price,
    })),
    { calendar: "weekdays" },
  );
  const strategy = defineStrategy({
    name: "scripted",
    state: () => ({ n: 0 }),
    onBar: (context) => steps[++context.state.n]?.(context as never),
  });
  const session = await lab.createSession(feed, strategy, { initialCapital: 10_000, ...options });
  await byHand?.(session);
  const text = inspect(await session.run());
  await lab.close();
  return text;
}

describe("the card of a session", () => {
  it("calls an order cut to the cash what it is, with how much", async () => {
    const text = await printed([100, 101, 101], { 1: ({ buy }) => buy("X", 100) });
    assert.match(text, /\n {2}Cut to fit cash +1 order, by 1\.00 % of what they asked for\n/);
    assert.doesNotMatch(text, /Refused/);
  });

  it("counts refusals by their reason", async () => {
    const text = await printed([100, 101, 101], { 1: ({ buy }) => [buy("X", 101), buy("X", 102)] });
    assert.match(text, /\n {2}Refused +2 INSUFFICIENT_BUYING_POWER\n/);
    assert.doesNotMatch(text, /Cut to fit cash|exit/);
  });

  it("tells refusals of one reason apart by the rules that asked for them, and by hand", async () => {
    const buys = [1, 2, 3, 4, 5].map((at): [number, Step] => [at, ({ buy }) => buy("X", at === 1 ? 90 : 1)]);
    const byHand = async (session: Session) => {
      await session.step(4);
      await session.setTradingState("REDUCING");
    };
    const options = { risk: [dailyLossLimit(0.05)] };
    const text = await printed([100, 100, 90, 90, 90], Object.fromEntries(buys), options, byHand);
    assert.match(text, /\n {2}Refused +1 TRADING_REDUCING \(dailyLossLimit\), 1 TRADING_REDUCING \(by hand\)\n/);

    const deny = (name: string, size: number): RiskRule => ({
      name,
      check: ({ quantity }) => (quantity === size ? { code: "NO" } : undefined),
    });
    const asked: Record<number, Step> = { 1: ({ buy }) => [buy("X", 2), buy("X", 3), buy("X", 2)] };
    const both = await printed([100, 100], asked, { risk: [deny("two", 2), deny("three", 3)] });
    assert.match(both, /\n {2}Refused +2 NO \(two\), 1 NO \(three\)\n/);
  });

  it("tells orders that a trading state canceled from those that were refused", async () => {
    const stop = ({ equity }: RiskView) => (equity < 9_990 ? "HALT" : undefined);
    const risk: RiskRule[] = [{ name: "stop", check: () => undefined, afterStep: stop }];
    const low = { type: "limit", limitPrice: 50, timeInForce: "GTC" } as const;
    const steps: Record<number, Step> = {
      1: ({ buy }) => [buy("X", 10), buy("X", 1, low), buy("X", 2, low)],
      3: ({ buy }) => buy("X", 3, low),
      4: ({ buy }) => buy("X", 4),
    };
    const text = await printed([100, 100, 98, 98, 98], steps, { risk });
    assert.match(text, /\n {2}Refused +1 TRADING_REDUCING \(stop\)\n {2}Canceled +3 TRADING_REDUCING\n/);
    assert.doesNotMatch(text, /exit/);
    const quiet = await printed([100, 100, 98, 98, 98], { 1: steps[1] }, { risk });
    assert.match(quiet, /\n {2}Canceled +2 TRADING_REDUCING\n/);
    assert.doesNotMatch(quiet, /Refused/);
  });

  it("tells exits that gave way to others from orders that were refused", async () => {
    const text = await printed([100, 100, 100, 112, 112], {
      1: ({ buy }) => buy("X", 10, { takeProfit: 110, stopLoss: 90 }),
      4: ({ cancel, sell }) => [
        cancel("order-2"),
        sell("X", 1, { timeInForce: "IOC", type: "limit", limitPrice: 500 }),
      ],
    });
    assert.doesNotMatch(text, /GROUP_FILLED|POSITION_REDUCED/);
    assert.match(text, /\n {2}Refused +1 SHORTING_NOT_ALLOWED\n/);
    assert.match(text, /\n {2}Not changed +1 ORDER_ENDED\n/);
  });

  it("warns of an exit that was refused", async () => {
    const text = await printed([100, 100, 100, 100], {
      1: ({ buy }) => buy("X", 10),
      2: ({ sell }) => [sell("X", 10, { type: "stop", stopPrice: 95 }), sell("X", 10, { type: "stop", stopPrice: 90 })],
    });
    assert.match(
      text,
      /\n {2}Warning +An exit was refused \(order-3, to sell 10 X: EXIT_EXCEEDS_POSITION: quantity=10, available=0, replace=order-2\)/,
    );
  });

  it("counts market orders that expired", async () => {
    const text = await printed(
      [100, 100, 100],
      { 1: ({ buy }) => buy("X", 10) },
      { halts: [{ symbol: "X", from: "2024-01-02", to: "2024-01-02" }] },
    );
    assert.match(text, /\n {2}Expired +1 market order, not filled in full by the end of the day\n/);
  });

  it("counts what was left alone", async () => {
    const half: Step = ({ orderTargetWeight }) => orderTargetWeight("X", 0.5);
    const text = await printed([100, 100, 100.5, 99.5], { 1: half, 2: half, 3: half, 4: half }, { lotSize: 0.1 });
    assert.match(text, /\n {2}Left alone +2 corrections under minimumTrade\n/);
    const tooDear = await printed([42_000, 42_000, 42_000], { 1: half, 2: half, 3: half });
    assert.match(
      tooDear,
      /\n {2}Refused +1 QUANTITY_BELOW_LOT_SIZE\n {2}Smaller lots +with .*\n {2}Left alone +2 targets under a lot\n/,
    );
  });

  it("counts orders that were placed smaller, which were not left alone", async () => {
    const lab = await openLab(":memory:");
    const bar = (symbol: string, at: number, price: number) => {
      return { symbol, time: Date.UTC(2024, 0, 1 + at), ...{ open: price, high: price, low: price, close: price } };
    };
    const feed = replay(
      [
        ...[100, 100, 130, 130].map((price, at) => bar("A", at, price)),
        ...[100, 100, 70, 70].map((price, at) => bar("B", at, price)),
      ],
      { calendar: "always", interval: "1d" },
    );
    const halves = defineStrategy({
      name: "halves",
      state: () => ({ n: 0 }),
      onBars: ({ state, rebalanceTo }) => void (state.n++ % 2 === 0 && rebalanceTo({ A: 0.5, B: 0.5 })),
    });
    const text = inspect(await lab.run(feed, halves, { initialCapital: 10_000, minimumTrade: 0 }));
    assert.match(text, /\n {2}Placed smaller +1 order than wanted, as far as the cash went\n/);
    assert.doesNotMatch(text, /Left alone/);
    await lab.close();
  });

  it("shows round trips from flat to flat beside trades", async () => {
    const weight =
      (size: number): Step =>
      ({ orderTarget }) =>
        orderTarget("X", size);
    const text = await printed([100, 100, 110, 110, 110], { 1: weight(10), 2: weight(9), 4: weight(0) });
    assert.match(text, /\n {2}Trades +2, 100\.0 % won\n {2}From flat to flat +1, 100\.0 % won\n/);
  });
});

describe("a session in a market that never closes", () => {
  const bars = ["2024-01-01", "2024-01-02", "2024-01-03"].map((time) => ({
    time,
    symbol: "BTC",
    open: 42_000,
    high: 42_000,
    low: 42_000,
    close: 42_000,
  }));
  const all = defineStrategy({ name: "all", onBar: ({ orderTargetWeight }) => orderTargetWeight("BTC", 1) });

  it("trades fractions, and its card says so", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.run(replay(bars, { calendar: "always" }), all, { initialCapital: 10_000 });
    assert.equal(session.fillRows()[0].quantity, 0.23809523);
    assert.match(inspect(session), /\n {2}Lot size +0\.00000001, because the market never closes\n/);
    await lab.close();
  });

  it("is not that of a stock beside a coin, whose card says how it gets whole shares", async () => {
    const lab = await openLab(":memory:");
    const days = Array.from({ length: 400 }, (_, at) => new Date(Date.UTC(2022, 0, 3 + at)));
    const rows = days.flatMap((day, at) => {
      const prices = { open: 100, high: 103, low: 99, close: 100 + (at % 3) };
      const row = { time: day.toISOString().slice(0, 10), symbol: "BTC", ...prices };
      return [0, 6].includes(day.getUTCDay()) ? [row] : [row, { ...row, symbol: "AAPL" }];
    });
    const half = defineStrategy({
      name: "half",
      onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 0.5),
    });
    const stock = await lab.run(replay(rows), half, { symbols: ["AAPL"] });
    const why = "because its feed trades every day; lotSize: 1 asks for whole units";
    assert.match(inspect(stock), new RegExp(`\\n {2}Lot size +0\\.00000001, ${why}\\n`));
    const coin = await lab.run(replay(rows), half, { symbols: ["BTC"] });
    assert.match(inspect(coin), /\n {2}Lot size +0\.00000001, because the market never closes\n/);
    await lab.close();
  });

  it("is called so in the feed, or gets smaller lots, where less than a lot was refused", async () => {
    const lab = await openLab(":memory:");
    const hours = Array.from({ length: 72 }, (_, at) => ({
      ...bars[0],
      time: new Date(Date.UTC(2024, 0, 2, at)).toISOString(),
    }));
    const cures: [feed: Parameters<typeof replay>[1], options: SessionOptions, cure: string | undefined][] = [
      [{}, {}, 'with the option lotSize, or calendar: "always" in the feed if its market never closes'],
      [{ calendar: "weekdays" }, {}, "with the option lotSize"],
      [{}, { lotSize: 1 }, "with the option lotSize"],
      [{}, { lotSize: 0.001 }, undefined],
      [{ calendar: "always" }, {}, undefined],
    ];
    for (const [feed, options, cure] of cures) {
      const session = await lab.run(replay(hours, feed), all, { initialCapital: 10_000, ...options });
      const text = inspect(session);
      if (cure === undefined) assert.doesNotMatch(text, /Refused|Smaller lots/);
      else assert.ok(text.includes("1 QUANTITY_BELOW_LOT_SIZE\n"), text);
      assert.equal(/\n {2}Smaller lots +(.*)\n/.exec(text)?.[1], cure);
      assert.equal(session.fillRows().length > 0, cure === undefined);
    }
    await lab.close();
  });

  it("trades whole lots where that is asked for", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.run(replay(bars, { calendar: "always" }), all, { initialCapital: 100_000, lotSize: 1 });
    assert.equal(session.fillRows()[0].quantity, 2);
    assert.doesNotMatch(inspect(session), /Lot size/);
    await lab.close();
  });
});
