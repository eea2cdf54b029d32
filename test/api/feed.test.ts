import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { replay, sample } from "../../src/index";
import { apart, lab, leaveNothing, newFile, tableOf, year } from "./labs";

describe("a feed", () => {
  afterEach(leaveNothing);

  it("says what it is", () => {
    const { name, symbols, interval, calendar, length } = year;
    assert.deepEqual(
      [name, [...symbols], interval, calendar, length],
      ["us-daily", ["AAPL", "SPX"], 86_400_000, "XNYS", 530],
    );
    assert.equal(year.manifest.rows, 530);
  });

  it("gives its bars one by one, and as a frame with the same numbers", () => {
    const bars = [...year.bars()];
    const { columns, rows } = tableOf(year.toFrame());
    assert.deepEqual(columns, ["time", "date", "symbol", "open", "high", "low", "close", "volume"]);
    assert.equal(rows.length, bars.length);
    for (const [at, { time, symbol, open, high, low, close, volume }] of bars.entries()) {
      assert.deepEqual(rows[at].slice(2), [symbol, open, high, low, close, volume]);
      assert.equal(Date.parse(rows[at][0] as string), time);
    }
  });

  it("can be made again of its frame and of its bars", () => {
    const ofBars = replay([...year.bars()], { calendar: "XNYS" });
    const ofFrame = replay(year.toFrame(), { calendar: "XNYS" });
    for (const feed of [ofBars, ofFrame]) assert.deepEqual([...feed.bars()], [...year.bars()]);
  });

  it("describes each of its symbols", () => {
    const { columns, rows } = tableOf(year.describe());
    assert.deepEqual(columns, [
      ...["symbol", "bars", "firstTime", "firstDate", "lastTime", "lastDate", "firstClose", "lastClose"],
      ...["splits", "dividends"],
      ...["missingDays", "gaps", "zeroVolumes", "stalePrices", "longestStale", "splitLike"],
    ]);
    assert.deepEqual(
      rows.map((row) => [row[0], row[1], row[3], row[5]]),
      ["AAPL", "SPX"].map((symbol) => [symbol, 265, "2013-05-13", "2014-05-30"]),
    );
  });

  it("can be cut, also where one of its symbols has no bar", () => {
    const early = sample("us-daily").slice("2000-01-03", "2000-01-14");
    assert.equal(early.length, 10);
    const { rows } = tableOf(early.describe());
    assert.deepEqual(rows[0], ["AAPL", 0, null, null, null, null, null, null, 0, 0, null, null, null, 0, 0, null]);
    for (const shown of [early, early.plot(), early.plot("AAPL"), early.toFrame()])
      assert.ok(inspect(shown).length > 20);
    assert.throws(() => early.slice("2001-01-01"), { code: "EMPTY_DATA" });
    assert.throws(() => early.slice("soon"), { code: "INVALID_OPTION" });
  });

  it("draws one symbol as candles, and several over their first closes", () => {
    const candles = year.plot("AAPL").data as unknown as { type: string; x: unknown[] }[];
    assert.deepEqual([candles[0].type, candles[0].x.length], ["candlestick", 265]);
    const lines = year.plot().data as unknown as { name: string; y: number[] }[];
    assert.deepEqual(
      lines.map(({ name, y }) => [name, y[0]]),
      [
        ["AAPL", 1],
        ["SPX", 1],
      ],
    );
    const message = 'Unknown symbol "APPL" in feed "us-daily". Did you mean "AAPL"?';
    assert.throws(() => year.plot("APPL"), { code: "UNKNOWN_SYMBOL", message });
  });

  it("says how many rows it left out when it prints itself, and so do its sessions, reopened too", async () => {
    const file = newFile("x.csv");
    writeFileSync(
      file,
      "date,open,high,low,close,volume\n2024-01-02,1,2,1,2,5\n2024-01-03,1,2,1,n/a,5\n2024-01-04,1,2,1,2,5\n",
    );
    assert.throws(() => replay(file), {
      code: "INVALID_DATA",
      message: /x\.csv:3: Expected close to be a number, was "n\/a"$/,
    });
    const feed = replay(file, { onBadRow: "skip" });
    assert.match(inspect(feed), /\n {2}Left out +1 bad row, the first: .*x\.csv:3: /);
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.run(feed, { name: "idle", onBar: () => undefined }, { name: "a" });
    assert.match(inspect(session), /\n {2}Left out +1 bad row of its feed/);
    await opened.close();
    assert.match(inspect(await (await apart(path)).session("a")), /\n {2}Left out +1 bad row of its feed/);
    assert.doesNotMatch(inspect(await (await lab()).run(year, { name: "idle", onBar: () => undefined })), /Left out/);
  });
});
