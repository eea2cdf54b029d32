import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Position, Snapshot } from "../../../src/core/account/position";
import type { EventColumns } from "../../../src/core/journal/events";
import type { SessionInput } from "../../../src/core/journal/inputs";
import type { Trade } from "../../../src/core/orders/trade";
import {
  type Batch,
  type BesideSession,
  openStore,
  type StoredContent,
  type StoredFill,
  type StoredOrder,
  type StoredOrderChange,
} from "../../../src/store/store";
import { aBatch, aFill, anOrder, aSession, aTrade, makeFolder } from "../samples";

const noEvents = { kind: new Uint8Array(0), number: new Int32Array(0), time: new Float64Array(0) };
const empty = {
  events: noEvents,
  orders: [],
  fills: [],
  trades: [],
  snapshots: [],
  positions: [],
  logs: [],
  tradingStates: [],
  orderChanges: [],
  cash: [],
  marginCalls: [],
  actions: [],
  records: [],
};
const noCurve = { time: new Float64Array(), equity: new Float64Array() };

const double = fc.double();
const position: fc.Arbitrary<Position> = fc.record(
  {
    symbol: fc.string(),
    quantity: double,
    averagePrice: double,
    price: double,
    marketValue: double,
    unrealizedPnl: double,
  },
  { noNullPrototype: true },
);
const snapshot: fc.Arbitrary<Snapshot> = fc.record(
  {
    time: fc.integer({ min: 0, max: 2 ** 45 }),
    cash: double,
    equity: double,
    grossExposure: double,
    netExposure: double,
    drawdown: double,
    positions: fc.array(position, { maxLength: 3 }),
  },
  { noNullPrototype: true },
);
const event = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 2 ** 31 - 1 }), double);
const eventColumns = (events: readonly [kind: number, number: number, time: number][]): EventColumns => ({
  kind: Uint8Array.from(events, ([kind]) => kind),
  number: Int32Array.from(events, ([, number]) => number),
  time: Float64Array.from(events, ([, , time]) => time),
});
const column = fc.float64Array({ minLength: 5, maxLength: 5 });

