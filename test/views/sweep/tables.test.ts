import assert from "node:assert/strict";
import { defineStrategy, halving, param } from "../../../src/index";
import { pointStates } from "../../../src/sweep/kept/results";
import { sweepViews } from "../../../src/views/sweep/views";
import { apple, lab, leaveNothing, tableOf, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { gridOf, sweptBy } from "../../support/swept";
import { crossovers, ensemble, grid, moody } from "./swept-year";

const { table, tableRows, errors, errorRows, best } = sweepViews;

describe("the table of a sweep", () => {
  afterEach(leaveNothing);

  it("has every run with the numbers of its session, the best first", async () => {
    const results = await crossovers();
    const rows = tableRows(results);
    assert.equal(rows.length, grid.length);
    const session = await (await lab()).run(year, crossover, { symbols: ["AAPL"], params: { fast: 7, slow: 25 } });
    const { sharpe, trades, totalReturn } = session.metrics();
    const row = rows.find(({ fast, slow }) => fast === 7 && slow === 25);
    assert.deepEqual([row?.sharpe, row?.trades, row?.totalReturn, row?.run], [sharpe, trades, totalReturn, 7]);
    assert.equal(row?.fingerprint, session.fingerprint.slice(0, 12));
    const ratios = rows.map((one) => one.sharpe as number);
    assert.deepEqual(
      ratios,
      [...ratios].sort((a, b) => b - a),
    );
    for (const [at, one] of rows.entries())
      assert.equal(one.rank, ratios.indexOf(one.sharpe as number) + 1, String(at));
    assert.deepEqual(
      [...rows].map(({ run }) => run).sort((a, b) => a - b),
      [...grid.keys()],
    );
  });

  it("can have them in the order of the plan, and says what is wrong with another one", async () => {
    const results = await crossovers();
    assert.deepEqual(
      tableRows(results, { order: "plan" }).map(({ run, fast, slow }) => ({ run, params: { fast, slow } })),
      grid.map(({ params }, run) => ({ run, params })),
    );
    assert.throws(
      () => tableRows(results, { order: "best" as "rank" }),
      /Expected order to be one of "rank", "plan", was "best"/,
    );
    assert.throws(() => tableRows(results, { oder: "plan" } as object), { code: "UNKNOWN_OPTION" });
  });

  it("ranks the lowest first where low values are the best", async () => {
    const rows = tableRows(
      await crossovers({ rank: "maxDrawdownDays", ascending: true, metrics: ["maxDrawdownDays"] }),
    );
    const days = rows.map((row) => row.maxDrawdownDays as number);
    assert.deepEqual(
      days,
      [...days].sort((a, b) => a - b),
    );
  });

  it("has the params as plain columns in its frame, and only the columns that say something", async () => {
    const { columns, rows } = tableOf(table(await crossovers({ metrics: ["sharpe", "trades"] })));
    assert.deepEqual(columns, ["rank", "fast", "slow", "sharpe", "trades", "state", "fingerprint", "run"]);
    assert.equal(rows.length, grid.length);
    const seeds = tableOf(table(await ensemble(3, { metrics: ["sharpe"] })));
    assert.deepEqual(seeds.columns, ["rank", "seed", "sharpe", "state", "fingerprint", "run"]);
  });

  it("has days where bars are of days, and whole messages of what failed", async () => {
    const opened = await lab();
    const search = { sampler: halving({ seed: 1 }), random: true as const, draws: 9, metrics: ["sharpe" as const] };
    const ranged = defineStrategy({
      name: "ranged",
      params: { size: param.int(3, { min: 1, max: 9 }) },
      onBar({ bar, params, buy }) {
        buy(bar.symbol, params.size);
        if (params.size > 0) throw new Error(`It ran ${"for a long while ".repeat(9)}and was ended there`);
      },
    });
    const sweep = await opened.sweep(year, ranged, { ...apple, ...search });
    const text = String(sweep.errors()).replace(/\s+/g, " ");
    assert.match(text, /It ran (for a long while ){9}and was ended there/);
    const { columns, rows } = tableOf(sweep.table());
    const from = rows.map((row) => row[columns.indexOf("from")]);
    assert.ok(from.includes("2013-05-13"), from.join());
  });

  it("calls a param that is named like a column of its own or a metric by its whole name", async () => {
    const named = gridOf({ sharpe: [1, 2], rank: [3] });
    const results = await sweptBy(
      await lab(),
      year,
      { name: "odd", params: { sharpe: 0, rank: 0 }, onBar() {} } as never,
      named,
    );
    const [row] = tableRows(results);
    assert.deepEqual([row["params.sharpe"], row["params.rank"], row.sharpe, row.rank], [1, 3, null, null]);
  });

  it("has after the ranked ones those without a value, failed ones and those that are left", async () => {
    const runs = gridOf({ size: [5, 0, 2, 4, 3, 1] });
    const results = await sweptBy(await lab(), year, moody as never, runs, { session: { symbols: ["AAPL"] } });
    results.states[5] = pointStates.left;
    for (const key of results.metricKeys) results.metric(key)[5] = Number.NaN;
    const rows = tableRows(results);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ["done", "done", "done", "failed", "failed", "left"],
    );
    assert.deepEqual(
      rows.slice(2).map(({ rank, size, sharpe }) => [rank, size, sharpe]),
      [
        [null, 0, null],
        [null, 5, null],
        [null, 4, null],
        [null, 1, null],
      ],
    );
  });

  it("gives equal values the same rank", async () => {
    const results = await crossovers({}, [{ params: { fast: 3 } }, { params: { fast: 9 } }, { params: { fast: 3 } }]);
    const ranks = tableRows(results, { order: "plan" }).map(({ rank }) => rank);
    assert.equal(ranks[0], ranks[2]);
    assert.deepEqual([...ranks].sort(), ranks[0] === 1 ? [1, 1, 3] : [1, 2, 2]);
  });
});

