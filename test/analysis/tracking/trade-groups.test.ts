import assert from "node:assert/strict";
import fc from "fast-check";
import { periodNameOf, tradeGroups } from "../../../src/analysis/tracking/trade-groups";
import { calendarFrom } from "../../../src/core/market/calendar";
import type { Trade } from "../../../src/core/orders/trade";

const always = calendarFrom({ spec: "always", timezone: "UTC" });
const hour = 3_600_000;

function tradeOf(exitTime: number, symbol = "A"): Trade {
  return {
    ...{ id: "trade-1", symbol, direction: "long", quantity: 1, entryOrderId: "order-1", exitOrderId: "order-2" },
    ...{ entryTime: exitTime - hour, exitTime, entryPrice: 1, exitPrice: 2, entryCommission: 0, exitCommission: 0 },
    ...{ slippage: 0, dividends: 0, borrow: 0, grossPnl: 1, netPnl: 1, returnOnEntry: 1 },
  };
}

describe("groups of trades", () => {
  const exits = fc.array(fc.integer({ min: 1, max: 24 * 400 }), { maxLength: 30 });

  it("have the hours that clocks show, where days begin in the evening and where clocks change", () => {
    const hourOf = (spec: "FX" | "always", time: string) =>
      periodNameOf("hour", calendarFrom({ spec, timezone: "America/New_York" }))(Date.parse(time));
    assert.equal(hourOf("FX", "2024-01-10T16:30:00Z"), "11");
    assert.equal(hourOf("FX", "2024-01-10T23:30:00Z"), "18");
    assert.equal(hourOf("always", "2021-03-14T15:30:00Z"), "11");
    assert.equal(hourOf("always", "2021-11-08T05:00:00Z"), "23");
  });

  it("are in the order of the clock by hour, whichever came first", () => {
    const nameOf = periodNameOf("hour", always);
    fc.assert(
      fc.property(exits, (ends) => {
        const trades = ends.map((end) => tradeOf(end * hour));
        const names = tradeGroups(trades, "hour", ({ exitTime }) => nameOf(exitTime)).map(([name]) => name);
        const wanted = [...new Set(ends.map((end) => (end - 1) % 24))].sort((a, b) => a - b);
        assert.deepEqual(names.map(Number), wanted);
      }),
    );
  });

  it("are in the order of the week by weekday", () => {
    const week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const nameOf = periodNameOf("weekday", always);
    fc.assert(
      fc.property(exits, (ends) => {
        const trades = ends.map((end) => tradeOf(end * hour));
        const names = tradeGroups(trades, "weekday", ({ exitTime }) => nameOf(exitTime)).map(([name]) => name);
        assert.deepEqual(
          names,
          week.filter((name) => names.includes(name)),
        );
      }),
    );
  });

  it("are by size where they are numbers, and else by when they first closed a trade", () => {
    const trades = [tradeOf(5 * hour, "Monday"), tradeOf(3 * hour, "9"), tradeOf(4 * hour, "10")];
    const sized = tradeGroups(trades, "exitTime", ({ exitTime }) => (exitTime === 4 * hour ? null : -exitTime));
    assert.deepEqual(
      sized.map(([name]) => name),
      [-5 * hour, -3 * hour, null],
    );
    const named = tradeGroups(trades, "symbol", ({ symbol }) => symbol);
    assert.deepEqual(
      named.map(([name]) => name),
      ["9", "10", "Monday"],
    );
  });
});