describe("what was committed comes back bit for bit", function () {
  const folder = makeFolder(this);

  /** Commits batches to a new session, closes the file, and restores the session in another store. */
  function roundTrip(...batches: Batch[]): Promise<StoredContent> {
    return roundTripOf({}, batches);
  }

  async function roundTripOf(beside: BesideSession, batches: readonly Batch[]): Promise<StoredContent> {
    const file = join(folder(), "lab.db");
    const store = await openStore(file);
    const { id } = await store.insertSession(aSession, beside);
    for (const batch of batches) await store.commit(id, batch);
    await store.close();
    const reopened = await openStore(file);
    const content = await reopened.restore(id);
    await reopened.close();
    return content;
  }

  it("of a session without content: empty lists", async () => {
    assert.deepEqual(await roundTrip(), { ...empty, curve: noCurve, days: undefined });
  });

  it("orders, with and without what is optional", async () => {
    const full: Required<StoredOrder> = {
      ...anOrder(2),
      limitPrice: 0.1,
      stopPrice: 1 / 3,
      trailFraction: 0.1,
      trailAmount: 1 / 7,
      expiresAt: 9,
      ocoGroup: "exits",
      takeProfit: { fraction: 1 / 3 },
      stopLoss: 2 / 3,
      reason: "EXPIRED: day=1",
      averagePrice: 2 / 3,
      endedAt: 7,
      tag: "t",
      rule: "maxLeverage",
      endedSequence: 9,
    };
    const orders = [anOrder(1), full];
    assert.deepEqual((await roundTrip({ orders })).orders, orders);
  });

  it("changes of orders, with and without what is optional", async () => {
    const full: Required<StoredOrderChange> = {
      sequence: 4,
      order: "order-2",
      time: 7,
      quantity: 0.1,
      limitPrice: 1 / 3,
      stopPrice: 2 / 3,
      trailFraction: 0.1,
      trailAmount: 1 / 7,
      expiresAt: 9,
      reason: "REQUESTED",
    };
    const orderChanges = [{ sequence: 3, order: "order-1", time: 7, reason: "REQUESTED", quantity: 5 }, full];
    assert.deepEqual((await roundTrip({ orderChanges })).orderChanges, orderChanges);
  });

  it("fills, with and without what is optional", async () => {
    const full: Required<StoredFill> = { ...aFill(2), tag: "über", doubtful: "LIMIT_TOUCHED", side: "sell" };
    const fills = [aFill(1), full];
    assert.deepEqual((await roundTrip({ fills })).fills, fills);
  });

  it("trades, a profit of minus zero too", async () => {
    const full: Required<Trade> = { ...aTrade(2), tag: "t", direction: "short" };
    const trades = [aTrade(1), full];
    const content = await roundTrip({ trades });
    assert.deepEqual(content.trades, trades);
    assert.ok(Object.is(content.trades[0].grossPnl, -0));
  });

  it("any doubles in fills", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(double, double), { minLength: 1 }), async (pairs) => {
        const fills = pairs.map(([price, slippage], index) => aFill(index + 1, { price, slippage }));
        assert.deepEqual((await roundTrip({ fills })).fills, fills);
      }),
      { numRuns: 25 },
    ));

  it("any snapshots with their positions, from several commits", () =>
    fc.assert(
      fc.asyncProperty(fc.array(snapshot, { maxLength: 8 }), async (snapshots) => {
        const content = await roundTrip(
          { snapshots: { from: 0, list: snapshots.slice(0, 3) } },
          { snapshots: { from: Math.min(3, snapshots.length), list: snapshots.slice(3) } },
        );
        assert.deepEqual(content.snapshots, snapshots);
      }),
      { numRuns: 25 },
    ));

  it("events, from several commits", () =>
    fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 600 }), fc.nat(), async (events, at) => {
        const whole = eventColumns(events);
        const cut = at % (events.length + 1);
        const part = (from: number, to?: number) => ({ from, ...eventColumns(events.slice(from, to)) });
        const content = await roundTrip({ events: part(0, cut) }, { events: part(cut) });
        assert.deepEqual(content.events, whole);
      }),
      { numRuns: 25 },
    ));

  it("curve, days, benchmark and records", () =>
    fc.assert(
      fc.asyncProperty(column, column, async (a, b) => {
        const days = {
          length: 5,
          day: Int32Array.from([-1, 0, 1, 2, 2 ** 31 - 1]),
          time: a,
          equity: b,
          gross: a,
          net: b,
          traded: a,
        };
        const batch: Batch = {
          curve: { from: 0, time: a, equity: b },
          days,
          records: [{ name: "fast", from: 0, time: a, value: b }],
        };
        const {
          curve,
          days: storedDays,
          benchmark,
          records,
        } = await roundTripOf({ benchmark: { time: b, level: a } }, [batch]);
        assert.deepEqual([curve, benchmark, storedDays], [{ time: a, equity: b }, { time: b, level: a }, days]);
        assert.deepEqual(records, [{ name: "fast", time: a, value: b }]);
      }),
      { numRuns: 15 },
    ));

  it("any metrics, in their order, null where undefined", () =>
    fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.option(fc.double({ noNaN: true }))), async (metrics) => {
        const { metrics: stored = {} } = await roundTrip({ metrics });
        assert.deepEqual(Object.entries(stored), Object.entries(metrics));
      }),
      { numRuns: 15 },
    ));

  it("requests by hand, of every kind", async () => {
    const at = { step: 7, time: 5 };
    const order = { symbol: "ü\u0000", side: "buy", quantity: 0.1 + 0.2, type: "limit", limitPrice: 5e-324 } as const;
    const inputs: SessionInput[] = [
      { ...at, number: 1, kind: "order", request: order, orderId: "order-12" },
      { ...at, number: 2, kind: "cancel", request: { id: "order-12" } },
      { ...at, number: 3, kind: "close", request: {} },
      { ...at, number: 4, kind: "tradingState", request: { state: "HALTED" } },
    ];
    assert.deepEqual((await roundTrip({ inputs: inputs.slice(0, 1) }, { inputs: inputs.slice(1) })).inputs, inputs);
  });

  it("changes of the trading state, with and without a rule", async () => {
    const tradingStates = [
      {
        sequence: 3,
        time: 5,
        state: "REDUCING" as const,
        reason: "DAILY_LOSS_EXCEEDS_MAXIMUM: loss=0.1",
        rule: "mine",
      },
      { sequence: 9, time: 7, state: "ACTIVE" as const, reason: "SET_BY_HAND" },
    ];
    assert.deepEqual((await roundTrip({ tradingStates })).tradingStates, tradingStates);
  });

  it("logs, long ones too", async () => {
    const logs = ["", "a\nb\0c", "日本".repeat(30_000)].map((text, index) => ({
      sequence: index + 1,
      time: 1.4e12,
      text,
    }));
    assert.deepEqual((await roundTrip({ logs })).logs, logs);
  });

  it("more rows than are read at once, in the order of their numbers", async () => {
    const batch = aBatch(0, 10_001);
    const { orders, fills } = await roundTrip(batch);
    assert.deepEqual([orders, fills], [batch.orders, batch.fills]);
  });
});

