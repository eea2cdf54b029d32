import assert from "node:assert/strict";
import fc from "fast-check";
import { attributionKeys } from "../../../src/analysis/tracking/attribution";
import {
  type CorporateAction,
  commissionBps,
  commissionPerShare,
  defineStrategy,
  gbm,
  type OrderOptions,
  replay,
  type Session,
  slippageBps,
} from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { cases } from "../../support/cases";

/** Asks for orders of every type, long and short, with tags; few of them fit. */
const busy = defineStrategy({
  name: "busy",
  onBar({ bar, random, buy, sell, close, orderTargetWeight, openOrders }) {
    const { symbol, close: price } = bar;
    if (openOrders(symbol).length > 6) return;
    const tag = [undefined, "a", "b", "cash"][Math.floor(random() * 4)];
    const options: OrderOptions[] = [
      { tag },
      { tag, type: "limit", limitPrice: price * (0.97 + random() * 0.06) },
      { tag, type: "stop", stopPrice: price * (0.97 + random() * 0.06) },
      { tag, type: "trailingStop", trailFraction: 0.02 },
      { tag, takeProfit: { fraction: 0.03 }, stopLoss: { fraction: 0.02 } },
      { tag, type: "marketOnClose" },
    ];
    const order = options[Math.floor(random() * options.length)];
    const chance = random();
    if (chance < 0.35) buy(symbol, 1 + Math.floor(random() * 40), order);
    else if (chance < 0.7) sell(symbol, 1 + Math.floor(random() * 40), order);
    else if (chance < 0.75) close(symbol);
    else if (chance < 0.85) orderTargetWeight(symbol, random() - 0.5);
  },
});

const days = ["2020-01-13", "2020-01-27", "2020-02-03", "2020-02-14", "2020-03-02"];
const actions = fc
  .uniqueArray(
    fc.record({
      ex_date: fc.constantFrom(...days),
      symbol: fc.constantFrom("A", "B", "C"),
      kind: fc.oneof(
        fc.record({ type: fc.constant("split" as const), value: fc.constantFrom(7, 1.5, 2, 0.1, 0.25) }),
        fc.record({ type: fc.constant("dividend" as const), value: fc.constantFrom(0.02, 0.5) }),
      ),
    }),
    { maxLength: 6, selector: ({ ex_date, symbol, kind }) => `${ex_date} ${symbol} ${kind.type}` },
  )
  .map((all): CorporateAction[] => all.map(({ kind, ...rest }) => ({ ...rest, ...kind })));

const delistings = fc.constantFrom<CorporateAction[]>(
  [],
  [{ ex_date: "2020-03-10", symbol: "C", type: "delisting", value: 31 }],
);

const settings = fc.record({
  seed: fc.nat(1000),
  shorting: fc.boolean(),
  leverage: fc.constantFrom(1, 2),
  closeAtEnd: fc.boolean(),
  cashRate: fc.constantFrom(0, 0.05),
  marginRate: fc.constantFrom(0, 0.09),
  borrowRate: fc.constantFrom(0, 0.2),
  commission: fc.constantFrom(undefined, commissionBps(5, { minimum: 1 }), commissionPerShare(0.01)),
  slippage: fc.constantFrom(undefined, slippageBps(8)),
  volumeLimit: fc.constantFrom(undefined, 0.0001),
  lotSize: fc.constantFrom(1, 0.01),
  snapshotEvery: fc.constantFrom("1d", "1w"),
});

const sessions = fc.record({ settings, actions, delistings });

function feedOf(seed: number, given: readonly CorporateAction[]) {
  const gone = given.some(({ type }) => type === "delisting") ? "2020-03-10" : "2021-01-01";
  const made = gbm(
    { A: { price: 90, volatility: 0.5 }, B: { price: 40, volatility: 0.6 }, C: { price: 30, volatility: 0.4 } },
    { seed, start: "2020-01-02", bars: 60, interval: "1d", calendar: "XNYS" },
  );
  const last = Date.parse(gone);
  const bars = [...made.bars()].filter(({ symbol, time }) => symbol !== "C" || time < last);
  return replay(bars, { actions: given, calendar: "XNYS", interval: "1d" });
}

/** Runs a session, and a copy of it that is looked at while it stands at some steps. */
async function ran({
  settings: { seed, ...options },
  ...given
}: typeof sessions extends fc.Arbitrary<infer One> ? One : never) {
  const feed = feedOf(seed, [...given.actions, ...given.delistings]);
  const session = await (await lab()).createSession(feed, busy, { ...options, seed, initialCapital: 20_000 });
  return session;
}

