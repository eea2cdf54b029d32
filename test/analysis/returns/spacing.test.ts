import assert from "node:assert/strict";
import { spacingOf } from "../../../src/analysis/returns/spacing";
import { defineStrategy, openLab, replay, type SessionOptions } from "../../../src/index";

const hour = 3_600_000;
const begin = Date.UTC(2024, 0, 1);
// Moves as even as a throw of dice is not, so that no figure is 0.
const moves = Array.from({ length: 24 * 30 }, (_, at) => 0.004 * Math.sin(at * at * 0.7) + 0.002 * Math.cos(3 * at));
const prices = moves.map((_, at) => moves.slice(0, at + 1).reduce((price, move) => price * (1 + move), 100));
const hours = prices.map((close, at) => {
  const open = at === 0 ? 100 : prices[at - 1];
  const range = { high: Math.max(open, close), low: Math.min(open, close) };
  return { symbol: "X", time: begin + (at + 1) * hour, open, ...range, close };
});
const index = Array.from({ length: 30 }, (_, day) => 50 * (prices[day * 24 + 23] / 100) ** 0.7 + (day % 3));
const days = index.map((_, day) => new Date(begin + day * 24 * hour).toISOString().slice(0, 10));
const half = defineStrategy({ name: "half", onBar: ({ orderTargetWeight }) => orderTargetWeight("X", 0.5) });

async function metricsOf(options: SessionOptions, bars: readonly (typeof hours)[number][] = hours) {
  const lab = await openLab(":memory:");
  const feed = replay([...bars], { calendar: "always", interval: "1h" });
  const session = await lab.run(feed, half, options);
  const metrics = session.metrics();
  const rolling = session.rollingRows({ window: "10d", metrics: ["trackingError"] }).at(-1);
  await lab.close();
  return { ...metrics, rolling: rolling?.trackingError };
}

describe("a benchmark whose levels are farther apart than the returns of its session", () => {
  it("is measured by its own returns, and annualized by how many of these a year has", async () => {
    const benchmark = { dates: days, equity: index };
    const byHour = await metricsOf({ benchmark, returnsEvery: "bar", riskFree: 0.02 });
    const byDay = await metricsOf({ benchmark, returnsEvery: "day", riskFree: 0.02 });
    for (const key of [
      "alpha",
      "beta",
      "trackingError",
      "informationRatio",
      "upCapture",
      "downCapture",
      "rolling",
    ] as const) {
      const [one, other] = [Number(byHour[key]), Number(byDay[key])];
      assert.ok(Math.abs(one - other) <= 1e-9 * Math.abs(other), `${key}: ${one}, by day ${other}`);
    }
    assert.notEqual(byHour.sharpe, byDay.sharpe);
  });

  it("is not where some are missing between others", () => {
    assert.equal(spacingOf([0, 1, 2, 5, 6, 7]), 1);
    assert.equal(spacingOf([0, 5, 10, 14]), 14 / 3);
    assert.equal(spacingOf([3]), 1);
  });
});
