import assert from "node:assert/strict";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { keptSource } from "../../../src/feeds/kept";
import { readMessage } from "../../../src/feeds/live/message";
import { replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { bootstrap, defineStrategy, live, merge, openLab, replay, resample } from "../../../src/index";
import { useFolder } from "../files";

const text = `date,open,high,low,close,volume
2020-04-17,19.5,20,17.3,18.27,10
2020-04-20,17.7,17.8,-40.32,-37.63,20
2020-04-21,-14,13.9,-16.74,10.01,30
`;
const allowNegativePrices = true;
const closes = [18.27, -37.63, 10.01];

describe("prices at and below zero", () => {
  const write = useFolder();

  it("are refused without the option, which the message names", () => {
    const message =
      "CL.csv:3: Expected low to be a positive number, was -40.32. If it is a price, say allowNegativePrices: true";
    assert.throws(() => replaySource(write("CL.csv", text)), { code: "INVALID_DATA", message });
    const bar = { time: 1, symbol: "A", open: 1, high: 1, low: 0, close: 1 };
    assert.throws(() => replaySource([bar]), {
      message: /Expected low to be a positive number, was 0. If it is a price/,
    });
  });

  it("are read from files, in chunks too, frames and arrays, and made again of their manifests", () => {
    const path = write("CL.csv", text);
    const feed = replaySource(path, { allowNegativePrices });
    const bars = feed.columns.close.length;
    const rows = Array.from({ length: bars }, (_, row) => ({
      time: feed.columns.time[row],
      symbol: "CL",
      open: feed.columns.open[row],
      high: feed.columns.high[row],
      low: feed.columns.low[row],
      close: feed.columns.close[row],
    }));
    const ofArray = replaySource(rows, { allowNegativePrices });
    const feeds = [
      feed,
      remakeSource(feed.manifest),
      chunkedSource([path], { allowNegativePrices }),
      replaySource(replay(path, { allowNegativePrices }).toFrame(), { allowNegativePrices }),
      ofArray,
      keptSource(ofArray.manifest, ofArray.columns),
      feed.slice("2020-04-17", "2020-04-21"),
    ];
    for (const one of feeds) {
      const values = [...one.blocks()].flatMap(({ close }) => [...close]);
      assert.deepEqual([values, one.negativePrices], [closes, true]);
    }
    assert.equal(feed.manifest.options.allowNegativePrices, true);
  });

  it("must still be in order: a high below the others is none", () => {
    const bar = { time: 1, symbol: "A", open: -3, high: -4, low: -5, close: -4 };
    const message = "bars[0]: Expected open to be within low -5 and high -4, was -3";
    assert.throws(() => replaySource([bar], { allowNegativePrices }), { message });
    const infinite = { ...bar, high: 1, low: Number.NEGATIVE_INFINITY };
    assert.throws(() => replaySource([infinite], { allowNegativePrices }), {
      message: "bars[0]: Expected low to be a finite number, was -Infinity",
    });
  });

  it("may be off by a rounding error", () => {
    const bar = { time: 1, symbol: "A", open: -0.3, high: -0.1 - 0.2, low: -0.5, close: -0.4 };
    assert.equal(replaySource([bar], { allowNegativePrices }).columns.high[0], -0.3);
  });

  it("go on into what is made of the feed, and are told on its card", () => {
    const feed = replay(write("CL.csv", text), { allowNegativePrices });
    const other = replay(write("KO.csv", text), { allowNegativePrices });
    for (const one of [merge(feed, other), resample(feed, "1w"), feed.slice("2020-04-20")])
      assert.equal(one.source.negativePrices, true, one.name);
    assert.match(
      String(Reflect.get(feed, Symbol.for("Jupyter.display"))?.call(feed)["text/plain"]),
      /at and below zero/,
    );
    assert.equal(feed.describe().shape[0], 1);
    for (const figure of [feed.plot(), merge(feed, other).plot()]) assert.ok(figure.data.length > 0);
    assert.throws(() => bootstrap(feed), { code: "INVALID_OPTION", message: /feed to be one of positive prices/ });
  });

  it("come live with the option", () => {
    const message = { time: Date.UTC(2024, 0, 1), price: -5 };
    const now = message.time + 1;
    assert.equal(readMessage(message, now), "expected price to be positive numbers, or allowNegativePrices: true");
    assert.equal(Reflect.get(Object(readMessage(message, now, true)), "close"), -5);
    const feed = live([], { name: "A", allowNegativePrices });
    assert.deepEqual([feed.source.negativePrices, feed.manifest.options], [true, { allowNegativePrices }]);
  });

  it("are no benchmark", async () => {
    const lab = await openLab(":memory:");
    const feed = replay(write("CL.csv", text), { allowNegativePrices });
    const idle = defineStrategy({ name: "idle", onBar: () => undefined });
    await assert.rejects(lab.run(feed, idle, { benchmark: "CL" }), {
      code: "INVALID_OPTION",
      message: "Expected the closes of benchmark CL to be positive, was -37.63",
    });
    assert.equal((await lab.run(feed, idle)).metrics().finalEquity, 100_000);
    await lab.close();
  });

  it("run in a session, which is the same when it is opened again", async () => {
    const strategy = defineStrategy({
      name: "oil",
      onBar({ bar, buy, sell }) {
        if (bar.close > 15) buy("CL", 10);
        else if (bar.close < 0) sell("CL", 10, { type: "limit", limitPrice: -15 });
      },
    });
    const feed = replay(write("CL.csv", text), { allowNegativePrices });
    const name = "oil";
    const lab = await openLab("oil.db");
    const session = await lab.run(feed, strategy, { name, initialCapital: 10_000 });
    // Bought at 17.7 on the day it fell, and sold at -14, the open.
    assert.equal(session.metrics().finalEquity, 10_000 - 177 - 140);
    const [trade] = session.tradeRows();
    assert.deepEqual([trade.grossPnl, trade.exitPrice], [-317, -14]);
    const { fingerprint } = session;
    await lab.close();
    const again = await openLab("oil.db");
    const reopened = await again.session(name);
    assert.deepEqual([reopened.fingerprint, reopened.metrics().finalEquity], [fingerprint, 9683]);
    await again.close();
  });
});
