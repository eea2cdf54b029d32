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
import { apart, everythingOf, lab, leaveNothing, newFile } from "../api/labs";
import { bars, day, minute } from "../support/bars";

/** Asks for anything, as its random numbers have it, and names things oddly. */
const wild = defineStrategy({
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

const feeds = fc
  .tuple(fc.array(walk, { minLength: 1, maxLength: 3 }), fc.constantFrom(day, minute))
  .map(([walks, interval]) => replay(walks.flatMap((changes, at) => barsOf("ABC"[at], changes, interval))));

const maybe = <Value>(value: Value) => fc.constantFrom(undefined, value);

const options: fc.Arbitrary<SessionOptions> = fc.record({
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

function sameShown(one: Session, other: Session): void {
  const [shown, wanted] = [everythingOf(one), everythingOf(other)];
  for (const part of Object.keys(wanted)) assert.deepEqual(shown[part], wanted[part], part);
}

describe("any session of any strategy on any feed", () => {
  afterEach(leaveNothing);

  it("shows the same in memory, in a file and read again, whenever it is paused, and ends as in one go", async () => {
    const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(feeds, options, cuts, async (feed, given, plan) => {
        const path = newFile();
        const memory = await lab();
        let opened = await lab(path);
        let session = await opened.createSession(feed, wild, { ...given, name: "a" });
        const twin = await memory.createSession(feed, wild, { ...given, name: "a" });
        for (const [steps, reopens] of plan) {
          if (session.state === "COMPLETED") break;
          await session.step(steps);
          await twin.step(steps);
          sameShown(session, twin);
          if (!reopens) continue;
          await opened.close();
          opened = await lab(path);
          session = await opened.session("a", { strategy: wild, feed });
          sameShown(session, twin);
        }
        await session.run();
        const whole = await (await lab()).run(feed, wild, { ...given, name: "a" });
        sameShown(session, whole);
        await opened.close();
        sameShown(await (await apart(path)).session("a"), whole);
      }),
      { numRuns: 15 },
    );
  });

  it("adds up: profits of trades, of what is open, and the commissions of that are what the equity has changed by", async () => {
    await fc.assert(
      fc.asyncProperty(feeds, options, async (feed, given) => {
        const session = await (await lab()).run(feed, wild, given);
        const trades = sumOf(session.tradeRows(), ({ netPnl }) => netPnl);
        const closed = sumOf(session.tradeRows(), (trade) => trade.entryCommission + trade.exitCommission);
        const open = sumOf(session.positionRows(), ({ unrealizedPnl }) => unrealizedPnl);
        const paid = sumOf(session.fillRows(), ({ commission }) => commission);
        const initial = given.initialCapital as number;
        const change = (session.equityRows().at(-1)?.equity ?? Number.NaN) - initial;
        assert.ok(Math.abs(trades + open - (paid - closed) - change) < 1e-9 * initial);
      }),
      { numRuns: 40 },
    );
  });
});

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
