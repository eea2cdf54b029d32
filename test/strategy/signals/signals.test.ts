import assert from "node:assert/strict";
import fc from "fast-check";
import {
  commissionBps,
  cooldown,
  dailyLossLimit,
  defineSignals,
  defineStrategy,
  gbm,
  maxDrawdownStop,
  maxPositionWeight,
  openLab,
  replay,
  type Session,
  type Signals,
  slippageBps,
} from "../../../src/index";
import { leaveNothing, newFile } from "../../api/labs";
import { cases } from "../../support/cases";

const noOpinion = Number.NaN;

/** Bars of some symbols, of which each has some of the days. */
function feedOf(symbols: readonly string[], has: (day: number, place: number) => boolean, days = 120) {
  const prices = symbols.map((_, place) => 50 + place);
  const bars = Array.from({ length: days }, (_, day) =>
    symbols.flatMap((symbol, place) => {
      const open = prices[place];
      const close = Math.max(1, open * (1 + (((day * 7 + place * 5) % 11) - 5) / 100));
      prices[place] = close;
      const bar = { symbol, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1000 };
      return has(day, place) ? [{ ...bar, time: (day + 1) * 86_400_000 }] : [];
    }),
  ).flat();
  return replay(bars, { calendar: "always" });
}

/** The same values traded bar by bar, by an order where one differs from the last. */
function barByBar(values: Readonly<Record<string, readonly number[]>>, unit: "weight" | "quantity") {
  return defineStrategy({
    name: "bar by bar",
    state: () => ({ seen: {} as Record<string, number>, last: {} as Record<string, number> }),
    onBar({ bar, state, orderTarget, orderTargetWeight }) {
      const at = state.seen[bar.symbol] ?? 0;
      state.seen[bar.symbol] = at + 1;
      const value = values[bar.symbol][at];
      if (Number.isNaN(value) || value === state.last[bar.symbol]) return;
      state.last[bar.symbol] = value;
      if (unit === "weight") orderTargetWeight(bar.symbol, value);
      else orderTarget(bar.symbol, value);
    },
  });
}

function same(one: Session, other: Session): void {
  assert.deepEqual(one.equityRows(), other.equityRows());
  assert.deepEqual(one.fillRows(), other.fillRows());
  assert.deepEqual(one.orderRows(), other.orderRows());
  assert.equal(one.fingerprint, other.fingerprint);
}

