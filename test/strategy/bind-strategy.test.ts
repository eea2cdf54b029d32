import assert from "node:assert/strict";
import type { Bar } from "../../src/core/market/bar";
import { seededRandom } from "../../src/run/seeded-random";
import { bindStrategy } from "../../src/strategy/bind-strategy";
import type { Params, Strategy, StrategyContext } from "../../src/strategy/strategy";
import { bars } from "../support/bars";
import { begin, type Played, play, playAsync } from "../support/play";
import type { TermOptions } from "../support/terms";

function bound<P extends Params, S>(strategy: Omit<Strategy<P, S>, "name">, params = {} as P) {
  return (engine: Played["engine"]) => bindStrategy<P, S>({ name: "bound", ...strategy }, engine.desk, params);
}

function run<P extends Params, S>(
  feed: readonly Bar[],
  strategy: Omit<Strategy<P, S>, "name">,
  terms?: TermOptions,
): Played {
  return play(feed, bound(strategy), terms);
}

const pair = [...bars("A", [[1, 4, 0.5, 2, 10], 3]), ...bars("B", [7, 8])];

describe("the context of a strategy", () => {
  it("refuses a state that comes later", () => {
    assert.throws(() => run(pair, { state: () => Promise.resolve({ n: 5 }), onBar: () => undefined }), {
      code: "INVALID_STRATEGY",
      message: 'Expected what state of "bound" returned to be the state, at once, was a promise',
    });
  });

  it("has the bar in onBar, in the order of the symbols, as an object of its own", () => {
    const seen: Bar[] = [];
    run(pair, { onBar: ({ bar }) => void seen.push(bar) });
    assert.deepEqual(
      seen.map((bar) => [bar.symbol, bar.close]),
      [
        ["A", 2],
        ["B", 7],
        ["A", 3],
        ["B", 8],
      ],
    );
    assert.deepEqual(seen[0], pair[0]);
  });

  it("has all bars of the step in onBars, and the fill in onFill", () => {
    const seen: unknown[] = [];
    run(pair, {
      onBars({ bars: step, buy, now }) {
        seen.push(step.map((bar) => bar.close));
        if (now === pair[0].time) buy("B", 1, { tag: "first" });
      },
      onFill: ({ fill }) => void seen.push([fill.symbol, fill.price, fill.tag]),
    });
    assert.deepEqual(seen, [
      [2, 7],
      ["B", 8, "first"],
      [3, 8],
    ]);
  });

  it("asks about the bar's symbol in onBar, and has to be told which elsewhere", () => {
    const closes: number[] = [];
    run(pair, {
      onBar({ history, position }) {
        closes.push(history().close.at(-1) as number, position().price);
      },
      onBars({ history }) {
        assert.throws(() => history(), /Expected symbol to be given, because the session has 2 symbols/);
      },
    });
    assert.deepEqual(closes, [2, 2, 7, 7, 3, 3, 8, 8]);
  });

  it("has no bar outside onBar", () => {
    run(pair, {
      onBar() {},
      onBars(context) {
        assert.throws(() => (context as unknown as { bar: Bar }).bar, {
          code: "INVALID_STRATEGY",
          message: "Expected bar to be read in onBar, was read in another hook",
        });
      },
    });
  });

  it("knows time, symbols, cash, equity and positions", () => {
    const seen: unknown[] = [];
    run(bars("A", [10, 10, 12]), {
      onBar(context) {
        if (context.now === bars("A", [10])[0].time) context.buy("A", 100);
        const { cash, equity, positions, symbols } = context;
        seen.push([symbols, cash, equity, positions.map((position) => [position.quantity, position.unrealizedPnl])]);
      },
    });
    assert.deepEqual(seen, [
      [["A"], 10_000, 10_000, []],
      [["A"], 9_000, 10_000, [[100, 0]]],
      [["A"], 9_000, 10_200, [[100, 200]]],
    ]);
  });

  it("is never without a position: its quantity is 0 when nothing is held", () => {
    run(bars("A", [10]), {
      onStart: ({ position }) => assert.deepEqual([position().quantity, position().price], [0, Number.NaN]),
      onBar: ({ position }) =>
        assert.deepEqual(position("A"), {
          symbol: "A",
          quantity: 0,
          averagePrice: 0,
          price: 10,
          marketValue: 0,
          unrealizedPnl: 0,
        }),
    });
  });

  it("can ask in every way, taken apart or not", () => {
    const { orders } = run(bars("A", [10, 10, 10, 10]), {
      state: () => ({ bars: 0 }),
      onBar({ state, buy, sell, order, cancel, openOrders, orderTarget, orderTargetWeight, rebalanceTo, close }) {
        state.bars++;
        if (state.bars === 1) {
          buy("A", 10);
          sell("A", 1);
          cancel(order({ symbol: "A", side: "buy", quantity: 2, type: "limit", limitPrice: 5 }));
          orderTarget("A", 20);
        }
        if (state.bars === 2) orderTargetWeight("A", 0.1);
        if (state.bars === 3) {
          rebalanceTo({});
          close();
          assert.deepEqual(openOrders(), []);
        }
      },
    });
    assert.deepEqual(
      orders.map((order) => [order.side, order.quantity, order.status]),
      [
        ["buy", 10, "filled"],
        ["sell", 1, "denied"],
        ["buy", 2, "canceled"],
        ["buy", 10, "filled"],
        ["buy", 80, "filled"],
        ["sell", 100, "filled"],
      ],
    );
  });

  it("keeps its own state, made anew for each session", () => {
    const counts: number[] = [];
    const strategy = {
      state: () => ({ bars: 0 }),
      onBar: ({ state }: { state: { bars: number } }) => void counts.push(++state.bars),
    };
    run(bars("A", [1, 2]), strategy);
    run(bars("A", [1, 2]), strategy);
    assert.deepEqual(counts, [1, 2, 1, 2]);
  });

  it("has the params it was bound with, and `this` is the strategy", () => {
    const seen: unknown[] = [];
    const strategy = {
      params: { fast: 10 },
      onBar(this: { params?: { fast: number } }, { params }: { params: { fast: number } }) {
        seen.push([this.params?.fast, params.fast]);
      },
    };
    play(bars("A", [1]), bound<{ fast: number }, undefined>(strategy, { fast: 3 }));
    assert.deepEqual(seen, [[10, 3]]);
  });

  it("fails as a strategy when its state cannot be made", () => {
    const broken = {
      state: () => JSON.parse("{"),
      onBar() {},
    };
    assert.throws(() => run(bars("A", [1]), broken), {
      code: "STRATEGY_FAILED",
      message: /^Strategy "bound" failed in state: /,
    });
  });

  it("has random numbers that are the same for the same seed", () => {
    const draw = (seed: number) => {
      const drawn: number[] = [];
      play(bars("A", [1, 2, 3]), bound({ onBar: ({ random }) => void drawn.push(random()) }), {
        randomStream: () => seededRandom(seed),
      });
      return drawn;
    };
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
    assert.ok(draw(7).every((number) => number >= 0 && number < 1));
  });
});

