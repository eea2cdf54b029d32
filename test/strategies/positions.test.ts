import assert from "node:assert/strict";
import fc from "fast-check";
import { type Bar, openLab, replay, strategies } from "../../src/index";
import { defaultParams } from "../../src/strategy/params";
import { countedCases } from "../support/cases";
import { barsOf, wandering } from "./made-bars";

// Each as a book has it, slowly, with sums of cents that are exact.
const cents = (bars: readonly Bar[]) => bars.map(({ close }) => Math.round(close * 100));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const last = (values: readonly number[], end: number, count: number) => values.slice(end + 1 - count, end + 1);

/** The exponential average from the mean of the first values; NaN before it. */
function ema(values: readonly number[], period: number, start = 0): number[] {
  const first = start + period - 1;
  let mean = sum(values.slice(start, first + 1)) / period;
  return values.map((value, at) => {
    if (at > first) mean += (value - mean) * (2 / (period + 1));
    return at < first ? Number.NaN : mean;
  });
}

function rsi(values: readonly number[], period: number): number[] {
  const changes = values.slice(1).map((value, at) => value - values[at]);
  let gain = sum(changes.slice(0, period).map((change) => Math.max(change, 0))) / period;
  let loss = sum(changes.slice(0, period).map((change) => Math.max(-change, 0))) / period;
  return values.map((_, at) => {
    if (at < period) return Number.NaN;
    if (at > period) {
      gain += (Math.max(changes[at - 1], 0) - gain) / period;
      loss += (Math.max(-changes[at - 1], 0) - loss) / period;
    }
    return 100 - 100 / (1 + gain / loss);
  });
}

/** Whether it is in at each bar: `in` decides from an earlier answer. */
function heldBy(count: number, isIn: (at: number, was: boolean) => boolean): boolean[] {
  const held: boolean[] = [];
  for (let at = 0; at < count; at++) held.push(isIn(at, held[at - 1] ?? false));
  return held;
}

type Params = Readonly<Record<string, number>>;

/** Compares numbers that a double may hold a last bit above or below what they are. */
type Above = (one: number, other: number) => boolean;

const books = {
  smaCross: (bars: readonly Bar[], { fast, slow }: Params, above: Above) => {
    const values = cents(bars);
    return heldBy(bars.length, (at) => {
      if (at < Math.max(fast, slow) - 1) return false;
      return above(sum(last(values, at, fast)) * slow, sum(last(values, at, slow)) * fast);
    });
  },
  emaCross: (bars: readonly Bar[], { fast, slow }: Params, above: Above) => {
    const [one, other] = [ema(cents(bars), fast), ema(cents(bars), slow)];
    return heldBy(bars.length, (at) => above(one[at], other[at]));
  },
  macdCross: (bars: readonly Bar[], { fast, slow, signal }: Params, above: Above) => {
    const [one, other] = [ema(cents(bars), fast, slow - fast), ema(cents(bars), slow)];
    const line = one.map((value, at) => value - other[at]);
    const average = ema(line, signal, slow - 1);
    return heldBy(bars.length, (at) => above(line[at], average[at]));
  },
  rsiReversion: (bars: readonly Bar[], { period, oversold, overbought }: Params, above: Above) => {
    const strength = rsi(cents(bars), period);
    return heldBy(bars.length, (at, was) => (was ? !above(strength[at], overbought) : above(oversold, strength[at])));
  },
  donchianBreakout: (bars: readonly Bar[], { entry, exit }: Params) =>
    heldBy(bars.length, (at, was) => {
      if (was) return !(at >= exit && bars[at].close < Math.min(...bars.slice(at - exit, at).map(({ low }) => low)));
      return at >= entry && bars[at].close > Math.max(...bars.slice(at - entry, at).map(({ high }) => high));
    }),
  bollingerReversion: (bars: readonly Bar[], { period, width }: Params, above: Above) => {
    const values = cents(bars);
    return heldBy(bars.length, (at, was) => {
      if (at < period - 1) return false;
      const window = last(values, at, period);
      const mean = sum(window) / period;
      if (was) return !above(values[at], mean);
      const deviation = Math.sqrt(sum(window.map((value) => (value - mean) ** 2)) / period);
      return above(mean - width * deviation, values[at]);
    });
  },
};

