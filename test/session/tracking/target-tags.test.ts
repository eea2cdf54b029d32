import assert from "node:assert/strict";
import { type Bar, defineStrategy, replay, type StrategyContext, slippageBps } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";

const prices = Array.from({ length: 8 }, (_, at) =>
  ["A", "B"].map((symbol): Bar => {
    const close = 100 + at;
    return { symbol, time: Date.UTC(2024, 0, 2 + at), open: close, high: close, low: close, close, volume: 1 };
  }),
).flat();
const feed = replay(prices, { calendar: "always", interval: "1d" });

type Act = (context: StrategyContext) => void;

async function ran(acts: Readonly<Record<number, Act>>) {
  const strategy = defineStrategy({
    name: "targets",
    state: () => ({ step: 0 }),
    onBars(context) {
      acts[context.state.step++]?.(context as unknown as StrategyContext);
    },
  });
  return (await lab()).run(feed, strategy, { slippage: slippageBps(5) });
}

describe("orders toward targets", () => {
  afterEach(leaveNothing);

  it("have the tags that they were given, alone and together in a step", async () => {
    const session = await ran({
      0: ({ orderTarget }) => orderTarget("A", 100, { tag: "first" }),
      1({ orderTarget, orderTargetWeight }) {
        orderTargetWeight("B", 0.3, { tag: "second" });
        orderTarget("A", 50, { tag: "less" });
      },
      2: ({ orderTargetWeight }) => orderTargetWeight("A", 0),
      3: ({ close }) => close("B"),
    });
    const tags = session.fillRows().map(({ symbol, side, tag }) => [symbol, side, tag]);
    assert.deepEqual(tags, [
      ["A", "buy", "first"],
      ["A", "sell", "less"],
      ["B", "buy", "second"],
      ["A", "sell", undefined],
      ["B", "sell", undefined],
    ]);
    const byTag = session.attributionRows("tag").map(({ tag }) => tag);
    assert.deepEqual(byTag, ["first", "second"]);
  });

  it("keep a tag where the cash pays only a part at the open, and where they are denied", async () => {
    const session = await ran({
      0: ({ orderTargetWeight }) => orderTargetWeight("A", 1, { tag: "all" }),
      1: ({ orderTarget }) => orderTarget("B", 5000, { tag: "too much" }),
    });
    const orders = session.orderRows().map(({ tag, status }) => [tag, status]);
    assert.deepEqual(orders, [
      ["all", "canceled"],
      ["too much", "denied"],
    ]);
  });

  it("are refused with other options, and with a tag that is no text", async () => {
    const bad = [
      [{ tags: "x" }, "UNKNOWN_OPTION"],
      [{ tag: 5 }, "INVALID_ORDER"],
      ["x", "INVALID_ORDER"],
      [null, "INVALID_ORDER"],
    ] as const;
    for (const [options, code] of bad) {
      const given = options as unknown as { tag?: string };
      for (const act of [
        ({ orderTarget }: StrategyContext) => orderTarget("A", 1, given),
        ({ orderTargetWeight }: StrategyContext) => orderTargetWeight("A", 0.1, given),
      ])
        await assert.rejects(ran({ 0: act }), ({ code: outer, cause }: { code: string; cause: { code: string } }) => {
          assert.deepEqual([outer, cause.code], ["STRATEGY_FAILED", code]);
          return true;
        });
    }
  });
});