function sumOf(rows: readonly { readonly pnl: number }[]): number {
  return rows.reduce((sum, { pnl }) => sum + pnl, 0);
}

function checkSums(session: Session, to: number | undefined, change: number): void {
  for (const by of attributionKeys) {
    const sum = sumOf(session.attributionRows(by, to === undefined ? {} : { to }));
    assert.ok(Math.abs(sum - change) < 0.005, `by ${by}: ${sum}, not ${change}`);
  }
}

describe("an attribution", () => {
  afterEach(leaveNothing);

  it("sums to the change of the equity, now and at every snapshot, whatever was traded, paid and split", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.integer({ min: 1, max: 55 }), async (given, cut) => {
        const session = await ran(given);
        await session.step(cut);
        checkSums(session, undefined, (session.equityRows().at(-1)?.equity as number) - 20_000);
        await session.run();
        checkSums(session, undefined, (session.equityRows().at(-1)?.equity as number) - 20_000);
        for (const { time, equity } of session.snapshotRows()) checkSums(session, time, equity - 20_000);
      }),
      { numRuns: cases(20) },
    );
  });

  it("of a stretch of time sums to the change in it, also between snapshots, where bars tell the prices", async () => {
    const place = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(sessions, place, place, async (given, one, other) => {
        const session = await (await ran(given)).run();
        const rows = session.equityRows();
        const [first, last] = [one, other].sort((a, b) => a - b).map((at) => rows[Math.min(at, rows.length - 1)]);
        if (first.time === last.time) return;
        for (const by of attributionKeys) {
          const sum = sumOf(session.attributionRows(by, { from: first.time + 1, to: last.time }));
          const end = rows.filter(({ time }) => time === last.time).at(-1)?.equity as number;
          assert.ok(Math.abs(sum - (end - first.equity)) < 0.005, `by ${by}: ${sum}, not ${end - first.equity}`);
        }
      }),
      { numRuns: cases(16) },
    );
  });

  it("by symbol is what fills and cash say, and by side what is long and short", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (given) => {
        const session = await (await ran(given)).run();
        const flows = new Map<string, number>();
        const add = (symbol: string, amount: number) => flows.set(symbol, (flows.get(symbol) ?? 0) + amount);
        for (const { kind, symbol = "cash", amount } of session.cashRows()) if (kind !== "deposit") add(symbol, amount);
        for (const { symbol, marketValue } of session.positionRows()) add(symbol, marketValue);
        for (const { symbol, pnl } of session.attributionRows("symbol"))
          assert.ok(Math.abs(pnl - (flows.get(symbol as string) ?? Number.NaN)) < 1e-6, `${symbol}`);
        const short = session.attributionRows("side").find(({ side }) => side === "short");
        if (!given.settings.shorting) assert.equal(short, undefined);
      }),
      { numRuns: cases(16) },
    );
  });
});

describe("a session at a time", () => {
  afterEach(leaveNothing);

  it("is as it was when it stood there", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.integer({ min: 1, max: 55 }), async (given, cut) => {
        const [session, stood] = [await (await ran(given)).run(), await ran(given)];
        await stood.step(cut);
        const { time, equity, drawdown } = stood.equityRows().at(-1) as {
          time: number;
          equity: number;
          drawdown: number;
        };
        const then = session.at(time);
        if (session.equityRows().filter((row) => row.time === time).length > 1) return;
        assert.deepEqual([then.equity, then.drawdown], [equity, drawdown]);
        assert.equal(then.cash, stood.cashRows().at(-1)?.balance);
        const held = stood.positionRows().map(({ symbol, quantity, price }) => ({ symbol, quantity, price }));
        assert.equal(then.positions.length, held.length);
        for (const [at, position] of then.positions.entries()) {
          assert.equal(position.symbol, held[at].symbol);
          assert.equal(position.price, held[at].price);
          assert.ok(Math.abs(position.quantity - held[at].quantity) < 1e-9);
        }
        const working = stood.orderRows().filter(({ status }) => status === "working" || status === "partiallyFilled");
        assert.deepEqual(
          then.orders.map(({ id, filledQuantity, status }) => [id, filledQuantity, status]),
          working.map(({ id, filledQuantity, status }) => [id, filledQuantity, status]),
        );
        for (const order of then.orders) {
          const was = working.find(({ id }) => id === order.id) as (typeof working)[number];
          for (const name of ["quantity", "limitPrice", "stopPrice"] as const)
            if (order[name] !== null) assert.equal(order[name], was[name], `${order.id} ${name}`);
        }
        assert.equal(then.events.at(-1)?.sequence, stood.eventRows().at(-1)?.sequence);
      }),
      { numRuns: cases(16) },
    );
  });
});
