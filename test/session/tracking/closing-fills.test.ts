import assert from "node:assert/strict";
import { defineStrategy, openLab, replay, type SessionOptions, type StrategyContext } from "../../../src/index";

// Every bar opens and closes at 100; the third goes far between.
const ranges = [1, 1, 40, 1, 1];
const bars = ranges.map((range, at) => {
  const time = Date.UTC(2024, 0, 1 + at);
  return { symbol: "X", time, open: 100, high: 100 + range, low: 100 - range, close: 100 };
});

async function adverse(
  steps: Readonly<Record<number, (context: StrategyContext) => void>>,
  options: SessionOptions = {},
) {
  const lab = await openLab(":memory:");
  const strategy = defineStrategy({
    name: "steps",
    state: () => ({ bar: 0 }),
    onBar: (context) => steps[context.state.bar++]?.(context as unknown as StrategyContext),
  });
  const session = await lab.run(replay(bars, { calendar: "always", interval: "1d" }), strategy, options);
  const [trade] = session.tradeRows();
  const [trip] = session.roundTripRows();
  assert.equal(trip.adverseExcursion, trade.adverseExcursion);
  await lab.close();
  return trade.adverseExcursion;
}

describe("excursions of bars that open and close at one price", () => {
  const buy = ({ buy }: StrategyContext) => buy("X", 1);
  const sell = ({ sell }: StrategyContext) => sell("X", 1);

  it("know market orders for those of the open, and of the close where the session fills them there", async () => {
    assert.equal(await adverse({ 0: buy, 1: sell }), -1);
    assert.equal(await adverse({ 1: buy, 2: sell }), -40);
    assert.equal(await adverse({ 0: buy, 1: sell }, { fill: { price: "close" } }), -40);
    assert.equal(await adverse({ 1: buy, 2: sell }, { fill: { price: "close" } }), -1);
  });

  it("know orders for the close, and what the end closes", async () => {
    const buyOnClose = ({ buy }: StrategyContext) => buy("X", 1, { type: "marketOnClose" });
    assert.equal(await adverse({ 1: buyOnClose, 2: sell }), 0);
    assert.equal(await adverse({ 3: buy }, { closeAtEnd: true }), -1);
  });
});
