import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { defineStrategy, gbm, halving, type Lab, param, type Sampler, type Sweep, threads } from "../../../src/index";
import type { ToldRun } from "../../../src/sweep/search/sampler";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { interruptedAfter } from "../../support/interrupted";

const feed = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 300, seed: 4 });
const cross = defineStrategy({
  name: "cross",
  params: { fast: param.int(5, { min: 2, max: 30, below: "slow" }), slow: param.int(20, { min: 5, max: 60 }) },
  onBar({ bar, history, params, orderTargetWeight }) {
    const { close } = history(bar.symbol);
    if (close.length < params.slow) return;
    const mean = (count: number) => close.slice(-count).reduce((sum, value) => sum + value, 0) / count;
    orderTargetWeight(bar.symbol, mean(params.fast) > mean(params.slow) ? 1 : 0);
  },
});
const metrics = ["sharpe", "totalReturn"] as const;

/** Walks from one run to the next: what it asks for depends on what it was told. */
function walker(told: ToldRun[], name = "walker", batch = 3): Sampler {
  return {
    name,
    batch,
    begin: ({ params, better }) => {
      assert.deepEqual(params, [
        { name: "fast", kind: "int", min: 2, max: 30 },
        { name: "slow", kind: "int", min: 5, max: 60 },
      ]);
      assert.equal(better, "higher");
      let [fast, slow] = [4, 20];
      return {
        ask: (count) => Array.from({ length: count }, (_, at) => ({ params: { slow: slow + at, fast } })),
        tell: (results) => {
          told.push(...results);
          const best = results.reduce((one, other) => (other.value > one.value ? other : one));
          ({ fast, slow } = best.params as { fast: number; slow: number });
          fast = Math.min(30, fast + 2);
        },
      };
    },
  };
}

const run = (opened: Lab, sampler: Sampler, more: object = {}) =>
  opened.sweep(feed, cross, { name: "search", sampler, draws: 20, metrics, ...more });
const asked = (sweep: Sweep) => sweep.results.points.map(({ params }) => params);

describe("a sampler of one's own", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("is asked in batches and told all that came of them, and decides the same on one thread and on two", async () => {
    const told: ToldRun[] = [];
    const one = await run(await lab(), walker(told), { on: threads({ count: 1 }) });
    assert.equal(one.state, "COMPLETED");
    assert.equal(told.length, 20);
    const values = one.metric("sharpe");
    for (const { params, value } of told) {
      const { fast, slow } = params as { fast: number; slow: number };
      const place = asked(one).findIndex((other) => other.fast === fast && other.slow === slow);
      assert.equal(value, fast < slow ? values[place] : Number.NaN);
    }
    // What was told before is not run again.
    assert.equal(new Set(asked(one).map((params) => JSON.stringify(params))).size, one.length);
    const two = await run(await lab(), walker([]), { on: threads({ count: 2 }) });
    assert.deepEqual(asked(two), asked(one));
    assert.equal(one.best().metrics.sharpe, Math.max(...values));
  });

  it("goes on where it was interrupted, with the same runs, and runs none twice", async () => {
    const path = newFile();
    const whole = await run(await lab(), walker([]));
    let executed = 0;
    for (let round = 0; ; round++) {
      const opened = await lab(path);
      const interrupted = interruptedAfter(4);
      const sweep = await run(opened, walker([]), interrupted);
      executed += sweep.executed;
      await opened.close();
      if (sweep.state !== "COMPLETED") continue;
      assert.ok(round > 2);
      assert.deepEqual(asked(sweep), asked(whole));
      assert.deepEqual(sweep.metric("sharpe"), whole.metric("sharpe"));
      break;
    }
    assert.equal(executed, whole.length);
    const again = await run(await lab(path), walker([]));
    assert.deepEqual([again.executed, again.name, again.length], [0, "search", whole.length]);
    const other = await run(await lab(path), walker([], "another"));
    assert.equal(other.name, "search #2");
    assert.deepEqual(asked(await (await lab(path)).sweep("search")), asked(whole));
  });

  it("is refused if it asks for what is no run", async () => {
    const opened = await lab();
    const wrong = (runs: unknown): Sampler => ({
      name: "wrong",
      begin: () => ({ ask: () => runs as never, tell: () => {} }),
    });
    for (const [runs, message] of [
      [[{ params: { fast: 2 } }], /to have the params fast, slow, had fast/],
      [[{ params: { fast: 2.5, slow: 20 } }], /fast of a run of sampler wrong to be a whole number from 2 to 30/],
      [[{ params: { fast: 2, slow: 20 }, share: 2 }], /share/],
      [[{ fast: 2 }], /\{ params \}/],
      ["none", /a list of up to 8 runs/],
    ] as const)
      await assert.rejects(run(opened, wrong(runs)), { code: "INVALID_OPTION", message });
    const options = (more: object) => run(opened, walker([]), more);
    await assert.rejects(options({ draws: undefined }), { code: "INVALID_OPTION", message: /draws/ });
    await assert.rejects(options({ grid: { fast: [1] } }), { code: "INVALID_OPTION", message: /grid/ });
    const plain = defineStrategy({ name: "plain", params: { size: 1 }, onBars() {} });
    await assert.rejects(opened.sweep(feed, plain, { sampler: walker([]), draws: 5 }), {
      code: "INVALID_OPTION",
      message: /^Expected a param of "plain" to have a range to draw from, .* but none has\./,
    });
    await assert.rejects(options({ sampler: "tpe" }), { code: "INVALID_OPTION", message: /optuna\("tpe"/ });
    await assert.rejects(options({ windows: { train: "1y", test: "6m" } }), {
      code: "INVALID_OPTION",
      message: /windows/,
    });
  });
});