describe("targetWeights", () => {
  it("brings the portfolio to the weights it returns, at every step, and leaves it alone without any", () => {
    const { fills } = run(bars("A", [10, 10, 20, 20]), {
      targetWeights: ({ history }) => (history().length === 2 ? undefined : { A: 0.5 }),
    });
    // 500 at 10; the price doubles, equity is 15,000: half of it is 375.
    assert.deepEqual(
      fills.map((fill) => [fill.side, fill.quantity]),
      [
        ["buy", 500],
        ["sell", 125],
      ],
    );
  });

  it("may be a promise", async () => {
    const { fills } = await playAsync(bars("A", [10, 10]), bound({ targetWeights: async () => ({ A: 1 }) }));
    assert.deepEqual(
      fills.map((fill) => fill.quantity),
      [1000],
    );
  });

  it("has to return an object", () => {
    const wrong = { targetWeights: () => 0.5 as unknown as Record<string, number> };
    assert.throws(
      () => run(bars("A", [10]), wrong),
      /failed in targetWeights at 2024-01-01: Expected what targetWeights returned to be weights by symbol, was 0\.5$/,
    );
  });
});

describe("an async strategy", () => {
  it("sees its own bar until it is done", async () => {
    const seen: unknown[] = [];
    await playAsync(
      pair,
      bound({
        async onBar(context) {
          await Promise.resolve();
          seen.push([context.bar.symbol, context.bar.close]);
        },
      }),
    );
    assert.deepEqual(seen, [
      ["A", 2],
      ["B", 7],
      ["A", 3],
      ["B", 8],
    ]);
  });
});

describe("a context outside the hooks", () => {
  const feed = bars("A", [10, 11, 12, 13]);
  const message = /^Expected \w+ to be called while a hook of the strategy runs, was called outside of one\. Await /;
  const deeds: readonly [string, (context: StrategyContext<Params, unknown>) => unknown][] = [
    ["buy", ({ buy }) => buy("A", 1)],
    ["sell", ({ sell }) => sell("A", 1)],
    ["order", ({ order }) => order({ symbol: "A", side: "buy", quantity: 1 })],
    ["cancel", ({ cancel }) => cancel("order-1")],
    ["orderTarget", ({ orderTarget }) => orderTarget("A", 1)],
    ["orderTargetWeight", ({ orderTargetWeight }) => orderTargetWeight("A", 1)],
    ["rebalanceTo", ({ rebalanceTo }) => rebalanceTo({ A: 1 })],
    ["close", ({ close }) => close()],
    ["random", ({ random }) => random()],
    ["log", ({ log }) => log("late")],
    ["record", ({ record }) => record({ late: 1 })],
  ];

  for (const [name, deed] of deeds)
    it(`can do nothing: ${name}`, async () => {
      const kept: StrategyContext<Params, unknown>[] = [];
      const { events } = await playAsync(feed, bound({ onBars: (context) => void kept.push(context) }));
      assert.throws(() => deed(kept[0]), { code: "INVALID_STATE", message });
      assert.deepEqual(events, []);
    });

  it("can do nothing in a promise that nobody awaits", async () => {
    const refused: unknown[] = [];
    const later = async ({ buy }: StrategyContext<Params, unknown>) => {
      await undefined;
      buy("A", 1);
    };
    const { orders } = await playAsync(
      feed,
      bound({ onBars: (context) => void later(context).catch((error) => refused.push(error)) }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([orders.length, refused.length], [0, feed.length]);
  });

  it("can do nothing after its strategy has failed, nor read more than it saw", async () => {
    let kept: StrategyContext<Params, unknown> | undefined;
    const fail = async (context: StrategyContext<Params, unknown>) => {
      kept = context;
      throw new Error("no");
    };
    const { engine, columns } = begin(feed, bound({ onBars: fail }));
    engine.process(columns, 0, columns.length, Infinity);
    await assert.rejects(async () => engine.pending);
    engine.fail(new Error("no"));
    assert.throws(() => kept?.log("late"), { code: "INVALID_STATE" });
    assert.equal(kept?.history("A").length, 1);
  });

  it("still answers what is held and known", () => {
    const kept: StrategyContext<Params, unknown>[] = [];
    run(feed, { onBars: (context) => void kept.push(context) });
    const [{ history, position, cash }] = kept;
    assert.deepEqual([history("A").length, position("A").quantity, cash], [4, 0, 10_000]);
  });
});