describe("signals", () => {
  afterEach(leaveNothing);

  it("are traded as the strategy trades that orders on the rows on which the value changes", async () => {
    const lab = await openLab(":memory:");
    const value = fc.constantFrom(noOpinion, 0, 0.2, 0.5, 0.9, 1, -0.4);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(["A"], ["A", "B", "C"]),
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom("weight", "quantity"),
        fc.array(value, { minLength: 360, maxLength: 360 }),
        fc.boolean(),
        async (symbols, gap, unit, drawn, costs) => {
          const feed = feedOf(symbols, (day, place) => place === 0 || (day + place) % gap !== 0);
          const lengths = symbols.map((symbol) => [...feed.bars()].filter((bar) => bar.symbol === symbol).length);
          const sized = drawn.map(
            (one, at) => (at % 3 === 0 ? one : noOpinion) * (unit === "weight" ? 1 / symbols.length : 500),
          );
          const values = Object.fromEntries(
            symbols.map((symbol, place) => [symbol, sized.slice(place * 120, place * 120 + lengths[place])]),
          );
          const all = defineSignals({
            name: "all",
            signalsAll: () =>
              Object.fromEntries(symbols.map((symbol) => [symbol, { [unit]: values[symbol] } as unknown as Signals])),
            lookAhead: "allow",
          });
          const options = {
            ...{ shorting: true, volumeLimit: 0.3, lotSize: 1 },
            ...(costs && {
              commission: commissionBps(10),
              slippage: slippageBps(5),
              risk: [maxPositionWeight(0.6), maxDrawdownStop(0.03), dailyLossLimit(0.02), cooldown(3)],
            }),
          };
          same(await lab.run(feed, all, options), await lab.run(feed, barByBar(values, unit), options));
        },
      ),
      { numRuns: cases(15) },
    );
  }).timeout(60_000);

  const feed = gbm({ A: { volatility: 0.4 }, B: {} }, { bars: 400, seed: 3 });
  const cross = defineSignals({
    name: "cross",
    params: { fast: 5, slow: 20 },
    signals({ close, params, sma }) {
      const slow = sma(close, params.slow);
      return sma(close, params.fast).map((fast, at) =>
        Number.isNaN(slow[at]) ? noOpinion : fast > slow[at] ? 0.5 : 0,
      );
    },
  });

  it("see the columns of each symbol, the params and every indicator", async () => {
    const lab = await openLab(":memory:");
    const seen: string[] = [];
    const looking = defineSignals({
      name: "looking",
      params: { n: 3 },
      signals(columns) {
        const { symbol, symbols, length, time, open, high, low, close, volume, params } = columns;
        seen.push(`${symbol} of ${symbols} ${length} ${params.n} ${typeof columns.sma}`);
        for (const column of [time, open, high, low, close, volume]) assert.equal(column.length, length);
        return close.fill(0);
      },
      lookAhead: "allow",
    });
    await lab.run(feed, looking, { params: { n: 4 } });
    assert.deepEqual(seen, ["A of A,B 400 4 function", "B of A,B 400 4 function"]);
    assert.equal([...feed.bars()][0].close > 0, true);
  });

  it("are held from an entry to an exit, of what was wanted at the entry", async () => {
    const lab = await openLab(":memory:");
    const flags = (...rows: number[]) => Array.from({ length: 400 }, (_, at) => rows.includes(at));
    const ordersOf = async (given: (length: number) => Signals) => {
      const strategy = defineSignals({ name: "x", signals: ({ length }) => given(length), lookAhead: "allow" });
      const session = await lab.run(feed, strategy, { symbols: ["A"], initialCapital: 1e6 });
      const days = [...feed.bars()].filter(({ symbol }) => symbol === "A").map(({ time }) => time);
      return session.orderRows().map((order) => [days.indexOf(order.createdAt), order.side, order.quantity]);
    };
    const entries = flags(3, 5, 9, 20);
    const exits = flags(1, 7, 20, 30);
    assert.deepEqual(await ordersOf(() => ({ entries, exits, quantity: 10 })), [
      [3, "buy", 10],
      [7, "sell", 10],
      [9, "buy", 10],
      [20, "sell", 10],
    ]);
    const sizes = Array.from({ length: 400 }, (_, at) => at);
    assert.deepEqual(await ordersOf(() => ({ entries, exits, quantity: sizes })), [
      [3, "buy", 3],
      [7, "sell", 3],
      [9, "buy", 9],
      [20, "sell", 9],
    ]);
    assert.deepEqual((await ordersOf(() => ({ entries: Uint8Array.from(entries, Number) }))).length, 1);
  });

  it("go on bit for bit when their session is opened again, and are the same session again", async () => {
    const path = newFile();
    const first = await openLab(path);
    const session = await first.createSession(feed, cross, { name: "a" });
    await session.step(150);
    await first.close();
    const second = await openLab(path);
    const again = await second.createSession(feed, cross, { name: "a" });
    assert.equal(again.steps, 150);
    await again.run();
    const memory = await openLab(":memory:");
    same(again, await memory.run(feed, cross));
    assert.equal((await second.run(feed, { ...cross }, { name: "a" })).name, "a");
    const other = defineSignals({ ...cross, signals: ({ close }) => close.map(() => 0) });
    assert.equal((await second.run(feed, other, { name: "a" })).name, "a #2");
    await second.close();
  });

  it("can be stepped, paused and watched at each bar, with the same result", async () => {
    const lab = await openLab(":memory:");
    const whole = await lab.run(feed, cross);
    const session = await lab.createSession(feed, cross);
    let bars = 0;
    session.on("bar", () => bars++);
    await session.step(7);
    await session.runUntil([...feed.bars()][300].time);
    await session.run();
    assert.equal(bars, 800);
    same(session, whole);
  });

  it("end with everything lost, as other strategies do", async () => {
    const lab = await openLab(":memory:");
    const prices = [100, 100, 100, 250, 260, 270, 280];
    const rising = replay(
      prices.map((close, at) => ({
        symbol: "A",
        time: (at + 1) * 86_400_000,
        open: close,
        high: close,
        low: close,
        close,
      })),
      { calendar: "always" },
    );
    const short = [-1, -1, -1, -1, -1, -1, -1];
    const options = { shorting: true };
    const strategy = defineSignals({ name: "short", signals: () => short, lookAhead: "allow" });
    const session = await lab.run(rising, strategy, options);
    same(session, await lab.run(rising, barByBar({ A: short }, "weight"), options));
    assert.equal(session.endReason, "BANKRUPT");
  });
});