describe("halving", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("says so if a round tells nothing, so that what was drawn first goes on; and names no windows", async () => {
    const late = defineStrategy({
      name: "late",
      params: { bars: param.int(50, { min: 40, max: 250 }) },
      state: () => ({ bars: 0 }),
      onBars: ({ params, state, buy }) => void (++state.bars > params.bars && buy("A", 1)),
    });
    const search = (rungs?: number) => ({ sampler: halving({ seed: 1, rungs }), draws: 27, metrics });
    const opened = await lab();
    const sweep = await opened.sweep(feed, late, search());
    const cure = "so what was drawn first went on. Fewer rungs, or a smaller eta, give it more days";
    assert.deepEqual(sweep.warnings.slice(0, 1), [
      `In round 1, on the first 3.7 % of the days, 0 of 27 runs had a rank, ${cure}`,
    ]);
    const printed = inspect(sweep).replace(/\s+/g, " ");
    assert.match(printed, /The only one of \d+ runs with a rank, see table\(\)/);
    assert.doesNotMatch(printed, /windows/);
    assert.doesNotMatch(JSON.stringify(sweep.heatmap()), /windows/);
    const two = await opened.sweep(feed, cross, search(2));
    assert.deepEqual([two.warnings, two.length], [[], 36]);
  });

  it("sends the best of each round on, to more of the data", async () => {
    const sweep = await run(await lab(), halving({ seed: 2 }), { draws: 27 });
    const { points } = sweep.results;
    const values = sweep.metric("sharpe");
    const rounds = [...new Set(points.map(({ range }) => range?.to))];
    assert.deepEqual(
      rounds.map((to) => points.filter(({ range }) => range?.to === to).length),
      [27, 9, 3, 1],
    );
    assert.equal(rounds.at(-1), undefined);
    let from = 0;
    for (const count of [27, 9, 3]) {
      const round = points.slice(from, from + count).map(({ params }, at) => ({ params, value: values[from + at] }));
      const order = [...round].sort((a, b) => (b.value || -Infinity) - (a.value || -Infinity));
      const next = points.slice(from + count, from + count + count / 3).map(({ params }) => params);
      assert.deepEqual(
        next,
        order.slice(0, count / 3).map(({ params }) => params),
      );
      from += count;
    }
    const distinct = new Set(points.map(({ params }) => JSON.stringify(params))).size;
    const said = `Chance alone +unknown: ${distinct} combinations were tried, most of them on the first of the days only`;
    assert.match(inspect(sweep), new RegExp(said));
    // Only the last has all the data, so it alone has a rank.
    assert.equal(sweep.best().run, 39);
    assert.equal(sweep.tableRows()[0].run, 39);
    const session = await (await lab()).run(feed, cross, { params: points[39].params });
    assert.equal(sweep.fingerprint(39), session.fingerprint);
    // Its params had a run in each round before.
    assert.equal((await sweep.session(sweep.best().params)).fingerprint, session.fingerprint);
    assert.throws(() => sweep.fingerprint(40), {
      code: "INVALID_OPTION",
      message: /a whole number from 0 to 39, was 40/,
    });
    const part = await sweep.session(0);
    assert.match(part.name, /^search: fast \d+, slow \d+, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/);
    assert.equal(part.fingerprint, sweep.fingerprint(0));
    assert.ok(part.steps < 300 / 20);
  });

  it("counts as it says, for any draws and eta", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 200 }),
        fc.double({ min: 1.5, max: 4, noNaN: true }),
        async (draws, eta) => {
          const search = await halving({ seed: 1, eta }).begin({
            params: [],
            draws,
            better: "lower",
            isWanted: () => true,
            drawn: (count) => Array.from({ length: count }, (_, at) => ({ at })),
          });
          let asked = 0;
          let last: ToldRun[] = [];
          for (;;) {
            const runs = await search.ask(7);
            if (runs.length === 0) break;
            asked += runs.length;
            last = runs.map((one) => ({ ...one, value: one.params.at as number }));
            await search.tell(last);
          }
          assert.equal(asked, search.most);
          assert.equal(last.at(-1)?.share, undefined);
          // The lowest is the best, and the earlier of equal ones.
          assert.ok((last[0].params.at as number) < draws / eta + 1);
        },
      ),
    );
    assert.throws(() => halving({ seed: 1, eta: 1 }), { code: "INVALID_OPTION" });
    await assert.rejects(run(await lab(), halving({ seed: 1 }), { draws: 2 }), { message: /at least 3 for halving/ });
  });
});
