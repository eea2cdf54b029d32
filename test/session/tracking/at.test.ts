import assert from "node:assert/strict";
import { type Bar, defineStrategy, replay } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { bars } from "../../support/bars";
import { type Plan, planned } from "./planned";

// Midnights a day apart are dates: the first row is the day 2024-01-02.
const rows = [
  [99, 100, 98, 100],
  [100, 102, 99, 101],
  [101, 110, 100, 108],
  [108, 112, 100, 110],
  [110, 114, 108, 112],
  [111, 113, 90, 95],
] as const;

// Its order is filled by the fall of the last bar.
const waiting = defineStrategy({
  name: "waiting",
  params: {},
  state: () => ({ bars: 0 }),
  onBar: ({ bar, state, buy }) => {
    if (state.bars++ === 0) buy(bar.symbol, 1, { type: "limit", limitPrice: 91, timeInForce: "GTC" });
  },
});

describe("a session at a time", () => {
  afterEach(leaveNothing);

  it("tells its orders and fills although cash has earned interest on many days since", async () => {
    const prices = Array.from({ length: 40 }, (_, at): Bar => {
      return { symbol: "A", time: Date.UTC(2024, 0, 2 + at), open: 100, high: 100, low: 100, close: 100, volume: 1 };
    });
    const feed = replay(prices, { calendar: "always", interval: "1d" });
    const options = { params: { plan: { 0: [-50] } as Plan }, shorting: true, cashRate: 0.05, borrowRate: 0.01 };
    const session = await (await lab()).run(feed, planned, options);
    const { time, events } = session.at("2024-02-05");
    const carried = session.cashRows().filter((row) => (row.time ?? 0) <= time && row.kind !== "fill").length;
    assert.ok(carried > 60, `${carried}`);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ["log", "orderAccepted", "fill"],
    );
  });

  it("has the orders of its events as they were then, and not what became of them", async () => {
    const feed = replay(bars("A", rows), { calendar: "always", interval: "1d" });
    const session = await (await lab()).run(feed, waiting);
    const orderAt = (date: string) => {
      const event = session.at(date).events.find(({ kind }) => kind === "orderAccepted");
      return event?.kind === "orderAccepted" ? event.order : undefined;
    };
    const placed = orderAt("2024-01-02");
    assert.deepEqual([placed?.status, placed?.filledQuantity], ["working", 0]);
    assert.equal("averagePrice" in (placed ?? {}) || "endedAt" in (placed ?? {}), false);
    assert.deepEqual(placed, session.at("2024-01-02").orders[0]);
    const done = orderAt("2024-01-07");
    assert.deepEqual([done?.status, done?.averagePrice], ["filled", 91]);
  });

  it("reads a time as its feed's clocks show it, as do events, prices and runUntil", async () => {
    const hours = bars("A", [100, 101, 102, 103], { interval: 3_600_000, first: Date.UTC(2023, 9, 10, 7) });
    const feed = replay(hours, { calendar: "always", timezone: "Europe/Berlin" });
    const session = await (await lab()).createSession(feed, planned, { params: { plan: { 1: [10] } as Plan } });
    await session.runUntil("2023-10-10 11:00");
    assert.equal(session.steps, 3);
    await session.run();
    for (const time of ["2023-10-10 11:00", "2023-10-10T11:00:00", "2023-10-10 11:00 Europe/Berlin"])
      assert.equal(session.at(time).time, Date.UTC(2023, 9, 10, 9), time);
    const fills = session.eventRows({ from: "2023-10-10 11:00", to: "2023-10-10 11:00" });
    assert.deepEqual([...new Set(fills.map(({ time }) => time))], [Date.UTC(2023, 9, 10, 9)]);
    const { x } = session.plotPrice("A", { from: "2023-10-10 11:00" }).data[0];
    assert.deepEqual([x?.[0], x?.length], ["2023-10-10 11:00", 2]);
  });

  it("has no exposure where its equity is not above zero, as a share of what is owed says nothing", async () => {
    const prices = [100, 100, 250].map((price, at): Bar => {
      return {
        symbol: "A",
        time: Date.UTC(2024, 0, 2 + at),
        open: price,
        high: price,
        low: price,
        close: price,
        volume: 1,
      };
    });
    const feed = replay(prices, { calendar: "always", interval: "1d" });
    const options = { initialCapital: 10_000, shorting: true, leverage: 5, maintenanceMargin: 0 };
    const session = await (await lab()).run(feed, planned, { ...options, params: { plan: { 0: [-100] } as Plan } });
    assert.equal(session.at("2024-01-03").grossExposure, 1);
    const { equity, grossExposure, netExposure } = session.at("2024-01-04");
    assert.ok(equity < 0);
    assert.deepEqual([grossExposure, netExposure], [null, null]);
    const exposures = session.snapshotRows().map((row) => [row.equity > 0, row.grossExposure, row.netExposure]);
    assert.deepEqual(exposures.slice(1, 3), [
      [true, 1, -1],
      [false, null, null],
    ]);
    const lines = session.plotExposure().data as unknown as { readonly name: string; readonly y: (number | null)[] }[];
    const drawn = Object.fromEntries(lines.map((line) => [line.name, line.y.slice(1, 3)]));
    assert.deepEqual(drawn, { Gross: [1, null], Net: [-1, null] });
  });
});
