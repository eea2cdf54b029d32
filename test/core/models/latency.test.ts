import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type LatencyModel, latencyBars, latencyMs } from "../../../src/core/models/latency";
import type { RandomStream } from "../../../src/core/random";
import { seededRandom } from "../../../src/run/seeded-random";
import { bars, minute } from "../../support/bars";
import { play } from "../../support/play";

const wrongTimes = [-1, Number.NaN, Infinity, "5" as unknown as number, undefined as unknown as number];
const wrongBars = [...wrongTimes, 1.5];

describe("latency", () => {
  it("refuses bars that are not whole and times that are negative", () => {
    for (const wrong of wrongBars) assert.throws(() => latencyBars(wrong), { code: "INVALID_OPTION" });
    for (const wrong of wrongTimes) assert.throws(() => latencyMs(wrong), { code: "INVALID_OPTION" });
  });

  it("refuses ranges that are none, and names the number", () => {
    for (const wrong of wrongBars) {
      assert.throws(() => latencyBars({ from: wrong, to: 5 }), /Expected from of latencyBars/);
      assert.throws(() => latencyBars({ from: 0, to: wrong }), /Expected to of latencyBars/);
    }
    for (const wrong of wrongTimes) {
      assert.throws(() => latencyMs({ from: wrong, to: 5 }), /Expected from of latencyMs/);
      assert.throws(() => latencyMs({ from: 0, to: wrong }), /Expected to of latencyMs/);
      assert.throws(() => latencyMs({ median: wrong, sigma: 1 }), /Expected median of latencyMs/);
      assert.throws(() => latencyMs({ median: 5, sigma: wrong }), /Expected sigma of latencyMs/);
    }
    assert.throws(() => latencyBars({ from: 3, to: 2 }), /to be at least from, 3, was 2/);
    assert.throws(() => latencyMs({ from: 3, to: 2 }), /to be at least from, 3, was 2/);
    assert.throws(() => latencyMs({ median: 0, sigma: 1 }), { code: "INVALID_OPTION" });
    assert.throws(() => latencyMs({ median: 5, sigma: 1, from: 0 } as never), { code: "UNKNOWN_OPTION" });
    assert.throws(() => latencyBars({ from: 0, til: 1 } as never), { code: "UNKNOWN_OPTION" });
    assert.equal(inspect(latencyMs({ median: 5, sigma: 1 })), "latencyMs({ median: 5, sigma: 1 })");
  });

  it("draws bars that are all equally likely", () => {
    const counts = [0, 0, 0, 0, 0, 0];
    const model = latencyBars({ from: 2, to: 5 });
    for (const bars of drawn(model, 40_000, "moreBars")) counts[model.bars + bars]++;
    assert.deepEqual(counts.slice(0, 2), [0, 0]);
    for (const count of counts.slice(2)) assert.ok(Math.abs(count - 10_000) < 400, String(count));
  });

  it("draws milliseconds evenly between two", () => {
    const model = latencyMs({ from: 10, to: 30 });
    const all = drawn(model, 40_000, "moreMilliseconds").map((more) => model.milliseconds + more);
    assert.ok(Math.min(...all) >= 10 && Math.max(...all) < 30);
    assert.ok(Math.abs(mean(all) - 20) < 0.15);
  });

  it("draws milliseconds whose logarithms are normal", () => {
    const all = drawn(latencyMs({ median: 40, sigma: 0.5 }), 40_000, "moreMilliseconds");
    const logs = all.map((one) => Math.log(one / 40));
    assert.ok(Math.abs(mean(logs)) < 0.015);
    assert.ok(Math.abs(Math.sqrt(mean(logs.map((one) => one ** 2))) - 0.5) < 0.01);
    // The smallest and the largest number that a stream can have.
    for (const chance of [0, 1 - 2 ** -53]) {
      const drawn = latencyMs({ median: 40, sigma: 10 }).moreMilliseconds?.(() => chance) as number;
      assert.ok(drawn > 0 && Number.isFinite(drawn));
    }
  });

  it("is drawn for each order, in their order, apart from the strategy's chance", () => {
    const feed = bars(
      "A",
      Array.from({ length: 40 }, (_, at) => 100 + at),
      { interval: minute },
    );
    const chances: number[] = [];
    const script = Object.fromEntries(
      Array.from({ length: 20 }, (_, step) => [
        step,
        (desk: Parameters<typeof drawOne>[0]) => {
          chances.push(drawOne(desk));
          desk.place("A", "buy", 1);
        },
      ]),
    );
    const model = latencyBars({ from: 0, to: 3 });
    const { fills } = play(feed, script, { interval: minute, latency: model });
    const random = seededRandom(1, "latency");
    const skipped = Array.from({ length: 20 }, () => Math.floor(random() * 4));
    const waited = fills
      .sort((a, b) => Number(a.orderId.slice(6)) - Number(b.orderId.slice(6)))
      .map(({ time }, at) => (time - feed[at].time) / minute - 1);
    assert.deepEqual(waited, skipped);
    assert.ok(new Set(skipped).size > 1);
    const own = seededRandom(1);
    assert.deepEqual(
      chances,
      Array.from({ length: 20 }, () => own()),
    );
  });

  it("can end inside a bar, or before it", () => {
    const feed = bars("A", [100, [100, 105, 95, 104], [104, 104, 104, 104]], { interval: minute });
    const buy = { 0: (desk: Parameters<typeof drawOne>[0]) => desk.place("A", "buy", 1) };
    const inside = play(feed, buy, { interval: minute, latency: latencyMs({ from: 1, to: minute - 1 }) });
    assert.deepEqual(
      inside.fills.map(({ price, doubtful }) => [price, doubtful]),
      [[104, "LATENCY_INSIDE_BAR"]],
    );
    const later = play(feed, buy, { interval: minute, latency: latencyMs({ from: minute, to: minute }) });
    assert.deepEqual(
      later.fills.map(({ time, doubtful }) => [time, doubtful]),
      [[feed[2].time, undefined]],
    );
  });
});

function drawOne(desk: { random(): number; place(symbol: string, side: "buy", quantity: number): string }): number {
  return desk.random();
}

function drawn(model: LatencyModel, count: number, method: "moreBars" | "moreMilliseconds"): number[] {
  const random = seededRandom("a seed", "latency");
  const draw = model[method] as (random: RandomStream) => number;
  return Array.from({ length: count }, () => draw(random));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
