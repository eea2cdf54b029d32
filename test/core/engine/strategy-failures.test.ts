import assert from "node:assert/strict";
import type { Engine } from "../../../src/core/engine/engine";
import type { Hook } from "../../../src/core/engine/hook";
import type { ScheduledCalls } from "../../../src/core/engine/scheduled";
import type { StrategyCalls } from "../../../src/core/engine/strategy-turn";
import { PaperLabError } from "../../../src/errors";
import { bars, minute } from "../../support/bars";
import { begin, play, played } from "../../support/play";

const boom = new Error("boom");
const feed = [...bars("A", [100, 100, 100]), ...bars("B", [50, 50, 50])];

/** A strategy that buys, and throws in one hook when there is a second bar of B. */
function failingIn(hook: Hook) {
  return ({ desk }: Engine): StrategyCalls => {
    const fail = (now: boolean) => {
      if (now) throw boom;
    };
    const second = () => desk.now === feed[1].time;
    const calls = {
      onStart: () => fail(hook === "onStart"),
      onFill: () => fail(hook === "onFill"),
      onBar: (columns: { symbol: Uint16Array }, row: number) =>
        fail(hook === "onBar" && second() && columns.symbol[row] === 1),
      onBars: () => {
        fail(hook === "onBars" && second());
        desk.place("A", "buy", 1, { tag: "kept" });
      },
      targetWeights: () => fail(hook === "targetWeights" && second()),
      onStop: () => fail(hook === "onStop"),
      onCorporateAction: () => fail(hook === "onCorporateAction"),
      ...(hook === "schedule" && { scheduled: () => everyStep(() => fail(second())) }),
    };
    return { name: "failing", ...calls };
  };
}

function everyStep(call: () => unknown): ScheduledCalls {
  const times = { next: Number.NEGATIVE_INFINITY, overdue: Number.POSITIVE_INFINITY };
  return { length: 1, ...times, hook: () => "schedule", asked: undefined, call, callLate: () => undefined };
}

describe("a strategy that throws", () => {
  const places: Record<Hook, string> = {
    onStart: "before the first bar",
    onCorporateAction: "at 2024-01-02",
    onFill: "at 2024-01-02",
    onBar: "at 2024-01-02 (B, bar 2)",
    onBars: "at 2024-01-02",
    schedule: "at 2024-01-02",
    targetWeights: "at 2024-01-02",
    onStop: "at 2024-01-03",
  };
  const actions = [{ ex_date: "2024-01-02", symbol: "A", type: "dividend" as const, value: 1 }];
  for (const [hook, place] of Object.entries(places) as [Hook, string][]) {
    it(`in ${hook} is told where it was, with its own error as the cause`, () => {
      assert.throws(
        () => play(feed, failingIn(hook), { actions }),
        (error) => {
          assert.ok(error instanceof PaperLabError);
          assert.equal(error.code, "STRATEGY_FAILED");
          assert.equal(error.message, `Strategy "failing" failed in ${hook} ${place}: boom`);
          assert.equal(error.cause, boom);
          return true;
        },
      );
    });
  }

  it("keeps everything that happened before", () => {
    const { engine, columns } = begin(feed, failingIn("onBar"));
    assert.throws(() => engine.process(columns, 0, columns.length, Infinity));
    const { orders, fills, equity } = played(engine);
    assert.deepEqual(
      orders.map((order) => [order.id, order.status, order.tag]),
      [["order-1", "filled", "kept"]],
    );
    assert.equal(fills.length, 1);
    assert.equal(equity.length, 3, "the step it threw in was marked");
    assert.equal(engine.portfolio.cash, 9900);
  });

  it("is told the instant where bars are not days", () => {
    const minutes = bars("A", [100], { interval: minute });
    assert.throws(
      () => play(minutes, () => ({ name: "failing", onBars: () => JSON.parse("{") }), { interval: minute }),
      /^PaperLabError: Strategy "failing" failed in onBars at 2024-01-01T00:01:00\.000Z: /,
    );
  });

  it("by throwing something that is no error is quoted", () => {
    const rude = () => {
      throw "no reason";
    };
    assert.throws(
      () => play(bars("A", [100]), () => ({ name: "rude", onBars: rude })),
      /failed in onBars .*: it threw "no reason"$/,
    );
  });
});
