import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { inspect } from "node:util";
import { defineStrategy, gbm, type Lab, range, type Sweep } from "../../src/index";
import { apart, lab, leaveNothing, newFile, year } from "../api/labs";
import { crossover } from "../api/strategies";
import { interruptedAfter } from "../support/interrupted";

const apple = { symbols: ["AAPL"] };
const grid = { fast: range(5, 8), slow: [20, 30] };

for (const where of ["a file", "memory"])
  describe(`a sweep in ${where}`, function () {
    this.timeout(60_000);
    afterEach(leaveNothing);

    const opened = () => lab(where === "a file" ? newFile() : ":memory:");

    it("of the same name and plan goes on; another plan of the name is another one, and it says what differs", async () => {
      const own = await opened();
      const first = await own.sweep(year, crossover, { ...apple, name: "grid", grid });
      assert.deepEqual([first.state, first.executed, first.length], ["COMPLETED", 8, 8]);
      const again = await own.sweep(year, crossover, { ...apple, name: "grid", grid, rank: "cagr" });
      assert.deepEqual([again.name, again.executed, again.results.rank.metric], ["grid", 0, "cagr"]);
      assert.equal(first.results.rank.metric, "sharpe");
      assert.deepEqual(
        again.tableRows({ order: "plan" }).map(({ fingerprint }) => fingerprint),
        first.tableRows({ order: "plan" }).map(({ fingerprint }) => fingerprint),
      );
      const other = await own.sweep(year, crossover, { ...apple, name: "grid", grid, initialCapital: 5000 });
      assert.deepEqual(
        [other.name, other.warnings],
        ["grid #2", ['Sweep "grid" stays as it is; this is another one (initialCapital: 5000, was not given)']],
      );
      const shorter = await own.sweep(year, crossover, { ...apple, name: "grid", grid: { fast: [5], slow: [20] } });
      assert.deepEqual(shorter.warnings, [
        'Sweep "grid #2" stays as it is; this is another one (initialCapital: not given, was 5000; runs: 1 run, was 8)',
      ]);
      assert.deepEqual(
        [(await own.sweep(year, crossover, { ...apple, list: [{ fast: 9 }] })).name, (await own.sweeps()).shape[0]],
        ["sweep-4", 4],
      );
    });

    it("is ranked as each call says, and as the last where it is read by its name", async () => {
      const own = await opened();
      const call = (rank: "sharpe" | "maxDrawdown") =>
        own.sweep(year, crossover, { ...apple, name: "grid", grid, rank });
      const first = await call("sharpe");
      const was = [first.best().run, first.tableRows()];
      const second = await call("maxDrawdown");
      assert.deepEqual([first.best().run, first.tableRows()], was);
      assert.match(inspect(first), /Best in sample +Sharpe ratio/);
      assert.match(inspect(second), /Best in sample +Max drawdown/);
      assert.notEqual(second.best().run, was[0]);
      assert.deepEqual(second.warnings, [
        "it is ranked by maxDrawdown now, and was by sharpe: what earlier calls returned keeps that",
      ]);
      const read = await own.sweep("grid");
      assert.equal(read.results.rank.metric, "maxDrawdown");
    });

    it("counts each combination over seeds as one trial, with the means of those that are done", async () => {
      const own = await opened();
      const made = gbm({ A: { price: 100, volatility: 0.2 } }, { bars: 200, seed: "market" });
      const options = { grid: { fast: [5, 9], slow: [20] }, seeds: 5, metrics: ["trades" as const], name: "seeds" };
      const rows = async () =>
        (await own.query("SELECT params ->> '$.fast', sharpe, skewness, kurtosis, n FROM paper_trials ORDER BY 1"))
          .values;
      const expectedOf = (sweep: Sweep) =>
        [5, 9].map((fast, at) => {
          const trials = Array.from({ length: 5 }, (_, seed) => sweep.results.trial(at * 5 + seed));
          const done = trials.filter((one) => one !== undefined);
          const mean = (key: "sharpe" | "skewness" | "kurtosis") =>
            done.reduce((sum, one) => sum + (one[key] ?? Number.NaN), 0) / done.length;
          return [fast, mean("sharpe"), mean("skewness"), mean("kurtosis"), done[0]?.n];
        });
      const part = await own.sweep(made, crossover, { ...options, ...interruptedAfter(7) });
      assert.equal(part.executed, 7);
      assert.deepEqual(await rows(), expectedOf(part));
      const whole = await own.sweep(made, crossover, { ...options });
      assert.deepEqual([whole.state, whole.executed], ["COMPLETED", 3]);
      assert.deepEqual(await rows(), expectedOf(whole));
    });

    it("counts as trials, each combination once with the session of its params", async () => {
      const own = await opened();
      const sweep = await own.sweep(year, crossover, { ...apple, name: "grid", grid, metrics: ["trades"] });
      const before = await own.trials();
      assert.equal(before.shape[0], 8);
      const session = await sweep.session({ fast: 6, slow: 30 });
      await own.run(year, crossover, { ...apple, params: { fast: 6, slow: 30 } });
      assert.equal((await own.trials()).shape[0], 8);
      const { sharpe, skewness, kurtosis, n } = sweep.results.trial(3) as {
        sharpe: number;
        skewness: number;
        kurtosis: number;
        n: number;
      };
      const row = await own.query(
        "SELECT sharpe, skewness, kurtosis, n FROM paper_trials WHERE json_extract(params, '$.fast') = 6 AND json_extract(params, '$.slow') = 30",
      );
      assert.deepEqual((row.values as number[][])[0], [sharpe, skewness, kurtosis, n]);
      assert.equal(session.name, "grid: fast 6, slow 30");
      await own.deleteSweep("grid");
      assert.equal((await own.trials()).shape[0], 8);
      await assert.rejects(own.sweep("grid"), {
        code: "UNKNOWN_SWEEP",
        message: 'Unknown sweep "grid". The lab has none',
      });
    });

    it("names the metric that a misspelled one may be", async () => {
      const sweep = await (await opened()).sweep(year, crossover, { ...apple, grid: { fast: [5] } });
      const near = /^Expected metric to be one that was made, such as .*, was "sharp"\. Did you mean "sharpe"\?$/;
      assert.throws(() => sweep.metric("sharp" as "sharpe"), { code: "INVALID_OPTION", message: near });
    });

    it("says that its strategy uses chance of its own, as a session does", async () => {
      const own = await opened();
      const chancy = defineStrategy({
        name: "chancy",
        params: { size: 1 },
        onBars: ({ params, buy }) => void (Math.random() < 0.1 && buy("AAPL", params.size)),
      });
      const sweep = await own.sweep(year, chancy, { ...apple, grid: { size: [1] }, metrics: ["trades"] });
      const reads = "Its strategy reads Math.random, which cannot be compared";
      const more = "Its runs may decide otherwise when they are made again. Use random() of the context instead";
      assert.deepEqual(sweep.warnings, [`${reads}. ${more} (docs/context.md)`]);
      assert.ok(inspect(sweep).replace(/\s+/g, " ").includes(reads));
    });

    it("says that its strategy reads a param that nobody declared, as a session does", async () => {
      const misspelled = defineStrategy({
        name: "misspelled",
        params: { size: 1 },
        onBars: ({ params, buy }) => void buy("AAPL", (params as unknown as { sise: number }).sise),
      });
      const sweep = await (await opened()).sweep(year, misspelled, { ...apple, grid: { size: [1] } });
      assert.match(sweep.warnings.join("\n"), /params\.sise.*size/s);
    });

    it("has the same trials as sessions of its params, with their days, also over seeds", async () => {
      const dated = async (own: Lab) =>
        (await own.query("SELECT params, first_day, last_day FROM paper_trials ORDER BY params")).values;
      const [swept, alone] = [await opened(), await opened()];
      await swept.run(year, crossover, { ...apple, params: { fast: 5, slow: 20 } });
      await swept.sweep(year, crossover, { ...apple, grid: { fast: [5, 6], slow: [20] }, metrics: ["trades"] });
      for (const fast of [5, 6]) await alone.run(year, crossover, { ...apple, params: { fast, slow: 20 } });
      assert.deepEqual(await dated(swept), await dated(alone));
      const seeds = await opened();
      const walk = gbm({ A: { drift: 0.2 } }, { seed: 2, bars: 100 });
      await seeds.sweep(walk, crossover, { seeds: 3, metrics: ["trades"] });
      const session = await opened();
      await session.run(walk, crossover);
      const days = async (own: Lab) => (await own.query("SELECT first_day, last_day FROM paper_trials")).values;
      assert.deepEqual(await days(seeds), await days(session));
    });

    it("that was deleted while it was paused says so, by its name", async () => {
      const own = await opened();
      const part = await own.sweep(year, crossover, { ...apple, name: "grid", grid, ...interruptedAfter(2) });
      await own.deleteSweep("grid");
      const message = 'Sweep "grid" was deleted. Run its cell to make it anew';
      await assert.rejects(part.run(), { code: "UNKNOWN_SWEEP", message });
      assert.equal((await own.sweep(year, crossover, { ...apple, name: "grid", grid: { fast: [5, 6] } })).executed, 2);
      await assert.rejects(part.run(), { code: "UNKNOWN_SWEEP", message });
    });

    it("is opened again by its name with all its results, to look at", async () => {
      const own = await opened();
      const walk = gbm({ A: { drift: 0.2 } }, { seed: 2, bars: 300 });
      const sweep = await own.sweep(walk, crossover, { name: "seeds", seeds: 5, keep: "returns" });
      const read = await own.sweep("seeds");
      assert.deepEqual(read.tableRows(), sweep.tableRows());
      assert.deepEqual(read.results.returns(3), sweep.results.returns(3));
      assert.deepEqual(read.results.trial(4), sweep.results.trial(4));
      const [first] = (await own.query("SELECT name, state, done, failed FROM paper_sweeps")).values as unknown[][];
      assert.deepEqual(first, ["seeds", "COMPLETED", 5, 0]);
      if (where === "a file") {
        const elsewhere = await (await apart(own.path)).sweep("seeds");
        assert.deepEqual(elsewhere.tableRows(), sweep.tableRows());
      }
      assert.equal(await read.run(), read);
      await own.sweep(year, crossover, { ...apple, name: "part", grid, ...interruptedAfter(2) });
      const message = /was read from the store and needs its strategy to go on/;
      await assert.rejects((await own.sweep("part")).run(), { code: "INVALID_STATE", message });
    });

    it("names what a strategy changes outside itself where a session of a run decides otherwise", async () => {
      const own = await opened();
      let bars = 0;
      const counting = defineStrategy({
        name: "counting",
        params: { every: 7 },
        onBar: ({ bar, params, orderTargetWeight }) => orderTargetWeight(bar.symbol, (bars++ % params.every) / 20),
      });
      const sweep = await own.sweep(year, counting, { ...apple, name: "counting", grid: { every: [7, 11] } });
      await sweep.session({ every: 7 });
      await assert.rejects(sweep.session({ every: 11 }), {
        code: "RUN_NOT_REPRODUCIBLE",
        message:
          /decided otherwise\. Its strategy changes bars outside itself, where each run of the sweep began anew\. .*state: /,
      });
    });

    it("says which run is meant where one is opened as a session", async () => {
      const own = await opened();
      const sweep = await own.sweep(year, crossover, { ...apple, name: "grid", grid });
      await assert.rejects(sweep.session({ fats: 5 }), { code: "UNKNOWN_OPTION", message: /Did you mean "fast"/ });
      await assert.rejects(sweep.session({ fast: 5 }), {
        message: /but there are 2. They are 0, 1: give slow too, or the number$/,
      });
      await assert.rejects(sweep.session({ fast: 50, slow: 20 }), {
        message: 'Expected one run of sweep "grid" with {"fast":50,"slow":20}, but there is none. table() has all',
      });
      await assert.rejects(sweep.session(8), {
        message: 'Expected run of sweep "grid" to be a whole number from 0 to 7, was 8',
      });
      await assert.rejects(own.sweep("gird"), {
        code: "UNKNOWN_SWEEP",
        message: 'Unknown sweep "gird". Did you mean "grid"?',
      });
    });
  });

describe("what a sweep takes in a file", function () {
  this.timeout(120_000);
  afterEach(leaveNothing);

  it("is under 1 KB a run with all metrics, trials included", async () => {
    const path = newFile();
    const own = await lab(path);
    await own.sweep(year, crossover, { ...apple, grid: { fast: [2], slow: [20] } });
    await own.close();
    const before = statSync(path).size;
    const other = await lab(path);
    const walk = year.slice("2013-05-13", "2013-07-30");
    const sweep = await other.sweep(walk, crossover, {
      ...apple,
      name: "many",
      grid: { fast: range(2, 21), slow: range(42, 71) },
    });
    await other.close();
    const bytes = (statSync(path).size - before) / sweep.length;
    assert.ok(bytes < 1000, `${bytes} bytes a run`);
  });
});
