import assert from "node:assert/strict";
import { type Behavior, fifthBehavior, seventhBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import type { RiskRule } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import { allowedSymbols, maxOpenOrders, maxOrdersPerDay } from "../../../src/index";
import { bars, minute } from "../../support/bars";
import { play, type Script } from "../../support/play";

// It never fills.
const far = { type: "limit", limitPrice: 1 } as const;
const nearer = (desk: Desk) => desk.replace(desk.openOrders()[0].id, { limitPrice: 2 });

/** What was denied, orders and changes of them, on minutes of one day. */
function denied(script: Script, risk: readonly RiskRule[], behavior: Behavior = sixthBehavior): string[] {
  const prices = [10, 10, 10, 10];
  const feed = [...bars("A", prices, { interval: minute }), ...bars("B", prices, { interval: minute })];
  const { events } = play(feed, script, { risk, interval: minute, behavior });
  return events.flatMap((event) =>
    event.kind === "orderDenied" || event.kind === "orderChangeDenied" ? [`${event.kind} ${event.reason}`] : [],
  );
}

describe("rules that count orders", () => {
  const change: Script = { 0: (desk) => desk.place("A", "buy", 1, far), 1: nearer, 2: nearer };
  const tooMany = {
    open: "OPEN_ORDERS_EXCEED_MAXIMUM: orders=2, maximum=1",
    day: "ORDERS_PER_DAY_EXCEED_MAXIMUM: orders=2, maximum=1",
  };

  it("let an order change that is counted already", () => {
    assert.deepEqual(denied(change, [maxOpenOrders(1), maxOrdersPerDay(1)]), []);
  });

  it("take the Sunday evening of currencies for a part of Monday, where the calendar was found", () => {
    const hour = 60 * minute;
    const sunday = Date.UTC(2024, 0, 7, 22);
    const prices = [10, 10, 10, 10];
    const feed = bars("A", prices, { interval: hour }).map((bar, at) => ({ ...bar, time: sunday + (at + 1) * hour }));
    const calendar = { spec: "weekdays" as const, timezone: "UTC", found: true as const };
    const reasons = (behavior: Behavior) =>
      play(
        feed,
        { 0: one, 1: one, 2: one },
        { risk: [maxOrdersPerDay(2)], interval: hour, calendar, behavior },
      ).events.filter(({ kind }) => kind === "orderDenied").length;
    assert.deepEqual([reasons(seventhBehavior), reasons(sixthBehavior)], [1, 0]);
  });

  it("deny one more than their maximum after a change", () => {
    const script: Script = { ...change, 2: (desk) => desk.place("A", "buy", 1, far) };
    assert.deepEqual(denied(script, [maxOpenOrders(1)]), [`orderDenied ${tooMany.open}`]);
    assert.deepEqual(denied(script, [maxOrdersPerDay(1)]), [`orderDenied ${tooMany.day}`]);
  });

  const together: Script = {
    0: (desk) => {
      desk.together([
        { symbol: "A", side: "buy", quantity: 1 },
        { symbol: "B", side: "buy", quantity: 1 },
      ]);
      desk.place("A", "buy", 1);
    },
    1: (desk) => desk.place("A", "buy", 1),
  };
  const parts = ["orderDenied TOGETHER: denied=order-2", "orderDenied SYMBOL_NOT_ALLOWED: symbol=B"];

  const risk = [maxOrdersPerDay(2), allowedSymbols(["A"])];
  const one = (desk: Desk) => desk.place("A", "buy", 1);
  const third = "orderDenied ORDERS_PER_DAY_EXCEED_MAXIMUM: orders=3, maximum=2";

  it("do not count what a denied order denied with it", () => {
    assert.deepEqual(denied(together, risk), parts);
    assert.deepEqual(denied({ ...together, 2: one }, risk), [...parts, third]);
  });

  it("counted both under earlier rules", () => {
    assert.deepEqual(denied(change, [maxOpenOrders(1)], fifthBehavior), [
      `orderChangeDenied ${tooMany.open}`,
      `orderChangeDenied ${tooMany.open}`,
    ]);
    assert.deepEqual(denied(change, [maxOrdersPerDay(1)], fifthBehavior), [
      `orderChangeDenied ${tooMany.day}`,
      `orderChangeDenied ${tooMany.day}`,
    ]);
    assert.deepEqual(denied(together, risk, fifthBehavior), [...parts, third]);
  });
});