describe("a commit", function () {
  const folder = makeFolder(this);

  async function withSession<Result>(
    work: (commit: (batch: Batch) => Promise<void>, read: () => Promise<StoredContent>) => Promise<Result>,
  ) {
    const store = await openStore(join(folder(), "lab.db"));
    const { id } = await store.insertSession(aSession);
    await work(
      (batch) => store.commit(id, batch),
      () => store.restore(id),
    );
    await store.close();
  }

  it("replaces orders and trades that were stored before", () =>
    withSession(async (commit, read) => {
      await commit({ orders: [anOrder(1), anOrder(2)], trades: [aTrade(1, { quantity: 1 })] });
      await commit({ orders: [anOrder(1, { status: "filled" })], trades: [aTrade(1, { quantity: 2 })] });
      const { orders, trades } = await read();
      assert.deepEqual([orders.map(({ status }) => status), trades[0].quantity], [["filled", "working"], 2]);
    }));

  it("replaces positions, days and metrics as a whole", () =>
    withSession(async (commit, read) => {
      const held: Position = { symbol: "A", quantity: 1, averagePrice: 2, price: 3, marketValue: 3, unrealizedPnl: 1 };
      await commit({ positions: [held, { ...held, symbol: "B" }], metrics: { sharpe: 1, sortino: 2 } });
      assert.equal((await read()).positions.length, 2);
      await commit({ positions: [], metrics: { sharpe: null } });
      const { positions, metrics } = await read();
      assert.deepEqual([positions, metrics], [[], { sharpe: null }]);
    }));

  it("continues the curve from commit to commit, in few rows", async () => {
    const store = await openStore(join(folder(), "lab.db"));
    const { id } = await store.insertSession(aSession);
    const values = Float64Array.from({ length: 100 }, (_, index) => -1 / index);
    for (let from = 0; from < 100; from++) {
      const next = values.subarray(from, from + 1);
      await store.commit(id, { curve: { from, time: next, equity: next } });
    }
    assert.deepEqual((await store.restore(id)).curve, { time: values, equity: values });
    assert.deepEqual((await store.query("SELECT count(*) FROM paper_equity")).rows, [[1]]);
    await store.close();
  });

  it("refuses points that leave a gap or come twice, and stores nothing of that batch", () =>
    withSession(async (commit, read) => {
      await commit(aBatch(0, 3));
      const wrong = commit({
        ...aBatch(1, 3),
        curve: { from: 4, time: new Float64Array(1), equity: new Float64Array(1) },
      });
      await assert.rejects(wrong, {
        code: "STORE_FAILED",
        message: "Expected new points of paper_equity to begin at 3, was 4. Open the session again with lab.session",
      });
      assert.equal((await read()).fills.length, 3);
    }));

  it("takes a copy: arrays may be used again at once", () =>
    withSession(async (commit, read) => {
      const values = Float64Array.from([1, 2]);
      const committed = commit({ curve: { from: 0, time: values, equity: values } });
      values.fill(9);
      await committed;
      assert.deepEqual((await read()).curve.equity, Float64Array.from([1, 2]));
    }));

  it("stores nothing when one row is refused", () =>
    withSession(async (commit, read) => {
      await commit({ fills: [aFill(1)] });
      await assert.rejects(commit({ orders: [anOrder(2)], fills: [aFill(2), aFill(1)] }), { code: "STORE_FAILED" });
      const { orders, fills } = await read();
      assert.deepEqual([orders, fills], [[], [aFill(1)]]);
    }));
});