const given = {
  smaCross: [{}, { fast: 3, slow: 8 }, { fast: 1, slow: 4 }],
  emaCross: [{}, { fast: 3, slow: 8 }],
  macdCross: [{}, { fast: 3, slow: 7, signal: 4 }],
  rsiReversion: [{}, { period: 5, oversold: 40, overbought: 60 }],
  donchianBreakout: [{}, { entry: 5, exit: 3 }],
  bollingerReversion: [{}, { period: 6, width: 1.2 }],
};

describe("ready-made strategies that are in or out", () => {
  for (const [name, params] of Object.entries(given)) {
    const strategy = strategies[name as keyof typeof given];
    const book = books[name as keyof typeof given];

    it(`buy and sell each symbol at the bars at which the book does: ${name}`, async () => {
      const lab = await openLab(":memory:");
      const inputs = [fc.constantFrom(...params), fc.integer({ min: 1, max: 1e6 })] as const;
      let orders = 0;
      await fc.assert(
        fc.asyncProperty(...inputs, async (changed, seed) => {
          const feed = wandering(["A", "B"], 200, { seed, gap: 5 });
          for (const symbol of ["A", "B"]) {
            const session = await lab.run(feed, strategy as never, { params: changed, symbols: [symbol] } as never);
            const bars = barsOf(feed, symbol);
            let isTie = false;
            const held = book(bars, { ...defaultParams(strategy), ...changed } as Params, (one, other) => {
              isTie ||= Math.abs(one - other) < 1e-7;
              return one > other;
            });
            if (isTie) continue;
            const wanted = bars.flatMap(({ time }, at) =>
              held[at] === (held[at - 1] ?? false) ? [] : [[time, held[at] ? "buy" : "sell"]],
            );
            const made = session.orderRows().map(({ createdAt, side }) => [createdAt, side]);
            assert.deepEqual(made, wanted);
            orders += wanted.length;
          }
        }),
        countedCases(8, inputs),
      );
      assert.ok(orders > 6, `${orders} orders`);
    }).timeout(60_000);
  }

  it("share the equity evenly among the symbols", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.run(wandering(["A", "B", "C", "D"], 100), strategies.smaCross, { initialCapital: 1e9 });
    const [order] = session.orderRows();
    const { close } = barsOf(wandering([order.symbol], 1), order.symbol)[0];
    assert.ok(close > 0);
    const value = order.quantity * (order.averagePrice as number);
    assert.ok(Math.abs(value / 1e9 - 0.25) < 0.01);
  });

  it("do nothing on a flat line, and with too few bars", async () => {
    const lab = await openLab(":memory:");
    const flat = Array.from({ length: 300 }, (_, at) => ({
      ...{ symbol: "A", time: (at + 1) * 86_400_000, open: 10.1, high: 10.1, low: 10.1, close: 10.1 },
    }));
    const { buyAndHold: _, fixedWeights: _weights, equalWeight: _equal, pairs: _pairs, ...others } = strategies;
    for (const strategy of Object.values(others)) {
      const few = await lab.run(wandering(["A"], 5), strategy as never);
      assert.deepEqual(few.orderRows(), [], strategy.name);
      if (strategy.name === "volatility-target" || strategy.name === "momentum") continue;
      const session = await lab.run(replay(flat, { calendar: "always" }), strategy as never);
      assert.deepEqual(session.orderRows(), [], strategy.name);
    }
  });
});

describe("the ready-made purchase that is held", () => {
  const at = (symbol: string, day: number, open: number, close = open): Bar => ({
    ...{ symbol, time: day * 86_400_000, open, high: Math.max(open, close), low: Math.min(open, close), close },
    volume: 1e6,
  });

  it("has an even share of the initial capital for each symbol, at its first bar, whenever that comes", async () => {
    const bars = [
      ...[at("A", 1, 10), at("A", 2, 10), at("A", 3, 40), at("A", 4, 40), at("A", 5, 40)],
      ...[at("B", 3, 20), at("B", 5, 20), at("B", 6, 20)],
    ];
    const lab = await openLab(":memory:");
    const session = await lab.run(replay(bars, { calendar: "always" }), strategies.buyAndHold, {
      initialCapital: 1000,
    });
    const fills = session.fillRows().map(({ symbol, time, quantity }) => [symbol, time / 86_400_000 - 1, quantity]);
    // On day 3 the equity is 2,500, of which half of the initial capital is 20 %. On day 4, B has no bar.
    assert.deepEqual(fills, [
      ["A", 2, 50],
      ["B", 6, 25],
    ]);
  });
});
