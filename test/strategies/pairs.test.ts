import assert from "node:assert/strict";
import fc from "fast-check";
import { type Bar, cointegrated, type Feed, openLab, replay, strategies } from "../../src/index";
import { countedCases } from "../support/cases";

const params = { period: 12, entry: 1.5, exit: 0.4 };
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What is bought of each at which time, by least squares as a textbook has it. */
function book(feed: Feed): (readonly [time: number, one: number, other: number])[] {
  const steps = new Map<number, Bar[]>();
  for (const bar of feed.bars()) steps.set(bar.time, [...(steps.get(bar.time) ?? []), bar]);
  const rows: (readonly [number, number])[] = [];
  const changes: [number, number, number][] = [];
  let side = 0;
  for (const [time, bars] of steps) {
    if (bars.length < 2) continue;
    rows.push([bars[0].close, bars[1].close]);
    const n = params.period;
    if (rows.length < n) continue;
    const window = rows.slice(-n);
    const [meanY, meanX] = [0, 1].map((place) => sum(window.map((row) => row[place])) / n);
    const slope = sum(window.map(([y, x]) => (x - meanX) * (y - meanY))) / sum(window.map(([, x]) => (x - meanX) ** 2));
    const residuals = window.map(([y, x]) => y - meanY - slope * (x - meanX));
    const score = residuals[n - 1] / Math.sqrt(sum(residuals.map((value) => value * value)) / n);
    const isNew = side === 0 && Math.abs(score) >= params.entry && slope > 0;
    if (!isNew && !(side !== 0 && Math.abs(score) <= params.exit)) continue;
    side = isNew ? (score > 0 ? -1 : 1) : 0;
    const [y, x] = window[n - 1];
    const worth = y + slope * x;
    changes.push([time, (side * y) / worth, (-side * slope * x) / worth]);
  }
  return changes;
}

describe("the ready-made strategy of pairs", () => {
  /** A pair; of the second one, some of the first 12 bars are missing, and one in `gap` of the others. */
  function pairOf(seed: number, gap = Infinity): Feed {
    const terms = { halfLife: 5, spreadVolatility: 0.2, bars: 250, calendar: "always", seed } as const;
    const bars = [...cointegrated({ A: { price: 60 }, B: { price: 80 } }, terms).bars()];
    return replay(
      bars.filter(({ symbol }, at) => symbol === "A" || (at < 24 ? at % 3 > 0 : Math.floor(at / 2) % gap !== 3)),
      { calendar: "always" },
    );
  }

  it("buys the cheap one and sells the dear one as the book has it, at bars that both have", async () => {
    const lab = await openLab(":memory:");
    const seeds = fc.integer({ min: 1, max: 1e6 });
    let entries = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const feed = pairOf(seed);
        const closes = new Map([...feed.bars()].map(({ symbol, time, close }) => [`${symbol} ${time}`, close]));
        const session = await lab.run(feed, strategies.pairs, { params, shorting: true, initialCapital: 1e9 });
        const orders = session.orderRows();
        const changes = book(feed);
        assert.deepEqual(
          [...new Set(orders.map(({ createdAt }) => createdAt))],
          changes.map(([time]) => time),
        );
        for (const [time, one, other] of changes) {
          if (one === 0) continue;
          entries++;
          const equity = session.equityRows().find((row) => row.time === time)?.equity as number;
          for (const [symbol, weight] of Object.entries({ A: one, B: other })) {
            const order = orders.find((row) => row.createdAt === time && row.symbol === symbol);
            const price = closes.get(`${symbol} ${time}`) as number;
            assert.equal(order?.side, weight > 0 ? "buy" : "sell");
            assert.ok(Math.abs((order?.quantity as number) * price - Math.abs(weight) * equity) < price * 1.01);
          }
        }
      }),
      countedCases(8, [seeds]),
    );
    assert.ok(entries > 15, `${entries}`);
  }).timeout(60_000);

  it("does not stay with one of the two when the other could not be traded", async () => {
    const lab = await openLab(":memory:");
    let halves = 0;
    for (let seed = 1; seed <= 10; seed++) {
      for (const shorting of [true, false]) {
        // A copy is not asked for what it needs.
        const session = await lab.run(pairOf(seed, 4), { ...strategies.pairs }, { params, shorting });
        const times = session.equityRows().map(({ time }) => time);
        let alone = 0;
        const held = { A: 0, B: 0 };
        const fills = session.fillRows();
        for (const time of times) {
          for (const fill of fills.filter((row) => row.time === time))
            held[fill.symbol as "A" | "B"] += fill.side === "buy" ? fill.quantity : -fill.quantity;
          alone = (held.A === 0) === (held.B === 0) ? 0 : alone + 1;
          if (alone === 1) halves++;
          // A day until the order of the other is over, one for the exit, and those on which it has no bar.
          assert.ok(alone <= 4, `${seed} ${shorting}`);
        }
      }
    }
    assert.ok(halves > 10, `${halves}`);
  });

  it("wants two symbols, and shorting, before anything is stored", async () => {
    const lab = await openLab(":memory:");
    const feed = cointegrated({ A: { price: 60 }, B: { price: 80 } }, { halfLife: 5, spreadVolatility: 0.2, bars: 30 });
    await assert.rejects(lab.run(feed, strategies.pairs, { symbols: ["A"], shorting: true }), {
      message: 'Expected symbols to be two symbols, the pair, as with symbols: ["KO", "PEP"], was "A"',
    });
    await assert.rejects(lab.createSession(feed, strategies.pairs), {
      code: "INVALID_OPTION",
      message: "Expected shorting to be true, because of a pair one is sold short, was undefined",
    });
    const list = [{ shorting: true }, { shorting: false }];
    await assert.rejects(lab.sweep(feed, strategies.pairs, { name: "both", list }), {
      message: /shorting.*was false$/,
    });
    const { values } = await lab.query("SELECT count(*) FROM paper_sessions");
    assert.deepEqual(values, [[0]]);
  });
});