describe("the best run of a sweep", () => {
  afterEach(leaveNothing);

  it("has all params, its metrics and its whole fingerprint", async () => {
    const results = await crossovers({}, gridOf({ fast: [3, 5, 9] }));
    const found = best(results);
    const values = [...results.metric("sharpe")];
    assert.equal(found.metrics.sharpe, Math.max(...values));
    assert.equal(found.run, values.indexOf(Math.max(...values)));
    assert.equal(found.params.fast, [3, 5, 9][found.run]);
    assert.equal(found.fingerprint, results.fingerprint(found.run));
  });

  it("is the earlier one of equal ones, and is refused where none has a value", async () => {
    assert.equal(best(await crossovers({}, [{ params: { fast: 3 } }, { params: { fast: 3 } }])).run, 0);
    const runs = gridOf({ size: [0, 7] });
    const results = await sweptBy(await lab(), year, moody as never, runs, { name: "never" });
    assert.throws(() => best(results), {
      code: "NOTHING_RANKED",
      message:
        'Expected a run of sweep "never" to have a rank, but sharpe is undefined in all that are done; see table() and errors()',
    });
    const begun = await sweptBy(await lab(), year, moody as never, [], { name: "begun" });
    assert.throws(() => best(begun), { message: /to have a rank, but none is done$/ });
  });
});

describe("the errors of a sweep", () => {
  afterEach(leaveNothing);

  it("has a row for each run that failed, with its params and why", async () => {
    const runs = gridOf({ size: [1, 4, 2, 5] });
    const results = await sweptBy(await lab(), year, moody as never, runs, { session: { symbols: ["AAPL"] } });
    const rows = errorRows(results);
    assert.deepEqual(
      rows.map(({ run, size, code }) => [run, size, code]),
      [
        [1, 4, "STRATEGY_FAILED"],
        [3, 5, "STRATEGY_FAILED"],
      ],
    );
    assert.match(rows[0].message, /No more than 3 of <AAPL>, was 4/);
    const { columns, rows: cells } = tableOf(errors(results));
    assert.deepEqual(columns, ["run", "size", "code", "message"]);
    assert.equal(cells.length, 2);
  });

  it("is empty if none did", async () => {
    assert.deepEqual(errorRows(await crossovers()), []);
    assert.deepEqual(tableOf(errors(await crossovers())).rows, []);
  });
});
