import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { inspect } from "node:util";
import { defineStrategy, openLab, sample } from "../../src/index";
import { openConnection } from "../../src/store/sqlite/connection";
import { apart, lab, leaveNothing, newFile, year } from "../api/labs";

const idle = { name: "idle", onBar: () => undefined };
const buying = defineStrategy({ name: "buying", onBar: ({ bar, buy }) => void buy(bar.symbol, 10) });

describe("a lab that is printed", () => {
  afterEach(leaveNothing);

  it("has no sessions where it is new", async () => {
    assert.match(inspect(await lab(newFile())), /\n {2}Sessions +none/);
  });

  it("names the sessions of its file, also those that nobody opened", async () => {
    const path = newFile();
    const first = await lab(path);
    await first.run(year, idle, { name: "done" });
    await (await first.createSession(year, idle, { name: "half" })).step(10);
    await first.close();
    const text = inspect(await openLab(path).then((opened) => lab(path).finally(() => opened.close())));
    assert.match(
      text,
      /\n {2}Sessions +2 \(1 COMPLETED, 1 PAUSED\)\n[\s\S]*\n {2}done +COMPLETED [^\n]*\n {2}half +PAUSED/,
    );
  });

  it("shows a session whose process died, or whose file was copied while it ran, as PAUSED", async () => {
    const path = newFile();
    const opened = await lab(path);
    await opened.createSession(year, idle, { name: "left" });
    await opened.close();
    for (const [file, write] of [
      [path, true],
      [newFile(), false],
    ] as const) {
      if (write) {
        const connection = await openConnection(path, "write", 0);
        await connection.execute("UPDATE paper_sessions SET state = 'RUNNING'").finally(() => connection.close());
      } else copyFileSync(path, file);
      assert.match(inspect(await lab(file)), /\n {2}Sessions +1 \(1 PAUSED\)\n[\s\S]*\n {2}left +PAUSED/);
    }
  });

  it("has the metrics of where a session stands that an earlier process paused, as the list has", async () => {
    const path = newFile();
    const columns = ["name", "totalReturn", "sharpe", "maxDrawdown", "beta"];
    const options = { name: "half", symbols: ["AAPL"], benchmark: "SPX" };
    const first = await lab(path);
    const session = await first.createSession(year, buying, options);
    await (await first.createSession(year, idle, { name: "not begun" })).state;
    await session.step(100);
    const metrics = session.metrics();
    const [card, list] = [inspect(first), String(await first.sessions({ columns }))];
    assert.ok(Math.abs(metrics.totalReturn ?? 0) > 0.001 && metrics.beta !== null);
    await first.close();
    const again = await lab(path);
    assert.equal(inspect(again), card);
    assert.equal(String(await again.sessions({ columns })), list);
    const found = await again.sessions({ where: `totalReturn == ${metrics.totalReturn}`, columns: ["name", "calmar"] });
    assert.deepEqual(found.values, [["half", metrics.calmar]]);
    // Then it goes on, and the card has what the file has.
    const other = await apart(path);
    const going = await other.session("half", { strategy: buying });
    await going.step(40);
    await other.close();
    assert.deepEqual((await again.sessions({ columns: ["steps", "sharpe"] })).values[0], [140, going.metrics().sharpe]);
    assert.match(inspect(again), new RegExp(`half +PAUSED .*${going.metrics().sharpe?.toFixed(2)}`));
  });

  it("prints its card in a template literal, as sessions, feeds and metrics do", async () => {
    const opened = await lab();
    const session = await opened.run(year, idle, { name: "a" });
    for (const one of [opened, session, year, session.metrics(), session.plotEquity()]) {
      assert.equal(`${one}`, inspect(one));
    }
  });

  it("says what has become of them since it was opened", async () => {
    const opened = await lab(newFile());
    const session = await opened.createSession(year, idle, { name: "a" });
    await opened.createSession(year, idle, { name: "gone" });
    assert.match(inspect(opened), /\n {2}a +CREATED [^\n]*\n {2}gone +CREATED/);
    await session.run();
    await opened.deleteSession("gone");
    assert.match(inspect(opened), /\n {2}Sessions +1 \(1 COMPLETED\)\n[\s\S]*\n {2}a +COMPLETED/);
  });

  it("names the newest of many, and says where the others are", async () => {
    const opened = await lab(newFile());
    for (let number = 1; number <= 14; number++) await opened.createSession(year, idle, { name: `s${number}` });
    const text = inspect(opened);
    assert.match(text, /\n {2}Sessions +14 \(14 CREATED\)\n/);
    assert.match(text, /\nThe newest 12 of 14 sessions; lab\.sessions\(\) has all\n[\s\S]*\n {2}s3 +CREATED/);
    assert.doesNotMatch(text, /\bs2 /);
  });
});

describe("the index of a sample", () => {
  afterEach(leaveNothing);
  const feed = sample("us-daily", { from: "2013-05-13", to: "2013-06-28" });

  it("is not traded unless it is named", async () => {
    const opened = await lab();
    assert.deepEqual((await opened.createSession(feed, idle)).core.record.config.symbols, ["AAPL"]);
    const symbols = ["AAPL", "SPX"];
    assert.deepEqual((await opened.createSession(feed, idle, { symbols })).core.record.config.symbols, symbols);
  });

  it("is there to measure against, and the feed says so", async () => {
    const opened = await lab();
    const [told, untold, named] = [
      await opened.run(feed, idle, { symbols: ["AAPL"], benchmark: "SPX" }),
      await opened.run(feed, idle),
      await opened.run(feed, idle, { symbols: ["AAPL"] }),
    ].map((session) => session.metrics().benchmarkReturn);
    assert.ok(told !== null && told === untold);
    assert.equal(named, null);
    assert.match(inspect(feed), /\n {2}Benchmark +SPX, traded only where symbols name it/);
  });
});
