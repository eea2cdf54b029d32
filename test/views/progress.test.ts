import assert from "node:assert/strict";
import { defineStrategy, Feed, replay, type SessionOptions, sample } from "../../src/index";
import { glanceAt } from "../../src/views/live/view";
import { apart, closeAll, lab, leaveNothing, newFile } from "../api/labs";
import { crossover } from "../api/strategies";
import { Walk } from "../feeds/endless";

const idle = defineStrategy({ name: "idle", onBar: () => undefined });
const feed = sample("us-daily");

/** Bars of A on ten days, and of B on the last five of them and on five more. */
const overlapping = replay(
  [
    ...Array.from({ length: 10 }, (_, day) => ({ symbol: "A", day })),
    ...Array.from({ length: 10 }, (_, day) => ({ symbol: "B", day: day + 5 })),
  ].map(({ symbol, day }) => ({
    symbol,
    ...{ time: Date.UTC(2024, 0, 1 + day), open: 1, high: 1, low: 1, close: 1, volume: 1 },
  })),
  { calendar: "always" },
);

describe("the progress of a session", () => {
  afterEach(leaveNothing);

  const cases: [what: string, feed: Feed, options: SessionOptions, steps: number][] = [
    ["on a symbol that has a part of the feed's time", feed, { symbols: ["AAPL"] }, 1260],
    ["on the symbol that has all of it", feed, { symbols: ["SPX"] }, 5105],
    ["on all of them", feed, { symbols: ["SPX", "AAPL"] }, 5105],
    ["on symbols that overlap, in whatever order", overlapping, { symbols: ["B", "A"] }, 15],
    ["on one of these", overlapping, { symbols: ["B"] }, 10],
    ["on a part of a feed", feed.slice("2018-01-01", "2019-12-31"), { symbols: ["AAPL"] }, 91],
  ];
  for (const [what, on, options, steps] of cases) {
    it(`is that of its own bars: ${what}`, async () => {
      const session = await (await lab()).createSession(on, idle, options);
      const shown = () => {
        const { progress, stepsLeft } = glanceAt(session.core);
        return [progress, stepsLeft];
      };
      assert.deepEqual(shown(), [0, steps]);
      await session.step(3);
      assert.deepEqual(shown(), [3 / steps, steps - 3]);
      await session.run();
      assert.deepEqual([session.steps, ...shown()], [steps, 1, 0]);
    });
  }

  it("goes on where a stored session stood, also while it only is read", async () => {
    const path = newFile();
    const options = { name: "a", symbols: ["AAPL"] };
    await (await (await lab(path)).createSession(feed, idle, options)).step(100);
    const read = await (await apart(path)).session("a");
    assert.equal(glanceAt(read.core).progress, 100 / 1260);
    await closeAll();
    const again = await (await lab(path)).createSession(feed, idle, options);
    assert.equal(glanceAt(again.core).progress, 100 / 1260);
    await again.step();
    assert.equal(glanceAt(again.core).progress, 101 / 1260);
  });

  it("is what was done where a session was stopped", async () => {
    const session = await (await lab()).createSession(feed, idle, { symbols: ["AAPL"] });
    await session.step(100);
    await session.stop();
    assert.equal(glanceAt(session.core).progress, 100 / 1260);
  });

  it("is not known where the feed has no end", async () => {
    const session = await (await lab()).createSession(new Feed(new Walk()), idle);
    await session.step(5);
    const { progress, stepsLeft } = glanceAt(session.core);
    assert.deepEqual([progress, stepsLeft], [undefined, undefined]);
  });

  it("has as many orders and fills when it is opened again", async () => {
    const path = newFile();
    const session = await (await lab(path)).run(feed, crossover, { symbols: ["AAPL"], name: "a" });
    const { orders, fills } = glanceAt(session.core);
    await closeAll();
    const again = glanceAt((await (await apart(path)).session("a")).core);
    assert.deepEqual([again.orders, again.fills], [orders, fills]);
    assert.ok(fills > 10);
  });
});
