import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { type Comparison, replay, type Session } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { apple, lab, leaveNothing, newFile, newSession, tableOf, year } from "./labs";
import { refused } from "./refused";
import { crossover, eventful, failing } from "./strategies";

describe("a comparison", () => {
  afterEach(leaveNothing);

  async function sessions(...names: string[]): Promise<Session[]> {
    const opened = await lab();
    const all = names.map((name, at) => opened.run(year, crossover, { ...apple, name, params: { fast: 3 + at } }));
    return Promise.all(all);
  }

  async function compared(...names: string[]): Promise<{ comparison: Comparison; sessions: Session[] }> {
    const all = await sessions(...names);
    return { comparison: await (await lab()).compare(all), sessions: all };
  }

  it("has one row a metric and one column a session, with the sessions' own numbers", async () => {
    const { comparison, sessions } = await compared("a", "b", "c");
    const { columns, rows } = tableOf(comparison.metrics());
    assert.deepEqual(columns, ["metric", "a", "b", "c"]);
    assert.deepEqual(
      rows.map(([key]) => key),
      Object.keys(sessions[0].metrics()),
    );
    for (const [key, ...values] of rows) {
      assert.deepEqual(
        values,
        sessions.map((session) => session.metrics()[key as "sharpe"]),
      );
    }
  });

  it("takes sessions, names and numbers", async () => {
    const opened = await lab(newFile());
    const a = await opened.run(year, crossover, { ...apple, name: "a" });
    await opened.run(year, eventful, { ...apple, name: "b" });
    await opened.run(year, crossover, { ...apple, name: "c", params: { fast: 3 } });
    const comparison = await opened.compare([a, "b", 3]);
    assert.deepEqual(comparison.metrics().columns, ["metric", "a", "b", "c"]);
  });

  it("counts a session that is given several times once, and says so where no other is given", async () => {
    const opened = await lab(newFile());
    const a = await opened.run(year, crossover, { ...apple, name: "a" });
    const b = await opened.run(year, eventful, { ...apple, name: "b" });
    const comparison = await opened.compare([a, "b", 2, "a", b], { baseline: 1 });
    assert.deepEqual(comparison.metrics().columns, ["metric", "a", "b"]);
    const message = 'Expected two or more sessions to compare, was only "a", ';
    await refused(opened.compare([a, "a"]), "INVALID_OPTION", `${message}twice`);
    await refused(opened.compare([a, "a", 1]), "INVALID_OPTION", `${message}3 times`);
    await refused(opened.compare(["a"]), "INVALID_OPTION", "Expected two or more sessions to compare, was 1");
  });

  it("names two that tie as winners, and nobody else as like them", async () => {
    const opened = await lab();
    for (const name of ["a", "b"]) await opened.run(year, crossover, { ...apple, name });
    const comparison = await opened.compare(["a", "b"]);
    const [row] = comparison.winnerRows().filter(({ metric }) => metric === "sharpe");
    assert.deepEqual([row.winner, row.notDistinguishable], ["a, b", []]);
    const { columns, rows } = tableOf(comparison.winners());
    const [told] = rows.filter(([metric]) => metric === "sharpe");
    assert.equal(told[columns.indexOf("notDistinguishable")], "nobody else");
    assert.match(inspect(comparison), /Leader {2}a, b, .*; they do not differ\n/);
  });

  it("names the winner of each metric that has a better direction", async () => {
    const { comparison, sessions } = await compared("a", "b");
    const { columns, rows } = tableOf(comparison.winners());
    const about = ["difference", "direction", "notDistinguishable"];
    assert.deepEqual(columns, ["metric", "winner", "value", "runnerUp", "runnerUpValue", ...about]);
    const [sharpe] = rows.filter(([metric]) => metric === "sharpe");
    const [first, second] = [...sessions].sort((x, y) => (y.metrics().sharpe ?? 0) - (x.metrics().sharpe ?? 0));
    const [most, next] = [first, second].map((session) => session.metrics().sharpe as number);
    assert.deepEqual(sharpe.slice(0, 7), ["sharpe", first.name, most, second.name, next, most - next, "higher"]);
  });

  it("shows on a page who cannot be told from the winner before the runner-up, since a page may be narrow", async () => {
    const { comparison } = await compared("a", "b");
    const html = String(bundleOf(comparison.winners())?.["text/html"]);
    const headings = [...html.replaceAll("<wbr>", "").matchAll(/<th\b[^>]*>([^<]*)/g)].map(([, heading]) => heading);
    const wanted = ["metric", "winner", "value", "notDistinguishable", "runnerUp"];
    assert.deepEqual(headings.slice(0, 5), wanted);
  });

  it("lets no undefined metric win, nor lose, and nobody where all are undefined", async () => {
    const opened = await lab();
    const idle = await opened.run(year, crossover, { ...apple, name: "idle", params: { slow: 1000 } });
    const losing = await opened.run(year, eventful, { ...apple, name: "losing" });
    const comparison = await opened.compare([idle, losing], { rank: "winRate" });
    const { columns, rows } = tableOf(comparison.winners());
    const of = (key: string) => rows.find(([metric]) => metric === key);
    assert.deepEqual(of("winRate")?.slice(0, 6), ["winRate", null, null, null, null, null]);
    assert.equal(of("winRate")?.[columns.indexOf("notDistinguishable")], "no winner: only one session has it");
    // So say the table of metrics, which marks the best, and the leader.
    assert.match(inspect(comparison), /Leader +nobody by Winning trades, because only losing has it\n/);
    assert.match(inspect(comparison), /^ *winRate +– +[\d.]+ %$/m);
    assert.equal(of("informationRatio"), undefined);
    const untouched = await opened.createSession(year, crossover, { name: "untouched" });
    const none = tableOf((await opened.compare([untouched, idle])).winners()).rows;
    assert.ok(none.every((row) => row[1] !== "untouched" || row[2] !== null));
  });

  it("carries any name, and columns called like the members of a frame", async () => {
    const names = ["values", "index", "<b>x</b>", "a, b", "metric"];
    const { comparison } = await compared(...names);
    const frame = comparison.metrics();
    assert.deepEqual(frame.columns, ["metric", "values", "index", "<b>x</b>", "a, b", "metric #2"]);
    assert.equal(frame.column("values").values.length, frame.shape[0]);
    assert.deepEqual(comparison.sessions().column("name").values, names);
    assert.match(inspect(comparison), /^values, index, <b>x<\/b>, a, b, metric {2}\(comparison\)/);
    const html = String(bundleOf(comparison)?.["text/html"]);
    assert.ok(html.includes("&lt;b&gt;x&lt;/b&gt;") && !html.includes("<b>x</b>"));
  });

  it("shows each session's state, strategy and range", async () => {
    const opened = await lab();
    const done = await opened.run(year, crossover, { ...apple, name: "done" });
    const half = await opened.createSession(year, crossover, { ...apple, name: "half", ifExists: "new" });
    await half.step(10);
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
    await assert.rejects(failed.run());
    const fresh = await opened.createSession(year, eventful, { name: "fresh" });
    const { columns, rows } = tableOf((await opened.compare([done, half, failed, fresh])).sessions());
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    assert.deepEqual(of("state"), ["COMPLETED", "PAUSED", "FAILED", "CREATED"]);
    assert.deepEqual(of("strategy"), ["crossover", "crossover", "failing", "eventful"]);
    assert.deepEqual(of("fromDate"), ["2013-05-13", "2013-05-13", "2013-05-13", null]);
    // Of the window that they share.
    assert.deepEqual(of("steps"), [10, 10, 10, null]);
    assert.equal(of("finalEquity").at(-1), null);
  });

  it("correlates day returns, 1 with itself", async () => {
    const opened = await lab();
    const a = await opened.run(year, crossover, { ...apple, name: "a" });
    const b = await opened.run(year, crossover, { ...apple, name: "b", initialCapital: 100_000 });
    const c = await opened.run(year, eventful, { ...apple, name: "c" });
    const { rows } = tableOf((await opened.compare([a, b, c])).correlation());
    const rounded = rows.map((row) => row.slice(1).map((value) => Math.round((value as number) * 1e9) / 1e9));
    assert.deepEqual([rounded[0][0], rounded[0][1], rounded[1][0]], [1, 1, 1]);
    assert.ok(Math.abs(rounded[0][2]) < 1 && rounded[0][2] === rounded[2][0]);
  });

  it("puts days and minutes side by side", async () => {
    const minute = 60_000;
    const start = Date.UTC(2014, 0, 2, 14, 30);
    const bars = Array.from({ length: 300 }, (_, at) => ({
      ...{ symbol: "X", time: start + (at + 1) * minute, volume: 1000 },
      ...{ open: 100, high: 103, low: 98, close: 100 + Math.sin(at / 9) },
    }));
    const opened = await lab();
    const days = await opened.run(year, crossover, { ...apple, name: "days" });
    const minutes = await opened.run(replay(bars), crossover, { name: "minutes" });
    for (const pair of [
      [days, minutes],
      [minutes, days],
    ]) {
      const comparison = await opened.compare(pair);
      const { columns, rows } = tableOf(comparison.sessions());
      assert.deepEqual(
        columns.filter((column) => column.endsWith("Date")),
        [],
      );
      assert.equal(rows.length, 2);
      assert.equal(comparison.plotEquity().data.length, 2);
      assert.equal(comparison.correlation().shape[0], 2);
      assert.equal(typeof inspect(comparison), "string");
    }
  });

  it("draws the curves over one another, each under its name", async () => {
    const { comparison, sessions } = await compared("a", "b");
    const { data } = comparison.plotEquity() as unknown as { data: { name: string; y: number[] }[] };
    assert.deepEqual(
      data.map(({ name }) => name),
      ["a", "b"],
    );
    for (const [at, session] of sessions.entries()) {
      const equity = session.equityRows().at(-1)?.equity ?? Number.NaN;
      assert.ok(Math.abs((data[at].y.at(-1) ?? 0) - equity) < 0.01);
    }
    assert.equal(comparison.plotDrawdown().data.length, 2);
  });

  it("writes one page with everything, escaped, that needs nothing else", async () => {
    const { comparison } = await compared("<script>alert(1)</script>", "b");
    const path = newFile("page.html");
    await comparison.report(path);
    const page = readFileSync(path, "utf8");
    for (const word of ["Equity", "Metrics", "Winners", "Sharpe ratio", "Runner up value"])
      assert.ok(page.includes(word), word);
    assert.ok(!page.includes("<script>alert(1)</script>"));
    assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert.ok(!/(src|href)="https?:/.test(page.split("<script>")[0]));
    await assert.rejects(comparison.report("/no/such/folder/x.html"), { code: "REPORT_FAILED" });
  });

  it("is of sessions as they are now", async () => {
    const session = await newSession({ name: "a" });
    await session.step(10);
    const other = await newSession({ name: "b" });
    await other.run();
    const comparison = await (await lab()).compare([session, other]);
    await session.run();
    assert.equal(comparison.sessions().column("steps").values[0], 265);
  });
});
