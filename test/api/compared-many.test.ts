import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { defineStrategy, gbm, type Session } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import type { Answers } from "../../src/views/comparison/answers";
import { Comparing } from "../../src/views/comparison/comparing";
import { writeComparisonReport } from "../../src/views/comparison/report/report";
import { apple, lab, leaveNothing, newFile, tableOf, year } from "./labs";
import { refused } from "./refused";
import { crossover } from "./strategies";

const drawing = defineStrategy({
  name: "drawing",
  params: { fast: 1 },
  onBar({ random, bar, orderTargetWeight }) {
    if (random() < 0.1) orderTargetWeight(bar.symbol, random());
  },
});

const short = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 80, interval: "1d", seed: "many" });

async function sessions(count: number): Promise<Session[]> {
  const opened = await lab();
  const all = [];
  for (let fast = 0; fast < count; fast++)
    all.push(await opened.run(short, drawing, { name: `s-${fast}`, seed: fast, params: { fast } }));
  return all;
}

describe("a comparison of many", () => {
  afterEach(leaveNothing);

  it("ranks by a metric, a formula or a function, what is undefined last", async () => {
    const all = await sessions(7);
    const idle = await (await lab()).run(short, crossover, { name: "idle", params: { slow: 1000 } });
    const everyone = [idle, ...all];
    const ranked = async (rank: unknown) => {
      const comparison = await (await lab()).compare(everyone, { rank: rank as "sharpe" });
      return tableOf(comparison.sessions({ columns: ["name", "rankValue", "rank"] })).rows;
    };
    const values = (of: (one: Session) => number | null, sign: 1 | -1) =>
      all
        .map((one) => [one.name, of(one) ?? Number.NaN] as const)
        .sort(([, a], [, b]) => sign * (b - a))
        .map(([name, value], at) => [name, value, at + 1]);
    const undefinedLast = ["idle", null, null];
    const sharpe = values((one) => one.metrics().sharpe, 1);
    assert.deepEqual(await ranked("sharpe"), [...sharpe, undefinedLast]);
    assert.deepEqual(await ranked(({ sharpe: value }: { sharpe: number | null }) => value), [...sharpe, undefinedLast]);
    const formula = values((one) => (one.metrics().sharpe ?? 0) - Math.abs(one.metrics().maxDrawdown ?? 0), 1);
    assert.deepEqual(await ranked("sharpe - abs(maxDrawdown)"), [...formula, undefinedLast]);
    // Of a metric that is better when it is lower, the lowest comes first.
    const [first] = await ranked("annualVolatility");
    assert.equal(first[0], "idle");
    assert.deepEqual((await ranked("params.fast")).at(0), ["s-6", 6, 1]);
  });

  it("sorts its list by any column", async () => {
    const all = await sessions(4);
    const comparison = await (await lab()).compare(all);
    const names = (options: object) => tableOf(comparison.sessions({ ...options, columns: ["name"] })).rows.flat();
    assert.deepEqual(names({}), ["s-0", "s-1", "s-2", "s-3"]);
    assert.deepEqual(names({ orderBy: "-params.fast", limit: 2 }), ["s-3", "s-2"]);
    const sharpes = new Map(all.map((one) => [one.name, one.metrics().sharpe ?? 0]));
    const sorted = [...sharpes.keys()].sort((a, b) => (sharpes.get(a) ?? 0) - (sharpes.get(b) ?? 0));
    assert.deepEqual(names({ orderBy: "sharpe" }), sorted);
    assert.deepEqual(names({ orderBy: ({ params }: { params: { fast: number } }) => -params.fast }).at(0), "s-3");
  });

  it("sorts by labels as they are now", async () => {
    const all = await sessions(3);
    const comparison = await (await lab()).compare(all);
    const first = () => tableOf(comparison.sessions({ orderBy: 'not has(tags, "good")', columns: ["name"] })).rows[0];
    assert.deepEqual(first(), ["s-0"]);
    await all[1].tag("good");
    assert.deepEqual(first(), ["s-1"]);
    await all[1].untag("good");
    await all[2].tag("good");
    assert.deepEqual(first(), ["s-2"]);
  });

  it("shows the settings that differ, side by side and as columns", async () => {
    const all = await sessions(2);
    const comparison = await (await lab()).compare(all);
    assert.deepEqual(tableOf(comparison.settings()), {
      columns: ["setting", "s-0", "s-1"],
      rows: [
        ["params.fast", 0, 1],
        ["options.seed", 0, 1],
      ],
    });
    const { columns } = comparison.sessions();
    assert.ok(columns.includes("params.fast") && columns.includes("options.seed"));
    assert.match(inspect(comparison), /Settings that differ\n {2}setting +s-0 +s-1\n/);
    // How fast one ran, and how often it was photographed, decide nothing.
    const same = { seed: 0, params: { fast: 0 }, pace: { updatesPerSecond: 1e6 }, snapshotEvery: "1w" } as const;
    const paced = await (await lab()).run(short, drawing, { name: "paced", ...same });
    assert.deepEqual(tableOf((await (await lab()).compare([all[0], paced])).settings()).rows, []);
    const alike = await (await lab()).compare([all[0], (await sessions(1))[0]]);
    assert.deepEqual(tableOf(alike.settings()).rows, []);
  });

  it("writes whole numbers as such in the settings, whatever else is in their column", async () => {
    const opened = await lab();
    const sized = defineStrategy({
      name: "sized",
      params: { fast: 1, share: 0.5 },
      onBar: ({ bar, params, orderTargetWeight }) => orderTargetWeight(bar.symbol, params.share),
    });
    const run = (name: string, fast: number, share: number, seed: number) =>
      opened.run(short, sized, { name, seed, params: { fast, share }, initialCapital: 1000 * seed });
    const comparison = await opened.compare([await run("one", 10, 0.25, 100), await run("two", 11, 0.5, 101)]);
    const lines = inspect(comparison.settings()).split("\n").slice(2, 6);
    assert.deepEqual(
      lines.map((line) => line.trim().split(/ +/)),
      [
        ["initialCapital", "100,000", "101,000"],
        ["params.fast", "10", "11"],
        ["params.share", "0.25", "0.5"],
        ["options.seed", "100", "101"],
      ],
    );
  });

  it("has one row a session in the card of more than five, with the best marked and a curve", async () => {
    const five = inspect(await (await lab()).compare(await sessions(5)));
    assert.match(five, /\n {2}metric +s-0 +s-1 +s-2 +s-3 +s-4\n/);
    await leaveNothing();
    const all = await sessions(6);
    const comparison = await (await lab()).compare(all);
    const lines = inspect(comparison).split("\n");
    assert.equal(lines[0], "6 sessions  (comparison)");
    const head = lines.findIndex((line) => /^ {2}rank +session +curve +sharpe +params\.fast /.test(line));
    const rows = lines.slice(head + 2, head + 8);
    assert.ok(
      rows.every((row) => /^ +\d +s-\d +[▁▂▃▄▅▆▇█]{12} /.test(row)),
      rows.join("\n"),
    );
    const best = [...all].sort((a, b) => (b.metrics().sharpe ?? 0) - (a.metrics().sharpe ?? 0))[0].name;
    assert.match(rows[0], new RegExp(`^ +1 +${best} .* \\*`));
    assert.match(lines[1], new RegExp(`^ {2}Leader +${best}, with Sharpe ratio .* ahead of s-\\d; `));
  });

  it("stays small for 200", async () => {
    const comparison = await (await lab()).compare(await sessions(200));
    const card = bundleOf(comparison);
    assert.ok(String(card?.["text/html"]).length < 300_000, `${String(card?.["text/html"]).length}`);
    assert.ok(inspect(comparison).split("\n").length < 40);
    assert.match(
      inspect(comparison),
      /^200 sessions {2}\(comparison\)\n {2}Leader +s-\d+, .* winners\(\) says who of 200/,
    );
    assert.ok(JSON.stringify(comparison.plotEquity()).length < 300_000);
    const { rows, columns } = tableOf(comparison.correlation());
    assert.deepEqual([rows.length, columns.length], [200, 201]);
    for (const [at, row] of rows.entries()) {
      assert.equal(row[at + 1], 1);
      assert.equal(row[1], rows[0][at + 1]);
    }
    assert.equal(tableOf(comparison.sessions()).rows.length, 200);
  });

  it("takes names, numbers and sessions, also for the baseline", async () => {
    const path = newFile();
    const opened = await lab(path);
    const a = await opened.run(year, crossover, { ...apple, name: "a" });
    await opened.run(year, crossover, { ...apple, name: "b", params: { fast: 4 } });
    const beaten = async (baseline: Session | string | number) =>
      (await opened.compare([a, "b"], { baseline })).againstRows("cagr");
    const [byName, byNumber, byItself] = [await beaten("a"), await beaten(a.id), await beaten(a)];
    assert.deepEqual(byName, byNumber);
    assert.deepEqual(byName, byItself);
    assert.deepEqual(
      byName.map(({ session }) => session),
      ["b"],
    );
  });

  it("names what is wrong, with the near match", async () => {
    const opened = await lab();
    const all = await sessions(2);
    const compare = (options: object) => opened.compare(all, options);
    await refused(compare({ rank: "sharp" }), "UNKNOWN_COLUMN", 'Unknown name "sharp" in rank. Did you mean "sharpe"?');
    await refused(
      compare({ rank: "fast + 1" }),
      "UNKNOWN_COLUMN",
      'Unknown name "fast" in rank. Did you mean "params.fast"?',
    );
    await refused(
      compare({ rank: 5 }),
      "INVALID_OPTION",
      "Expected rank to be a metric, a formula, or a function, was 5",
    );
    for (const rank of [async () => 1, () => new Date(0), () => 5n])
      await assert.rejects(
        async () => (await compare({ rank })).sessions(),
        {
          code: "INVALID_OPTION",
          message: /^Expected rank to be a function that returns a number, a text or null, was /,
        },
        String(rank),
      );
    for (const rank of ["sharpe = 1", "import('fs')", "sharpe.constructor", "sqrt(", ""])
      await assert.rejects(compare({ rank }), /PaperLabError/, rank);
    await refused(
      compare({ baseline: "s-9" }),
      "INVALID_OPTION",
      'Expected baseline to be the name or number of one of the compared sessions, was "s-9". Did you mean "s-0"?',
    );
    await refused(
      compare({ draw: 5 }),
      "UNKNOWN_OPTION",
      'Unknown option "draw" of lab.compare. Did you mean "draws"?',
    );
    for (const [name, value] of [
      ["draws", 5],
      ["draws", 1.5],
      ["draws", Number.NaN],
      ["alpha", 0],
      ["alpha", "5 %"],
      ["seed", {}],
      ["seed", Number.NaN],
    ] as const)
      await assert.rejects(compare({ [name]: value }), new RegExp(`Expected ${name} to be `));
    const comparison = await compare({});
    assert.throws(() => comparison.against(), {
      code: "INVALID_OPTION",
      message: /Expected baseline to be given to lab.compare/,
    });
    assert.throws(() => comparison.intervals("sharp" as "sharpe"), /Did you mean "sharpe"/);
    assert.throws(() => comparison.sessions({ columns: ["sharp"] }), {
      code: "UNKNOWN_COLUMN",
      message: /Did you mean "sharpe"/,
    });
    assert.throws(() => comparison.sessions({ orderBy: "-sharp" }), { code: "UNKNOWN_COLUMN" });
    assert.throws(() => comparison.sessions({ order: "sharpe" } as object), { code: "UNKNOWN_OPTION" });
  });

  it("has a report with the twelve that lead, the baseline among them, and says how many are left out", async () => {
    const all = await sessions(14);
    const last = all.reduce((a, b) => ((a.metrics().sharpe ?? 0) < (b.metrics().sharpe ?? 0) ? a : b));
    const comparison = await (await lab()).compare(all, { baseline: last, draws: 100 });
    const path = newFile("many.html");
    await comparison.report(path);
    const sections = readFileSync(path, "utf8").split("<h2").slice(1);
    const section = (heading: string) => sections.find((one) => one.replace(/^[^>]*>/, "").startsWith(heading)) ?? "";
    const rows = (heading: string, metric: string) => section(heading).split(`>${metric}<`).length - 1;
    assert.equal(rows("How sure", "CAGR"), 12);
    assert.equal(rows("Against the baseline", "CAGR"), 11);
    assert.match(
      section("Against the baseline"),
      new RegExp(`Against ${last.name}\\. Of the 11 sessions that lead, and the baseline; `),
    );
    // Within a metric they stand by rank.
    const ranked = [...all].sort((a, b) => (b.metrics().sharpe ?? 0) - (a.metrics().sharpe ?? 0)).slice(0, 11);
    for (const [heading, expected] of [
      ["How sure", [...ranked, last]],
      ["Against the baseline", ranked],
    ] as const) {
      const cells = [...section(heading).matchAll(/<td[^>]*>([^<]*)</g)].map(([, text]) => text);
      const found = cells.flatMap((text, at) => (text === "CAGR" ? [cells[at + 1]] : []));
      assert.deepEqual(
        found,
        expected.map(({ name }) => name),
      );
    }
    for (const call of ["against", "intervals", "correlation"])
      assert.ok(
        sections.some((one) => one.includes(`comparison.${call}() has all 14.`)),
        call,
      );
    // A row and a column for each.
    assert.equal(section("Correlation").split(`>${last.name}<`).length - 1, 2);
  });

  it("resamples no more than a hundred in a report, and says which calls have what that leaves out", async () => {
    const all = await sessions(101);
    const path = newFile("hundred.html");
    const reported = async (count: number, options: { readonly draws: number; readonly baseline?: string }) => {
      const comparing = new Comparing(
        all.slice(0, count).map(({ core }) => core),
        options,
      );
      const asked: string[] = [];
      const heard = (of: Answers): Answers => ({
        ...of,
        by: (metric) => of.by(asking("by", metric)),
        against: (baseline, metric) => of.against(baseline, asking("against", metric)),
        intervals: (metric) => of.intervals(asking("intervals", metric)),
      });
      const asking = <T>(question: string, metric: T): T => {
        asked.push(question);
        return metric;
      };
      const get = (of: Comparing, name: string | symbol) =>
        name === "answers" ? () => heard(of.answers()) : Reflect.get(of, name, of);
      await writeComparisonReport(new Proxy(comparing, { get }), path);
      return { asked: new Set(asked), text: readFileSync(path, "utf8").replace(/<[^>]*>/g, " ") };
    };
    const many = await reported(101, { draws: 100, baseline: "s-3" });
    assert.deepEqual([...many.asked], []);
    assert.match(many.text, /comparison\.winners\(\) says who of 101 cannot be told from the winner\./);
    assert.match(many.text, /Left out of a report of 101 sessions; comparison\.intervals\(\) has it\./);
    assert.match(many.text, /Against s-3\. Left out of a report of 101 sessions; comparison\.against\(\) has it\./);
    const hundred = await reported(100, { draws: 100, baseline: "s-3" });
    for (const question of ["by", "against", "intervals"]) assert.ok(hundred.asked.has(question), question);
    assert.doesNotMatch(hundred.text, /Left out of a report|says who of/);
    // Who asked for no resamples is not sent to ask for them.
    const none = await reported(101, { draws: 0 });
    assert.match(none.text, /no answer, no resamples were asked for/);
    assert.doesNotMatch(none.text, /Left out of a report|says who of/);
  });
});
