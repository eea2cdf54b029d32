import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  type Bar,
  defineStrategy,
  type Feed,
  type ReplayOptions,
  replay,
  type SessionOptions,
  sample,
} from "../../src/index";
import { lab, leaveNothing } from "../api/labs";

const holding = defineStrategy({
  name: "holding",
  onBar({ bar, position, buy }) {
    if (position().quantity === 0) buy(bar.symbol, 1);
  },
});

function daily(dates: readonly string[], options: ReplayOptions = {}): Feed {
  const bars = dates.map((time, at) => ({ time, symbol: "X", open: 100, high: 103, low: 90, close: 100 - (at % 3) }));
  return replay(bars as unknown as Bar[], options);
}

/** Returns the first date of everything that shows the curve of a session on a feed. */
async function begins(feed: Feed, symbol: string, benchmark?: SessionOptions["benchmark"]) {
  const session = await (await lab()).run(feed, holding, { symbols: [symbol], ...(benchmark && { benchmark }) });
  const dates = session.plotEquity().data.map(({ x }) => x[0]);
  const [row] = session.equity().values as string[][];
  const [fall] = session.plotDrawdown().data;
  return [...new Set([row[1], fall.x[0], ...dates])];
}

describe("a daily curve", () => {
  afterEach(leaveNothing);

  it("begins on the trading day before its first bar, and so does its benchmark", async () => {
    const apple = sample("us-daily", { from: "2013-05-13", to: "2013-08-30" });
    const expected = { "2013-05-13": "2013-05-10", "2013-05-28": "2013-05-24", "2013-05-15": "2013-05-14" };
    for (const [first, before] of Object.entries(expected)) {
      const benchmark = { dates: [first, "2013-06-03"], returns: [0.01, 0.01] };
      assert.deepEqual(await begins(apple.slice(first, "2013-08-30"), "AAPL", benchmark), [before]);
    }
  });

  it("begins on a Friday where bars are of weekdays, and on a Sunday where they are of every day", async () => {
    const dates = ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11"];
    assert.deepEqual(await begins(daily(dates, { calendar: "weekdays" }), "X"), ["2024-01-05"]);
    assert.deepEqual(await begins(daily(dates, { calendar: "always" }), "X"), ["2024-01-07"]);
  });

  it("begins on the day before where a calendar has no earlier day", async () => {
    const dates = ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11"];
    assert.deepEqual(await begins(daily(dates, { calendar: dates }), "X"), ["2024-01-07"]);
  });

  it("begins for compared sessions on the day before they share", async () => {
    const opened = await lab();
    const feeds = ["2013-05-13", "2013-06-03"].map((from) => sample("us-daily", { from, to: "2013-08-30" }));
    const sessions = [];
    for (const feed of feeds) sessions.push(await opened.run(feed, holding, { symbols: ["AAPL"] }));
    const figure = (await opened.compare(sessions)).plotEquity();
    assert.deepEqual(
      figure.data.map(({ x }) => x[0]),
      ["2013-05-31", "2013-05-31"],
    );
    assert.deepEqual(
      figure.data.map(({ x }) => x[1]),
      ["2013-06-03", "2013-06-03"],
    );
  });
});

describe("a card", () => {
  afterEach(leaveNothing);

  it("counts one step as one, and two as two", async () => {
    const feed = sample("us-daily", { from: "2013-05-13", to: "2013-08-30" });
    const session = await (await lab()).createSession(feed, holding, { symbols: ["AAPL"] });
    await session.step();
    assert.match(inspect(session), /, 1 step\n/);
    await session.step();
    assert.match(inspect(session), /, 2 steps\n/);
  });

  it("writes instants without zeros behind the minute", async () => {
    const bars = [1, 2, 3].map((at) => ({
      time: Date.UTC(2024, 0, 2, 15, at),
      symbol: "X",
      open: 1,
      high: 1,
      low: 1,
      close: 1,
    }));
    const feed = replay(bars as Bar[]);
    const session = await (await lab()).run(feed, holding, {});
    assert.match(inspect(session), /Range +2024-01-02 15:01 to 2024-01-02 15:03 UTC, 3 steps\n/);
    assert.match(inspect(feed), /Range +2024-01-02 15:01 to 2024-01-02 15:03 UTC\n/);
    assert.match(inspect(session.fills()), /2024-01-02 15:02 /);
  });
});
