import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Bar,
  commissionBps,
  defineStrategy,
  latencyBars,
  maxPositionWeight,
  replay,
  type Session,
  type SessionOptions,
  slippageBps,
} from "../../src/index";
import { everythingOf } from "../api/labs";
import { bars, day, minute } from "../support/bars";

/** Asks for anything, as its random numbers have it, and names things oddly. */
export const wild = defineStrategy({
  name: "wild ' \"; <b>",
  state: () => ({ ids: [] as string[], tags: [undefined, "", "a", "ü\u0000☃"] }),
  onStart({ log, record }) {
    log("before \u0000 the first bar");
    record({ "at first": 1 });
  },
  async onFill({ fill, log, random }) {
    if (random() < 0.7) return;
    await Promise.resolve();
    log(`filled at ${fill.price}`);
  },
  onBar({ bar, symbols, state, ...ask }) {
    const chance = ask.random();
    const tag = state.tags[Math.floor(ask.random() * 4)];
    const near = bar.close * (0.97 + ask.random() * 0.05);
    const timeInForce = chance < 0.5 ? "DAY" : "GTC";
    if (chance < 0.15) ask.buy(bar.symbol, ask.random() * 20 + 0.001, { tag });
    else if (chance < 0.3) ask.sell(bar.symbol, Math.ceil(ask.random() * 20), { tag });
    else if (chance < 0.4)
      state.ids.push(ask.buy(bar.symbol, 5, { type: "limit", limitPrice: near, timeInForce, tag }));
    else if (chance < 0.5) state.ids.push(ask.sell(bar.symbol, 5, { type: "stop", stopPrice: near, timeInForce, tag }));
    else if (chance < 0.55 && state.ids.length > 0) ask.cancel(state.ids[state.ids.length - 1]);
    else if (chance < 0.6) ask.close(bar.symbol);
    else if (chance < 0.65) ask.orderTarget(bar.symbol, Math.round((ask.random() - 0.4) * 30));
    else if (chance < 0.7) ask.orderTargetWeight(bar.symbol, Math.min(1, (ask.random() - 0.3) * 2));
    else if (chance < 0.72) ask.rebalanceTo({ [symbols[0]]: ask.random() });
    if (ask.random() < 0.3) ask.record({ a: ask.random() < 0.1 ? null : ask.random() * 1e9, "é b": -0 });
    if (ask.random() < 0.05) ask.log(`a line\nand ${ask.openOrders().length} orders`);
  },
});

const walk = fc.array(
  fc.tuple(
    fc.double({ min: -0.02, max: 0.02, noNaN: true }),
    fc.double({ min: -0.03, max: 0.03, noNaN: true }),
    fc.nat(999),
  ),
  { minLength: 30, maxLength: 120 },
);

/** Bars of a symbol from the changes of its prices: from the last close to the open, and from there to the close. */
function barsOf(symbol: string, changes: readonly (readonly [number, number, number])[], interval: number): Bar[] {
  let price = 80;
  const rows = changes.map(([gap, move, volume]) => {
    const open = price * (1 + gap);
    price = open * (1 + move);
    return [open, Math.max(open, price) * 1.004, Math.min(open, price) * 0.997, price, volume] as const;
  });
  return bars(symbol, rows, { interval });
}

/** Feeds of up to three symbols, daily or by the minute. */
export const feeds = fc
  .tuple(fc.array(walk, { minLength: 1, maxLength: 3 }), fc.constantFrom(day, minute))
  .map(([walks, interval]) => replay(walks.flatMap((changes, at) => barsOf("ABC"[at], changes, interval))));

const maybe = <Value>(value: Value) => fc.constantFrom(undefined, value);

/** Options of every kind. */
export const options: fc.Arbitrary<SessionOptions> = fc.record({
  seed: fc.nat(),
  initialCapital: fc.double({ min: 1000, max: 6000, noNaN: true }),
  shorting: fc.boolean(),
  closeAtEnd: fc.boolean(),
  snapshotEvery: fc.constantFrom("1h", "1d"),
  commission: maybe(commissionBps(5, { minimum: 0.5 })),
  slippage: maybe(slippageBps(3)),
  latency: maybe(latencyBars(1)),
  volumeLimit: maybe(0.1),
  risk: maybe([maxPositionWeight(0.5)]),
  benchmark: maybe("A"),
  lotSize: maybe(0.5),
  tickSize: maybe(0.01),
  onInsufficientCash: maybe("reject" as const),
  historyBars: maybe(5),
  fill: maybe({ touch: "through", price: "close" } as const),
});

/** Checks that two sessions show the same in every part. */
export function sameShown(one: Session, other: Session): void {
  const [shown, wanted] = [everythingOf(one), everythingOf(other)];
  for (const part of Object.keys(wanted)) assert.deepEqual(shown[part], wanted[part], part);
}
