import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { inspect } from "node:util";
import { metricCatalog } from "../../src/analysis/metrics/catalog";
import { defineStrategy, gbm, replay, type Session } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { formatValue } from "../../src/output/formats";
import { SessionCore } from "../../src/session/core";
import { pricePlot } from "../../src/views/session/figures";
import { benchmarkMetrics } from "../../src/views/session/report/benchmark";
import { writeSessionReport } from "../../src/views/session/report/report";
import { readingBarsOnce, takenBars } from "../../src/views/session/tracking/bars";
import { apple, closeAll, costly, lab, leaveNothing, newFile, newSession, year } from "./labs";
import { crossover, eventful, failing } from "./strategies";

const headingsOf = (page: string) => [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text);

const storedAs = ({ content, fingerprint }: Session) => ({ content, fingerprint });

describe("the report of a session", () => {
  afterEach(leaveNothing);

  it("is a link in a cell, relative to the notebook, and its path elsewhere", async () => {
    const session = await newSession({ name: "a" });
    const path = join(dirname(newFile()), "a <b> & 100%.html");
    const report = await session.report(path);
    assert.deepEqual({ ...report }, { path });
    assert.equal(inspect(report), path);
    const html = String(bundleOf(report)?.["text/html"]);
    const [, address = ""] = /^<a href="(.*?)" target="_blank">/.exec(html) ?? [];
    assert.equal(decodeURIComponent(address), relative(process.cwd(), path));
    assert.ok(address.endsWith("/a%20%3Cb%3E%20%26%20100%25.html"), address);
    assert.ok(html.includes("a &lt;b&gt; &amp; 100%.html</a>") && !html.includes("<b>"));
    assert.equal(basename(path), "a <b> & 100%.html");
  });

  it("has every part of a tear sheet, with the session's own numbers", async () => {
    const opened = await lab();
    const session = await opened.run(year, eventful, {
      ...costly,
      name: "a",
      tags: ["a <tag>"],
      notes: "some <notes>",
    });
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    assert.deepEqual(headingsOf(page), [
      ...["Equity", "Metrics", "Months and years", "Distribution of returns", "Rolling figures", "Drawdowns"],
      ...["Exposure", "Trades", "Attribution", "Costs", "Params and options", "Strategy", "Data and identity"],
      ...["Prices", "All trades"],
    ]);
    const { sharpe, cagr, beta } = session.metrics();
    for (const text of [formatValue(sharpe, "ratio"), formatValue(cagr, "percent"), formatValue(beta, "ratio")])
      assert.ok(page.includes(`>${text}<`), text);
    assert.ok(page.includes(">Excess kurtosis</th>") && !page.includes(">Kurtosis<"));
    const [best] = [...session.tradeRows()].sort((one, other) => other.netPnl - one.netPnl);
    assert.ok(page.includes(`<td class="k">${best.id}</td>`));
    const cost = session.attributionRows("cost").find((row) => row.cost === "commission");
    assert.ok(page.includes(`<td class="k">commission</td><td class="n">${formatValue(cost?.pnl, "currency")}</td>`));
    for (const text of ["a &lt;tag&gt;", "some &lt;notes&gt;", session.fingerprint, "By tag", "commissionBps"])
      assert.ok(page.includes(text), text);
  });

  it("reads the bars of one symbol or several once, and shows the prices that they have", async () => {
    const opened = await lab();
    for (const symbols of [["A"], ["A", "B", "C"]]) {
      const made = gbm(Object.fromEntries(symbols.map((one) => [one, {}])), { bars: 300, interval: "1d", seed: 5 });
      const session = await opened.run(made, eventful, { name: symbols.join("") });
      const charts = symbols.map((symbol) => JSON.stringify(session.plotPrice(symbol).data));
      const source = session.core.record.feed();
      const read: string[] = [];
      const counted = new Proxy(source, {
        get(target, key) {
          const value = Reflect.get(target, key, target);
          if (key !== "blocks") return value;
          return (chosen: readonly string[]) => {
            read.push(chosen.join());
            return source.blocks(chosen);
          };
        },
      });
      const again = new SessionCore(
        { ...session.core.record, feed: () => counted, stored: storedAs(session) },
        undefined,
      );
      assert.ok(session.tradeRows().length > 0);
      await writeSessionReport(again, newFile("a.html"));
      assert.deepEqual(read, [symbols.join()]);
      const shown = readingBarsOnce(again, () => {
        takenBars(again, symbols);
        return symbols.map((symbol) => JSON.stringify(pricePlot(again, symbol).data));
      });
      assert.deepEqual(shown, charts);
    }
  });

  it("measures a benchmark as the session: one that is like it has the same metrics of returns", async () => {
    const found = gbm({ AAPL: {} }, { bars: 500, calendar: "weekdays", seed: 3 });
    // With a calendar that is not declared, the days of a year are counted.
    for (const feed of [year, replay(found.toFrame(), { timezone: "UTC" })]) {
      const opened = await lab();
      const same = { ...apple, riskFree: 0.01 };
      const other = await opened.run(feed, crossover, { ...same, name: "a" });
      const session = await opened.run(feed, crossover, { ...same, name: "b", benchmark: other });
      assert.equal(session.core.metrics().counted, feed !== year);
      const own = session.metrics();
      const theirs = benchmarkMetrics(session.core)?.metrics;
      const keys = metricCatalog.slice(0, 20).map(({ key }) => key);
      assert.equal(keys.at(-1), "profitFactorPeriods");
      for (const key of keys) {
        const [one, expected] = [Number(theirs?.[key]), Number(own[key])];
        assert.ok(Math.abs(one - expected) <= 1e-12 * Math.abs(expected), `${key} ${one} ${expected}`);
      }
      assert.ok(Number(theirs?.maxDrawdownDays) > 10);
      assert.deepEqual([theirs?.trades, theirs?.finalEquity], [null, null]);
    }
  });

  it("measures each year of the benchmark so that the years make the whole", async () => {
    const session = await (await lab()).run(year, crossover, { ...apple, name: "a", benchmark: "SPX" });
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    const rows = [
      ...page.matchAll(/<tr><td class="k">(20\d\d)<\/td><td class="n">(.*?) %<\/td><td class="n">(.*?) %<\/td>/g),
    ];
    const grown = (at: number) => rows.reduce((all, row) => all * (1 + Number(row[at]) / 100), 1) - 1;
    const { totalReturn, benchmarkReturn } = session.metrics();
    assert.equal(rows.length, 2);
    assert.ok(Math.abs(grown(2) - (totalReturn ?? 0)) < 0.001, `${grown(2)} of ${totalReturn}`);
    assert.ok(Math.abs(grown(3) - (benchmarkReturn ?? 0)) < 0.001, `${grown(3)} of ${benchmarkReturn}`);
  });

  it("is of a session at any time, with what there is", async () => {
    const session = await newSession({ name: "a" });
    const pageOf = async () => readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    const before = await pageOf();
    assert.ok(before.includes("It has no bars yet.") && headingsOf(before).includes("Strategy"));
    await session.step(1);
    const first = await pageOf();
    assert.ok(first.includes("One step is too few for a curve.") && !first.includes("no bars yet"));
    await session.step(2);
    const third = await pageOf();
    assert.ok(headingsOf(third).includes("Equity") && !third.includes("too few for a curve"));
    await session.run();
    assert.ok((await pageOf()).includes("COMPLETED"));
  });

  it("has the warnings and the error of a session that failed", async () => {
    const opened = await lab();
    const session = await opened.createSession(year, failing, { ...apple, name: "a" });
    await assert.rejects(session.run(), { code: "STRATEGY_FAILED" });
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    assert.match(page, /<ul class="warnings">.*no more.*<\/ul>/);
  });

  it("has one clock within the day, that of its feed, in figures, tables and words", async () => {
    const opened = await lab();
    const hours = gbm({ A: {}, B: {} }, { bars: 400, interval: "30m", calendar: "XNYS", seed: 5 });
    const [one, other] = ["one", "other"].map((name, at) =>
      opened.run(hours, crossover, { name, symbols: ["A"], params: { fast: 5 + at } }),
    );
    const session = await one;
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8").split("<footer>")[0];
    const compared = await (await opened.compare([session, await other])).report(newFile("b.html"));
    const both = readFileSync(compared.path, "utf8").split("<footer>")[0];
    for (const text of [page, both]) {
      assert.ok(text.includes("America/New_York") && !text.includes("UTC"), /.{60}UTC.{20}/.exec(text)?.[0]);
    }
    const [trade] = session.tradeRows();
    const [date, time] = new Date(trade.exitTime).toLocaleString("sv-SE", { timeZone: "America/New_York" }).split(" ");
    assert.ok(page.includes(`<td class="k">${date} ${time.slice(0, 5)}</td>`), `${date} ${time}`);
    assert.match(page, /<th[^>]*>Exit time \(<wbr>America|<th[^>]*>Exit time \(America/);
    assert.match(inspect(session), /Range +\d{4}-\d\d-\d\d 10:00 to .* America\/New_York, 400 steps/);
    assert.match(inspect(hours), /Range +\S+ \d\d:\d\d to \S+ \d\d:\d\d America\/New_York\n/);
  });

  it("shows a strategy without the marks of a bundler", async () => {
    const opened = await lab();
    // As text, since what compiles the tests has marks of its own.
    const onBar = new Function(
      "return () => {\n  const seen = /* @__PURE__ */ new Map(), all = /*#__PURE__*/ new Set();\n}",
    )();
    const session = await opened.run(year, defineStrategy({ name: "marked", onBar }), { ...apple, name: "a" });
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    assert.match(page, /\n {2}const seen = new Map\(\), all = new Set\(\);\n/);
  });

  it("shows the strategy of a session that was read from its file, laid out", async () => {
    const path = newFile();
    await (await lab(path)).run(year, crossover, { ...apple, name: "a" });
    await closeAll();
    const session = await (await lab(path)).session("a");
    const page = readFileSync((await session.report(newFile("a.html"))).path, "utf8");
    assert.match(page, /<pre>onBar\(\{ bar, history, params, orderTarget \}\) \{\n {2}const \{/);
  });
});
