import assert from "node:assert/strict";
import { displayable } from "../../../src/notebook/display";
import { pointStates } from "../../../src/sweep/kept/results";
import { showSweep } from "../../../src/views/live/sweep-board";
import { sweepCard } from "../../../src/views/sweep/card";
import { liveSweepCard } from "../../../src/views/sweep/live";
import { leaveNothing } from "../../api/labs";
import { asCell } from "../../support/notebook-cell";
import { gridOf, type SweptInMemory } from "../../support/swept";
import { crossovers, ensemble } from "./swept-year";

/** As if the runs from some place on were still to come. */
function asOf(results: SweptInMemory, run: number): SweptInMemory {
  for (let at = run; at < results.states.length; at++) {
    results.states[at] = pointStates.left;
    for (const key of results.metricKeys) results.metric(key)[at] = Number.NaN;
  }
  results.state = "RUNNING";
  results.timing = { startedAt: 0, runsPerSecond: 2.5, secondsLeft: (results.states.length - run) / 2.5 };
  return results;
}

const lineOf = (text: string, label: string) => text.split("\n").find((line) => line.startsWith(`  ${label} `)) ?? "";

describe("the live card of a sweep", () => {
  afterEach(leaveNothing);

  it("says what is done, failed and left, how fast it goes, and the best so far", async () => {
    const results = asOf(await crossovers(), 7);
    results.fail(6, { code: "STRATEGY_FAILED", message: "It threw <x>\nat a" });
    for (const key of results.metricKeys) results.metric(key)[6] = Number.NaN;
    const text = liveSweepCard(results).text();
    assert.match(text, /^Sweep swept {2}\(RUNNING\)\n {2}\[#+\.+\] 58 %\n/);
    assert.match(lineOf(text, "Done"), / 6 of 12, 1 failed, 5 left$/);
    assert.match(lineOf(text, "Speed"), / 2\.50 runs a second, 2 s left$/);
    assert.match(lineOf(text, "Best so far"), /Sharpe ratio -?\d\.\d\d at fast [357], slow \d+$/);
    assert.match(lineOf(text, "Failed"), /STRATEGY_FAILED, such as: It threw <x>$/);
    assert.match(
      lineOf(text, "Map"),
      /Sharpe ratio: fast 3 to 9 to the right, slow 15 to 35 upward; dark to bright: -?\d\.\d\d to -?\d\.\d\d$/,
    );
    // Rows from above: slow 35, 25, 15; columns: fast 3, 5, 7, 9.
    const [high, middle, low] = text
      .split("\n")
      .slice(-3)
      .map((line) => line.trim());
    assert.match(high, /^[░▒▓█]{4}····$/);
    assert.match(middle, /^[░▒▓█]{4}····$/);
    assert.match(low, /^[░▒▓█]{4}xx··$/);
  });

  it("has as many lines before the first run as after the last one", async () => {
    const count = (results: SweptInMemory) => liveSweepCard(results).text().split("\n").length;
    const whole = count(await crossovers());
    assert.equal(count(asOf(await crossovers(), 0)), whole);
    assert.equal(count(asOf(await crossovers(), 5)), whole);
  });

  it("shows a line over one param and over seeds, and says which", async () => {
    const one = liveSweepCard(await crossovers({}, gridOf({ fast: [9, 3, 5, 7] }))).text();
    assert.match(lineOf(one, "Line"), /Sharpe ratio by fast, from 3 to 9: -?\d\.\d\d to -?\d\.\d\d$/);
    assert.match(one, /^ {2}[▁▂▃▄▅▆▇█]{4}$/m);
    const seeds = liveSweepCard(await ensemble(6)).text();
    assert.match(lineOf(seeds, "Line"), /Sharpe ratio of the seeds, by size: /);
  });

  it("of 10,000 runs takes less than 300 KB", async () => {
    const results = await crossovers({}, gridOf({ fast: [3, 4] }));
    const points = gridOf({
      fast: Array.from({ length: 100 }, (_, at) => at),
      slow: Array.from({ length: 100 }, (_, at) => at),
    });
    const values = Float64Array.from(points, (_, at) => Math.sin(at));
    const many = {
      ...results,
      name: "many",
      state: "RUNNING",
      config: results.config,
      metricKeys: ["sharpe"],
      rank: results.rank,
    } as const;
    const card = liveSweepCard({
      ...many,
      points: points.map(({ params = {} }) => ({ params })),
      states: new Uint8Array(points.length).fill(pointStates.done),
      metric: () => values,
      trial: () => undefined,
      isBankrupt: () => false,
      error: () => undefined,
      fingerprint: () => undefined,
      returns: () => undefined,
      timing: { startedAt: 0, runsPerSecond: 900, secondsLeft: 0 },
    });
    assert.ok((card.html?.() ?? "").length < 300_000);
  });
});

describe("a sweep that runs in a cell", () => {
  afterEach(leaveNothing);

  it("has one place in its output, which ends as the sweep itself", async () => {
    const results = asOf(await crossovers(), 4);
    const sweep = displayable({}, () => sweepCard(results));
    const { published, cell } = await asCell(async () => {
      const over = showSweep(sweep, results);
      results.state = "COMPLETED";
      over();
    });
    const texts = published.map(({ content }) => (content as { data: Record<string, string> }).data["text/plain"]);
    assert.match(texts[0], /^Sweep swept {2}\(RUNNING\)/);
    assert.match(texts[texts.length - 1], /^Sweep swept {2}\(COMPLETED, 4 of 12, 8 left\)/);
    const ids = new Set(
      published.map(({ content }) => (content as { transient: { display_id: string } }).transient.display_id),
    );
    assert.equal(ids.size, 1);
    assert.ok(cell.shown.has(sweep));
  });
});
