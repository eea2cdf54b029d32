import assert from "node:assert/strict";
import fc from "fast-check";
import { comparisonTable } from "../../../src/analysis/compare/comparison-table";
import { correlationOf, correlationOfReturns } from "../../../src/analysis/compare/correlation-table";
import { winnersOf } from "../../../src/analysis/compare/winners";
import type { Metrics } from "../../../src/analysis/metrics/catalog";
import { metricCatalog } from "../../../src/analysis/metrics/catalog";
import { cases } from "../../support/cases";

const none = Object.fromEntries(metricCatalog.map(({ key }) => [key, null])) as unknown as Metrics;

function session(name: string, metrics: Partial<Metrics>) {
  return { name, metrics: { ...none, ...metrics } };
}

describe("a comparison of metrics", () => {
  it("has one row a metric and one column a session", () => {
    const { columns, rows } = comparisonTable([session("a", { sharpe: 1 }), session("b", { sharpe: null })]);
    assert.deepEqual(columns, ["metric", "a", "b"]);
    assert.deepEqual(
      rows.map(([key]) => key),
      metricCatalog.map(({ key }) => key),
    );
    assert.deepEqual(rows[3], ["sharpe", 1, null]);
  });

  it("numbers repeated names, and one that is taken by the first column", () => {
    const names = ["a", "a", "metric", "a #2", "a"].map((name) => session(name, {}));
    assert.deepEqual(comparisonTable(names).columns, ["metric", "a", "a #3", "metric #2", "a #2", "a #4"]);
  });

  it("may be of one session, or of none", () => {
    assert.deepEqual(comparisonTable([session("a", {})]).columns, ["metric", "a"]);
    assert.deepEqual(comparisonTable([]).columns, ["metric"]);
  });
});

describe("winners", () => {
  it("are those with the better value, whichever way is better", () => {
    const a = session("a", { sharpe: 1, annualVolatility: 0.2, maxDrawdown: -0.3, commission: 5 });
    const b = session("b", { sharpe: -2, annualVolatility: 0.1, maxDrawdown: -0.1, commission: 9 });
    assert.deepEqual(
      winnersOf([a, b]).map(({ metric, winners, value, runnersUp, runnerUpValue, direction }) => {
        return [metric, ...winners, value, ...runnersUp, runnerUpValue, direction];
      }),
      [
        ["annualVolatility", "b", 0.1, "a", 0.2, "lower"],
        ["sharpe", "a", 1, "b", -2, "higher"],
        ["maxDrawdown", "b", -0.1, "a", -0.3, "higher"],
        ["commission", "a", 5, "b", 9, "lower"],
      ],
    );
    assert.equal(winnersOf([a, b])[1].difference, 3);
  });

  it("are never undefined, nor ahead of what is undefined, and a metric that nobody has is left out", () => {
    const [{ winners, value, runnersUp, runnerUpValue, difference }, ...more] = winnersOf([
      session("idle", {}),
      session("b", { sharpe: -3 }),
    ]);
    assert.deepEqual([winners, value, runnersUp, runnerUpValue, difference], [[], null, [], null, null]);
    assert.deepEqual(more, []);
  });

  it("are not named where neither direction is better", () => {
    assert.deepEqual(winnersOf([session("a", { beta: 1, trades: 5 }), session("b", { beta: 2, trades: 7 })]), []);
  });

  it("share a tie, and so do the runners-up", () => {
    const sessions = ["a", "b", "c", "d"].map((name, i) => session(name, { sharpe: [2, 1, 2, 1][i] }));
    const [all] = winnersOf(sessions);
    assert.deepEqual([all.winners, all.value, all.runnersUp, all.runnerUpValue], [["a", "c"], 2, ["b", "d"], 1]);
    const [tie] = winnersOf([sessions[0], session("idle", {}), sessions[2]]);
    assert.deepEqual([tie.winners, tie.runnersUp, tie.difference], [["a", "c"], [], null]);
  });

  it("are the largest and the next of any values", () => {
    const values = fc.array(fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(values, (sharpes) => {
        const found = winnersOf(sharpes.map((sharpe, at) => session(`${at}`, { sharpe })));
        const known = sharpes.filter((value) => value !== null);
        const sorted = [...new Set(known)].sort((a, b) => b - a);
        assert.equal(found[0]?.value, known.length === 1 ? null : sorted[0]);
        if (sorted.length > 0) assert.equal(found[0].runnerUpValue, sorted[1] ?? null);
        if (sorted.length > 0) assert.ok(found[0].winners.every((name) => sharpes[Number(name)] === sorted[0]));
      }),
    );
  });

  it("need two sessions", () => {
    const message = "Expected two or more sessions to compare, was 1";
    assert.throws(() => winnersOf([session("a", {})]), { code: "INVALID_OPTION", message });
  });
});

describe("correlations", () => {
  it("are exactly 1 of a session with itself and with one of the same returns", () => {
    const returns = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(returns, (drawn) => {
        const own = Float64Array.from(drawn);
        const level = Float64Array.from([1, ...own]);
        for (let i = 1; i < level.length; i++) level[i] = level[i - 1] * (1 + own[i - 1]);
        const time = Float64Array.from(level, (_, i) => i);
        const of = (name: string) => ({ name, series: { time, level }, returns: own.slice() });
        for (const { rows } of [correlationOf([of("a"), of("b")]), correlationOfReturns([of("a"), of("b")])]) {
          const values = rows.flatMap(([, ...cells]) => cells);
          assert.ok(values.every((value) => value === 1) || values.every((value) => value === null), values.join());
        }
      }),
      { numRuns: cases(100) },
    );
  });

  function series(name: string, times: number[], levels: number[]) {
    return { name, series: { time: Float64Array.from(times), level: Float64Array.from(levels) } };
  }
  const a = series("a", [1, 2, 3, 4], [100, 110, 99, 120]);

  it("are 1 with itself and -1 with its mirror image", () => {
    const mirror = series("b", [1, 2, 3, 4], [100, 90, 99, 99 * (1 - 120 / 99 + 1)]);
    const { columns, rows } = correlationOf([a, mirror]);
    assert.deepEqual(columns, ["session", "a", "b"]);
    assert.deepEqual(
      rows.map(([name]) => name),
      ["a", "b"],
    );
    assert.deepEqual(
      rows.map((row) => row.slice(1).map((value) => Math.round((value as number) * 1e12) / 1e12)),
      [
        [1, -1],
        [-1, 1],
      ],
    );
  });

  it("join levels on common times before returns are taken", () => {
    const { rows } = correlationOf([a, series("b", [0, 1, 3, 4], [7, 50, 49.5, 60])]);
    assert.ok(Math.abs((rows[0][2] as number) - 1) < 1e-12);
  });

  it("are null where a session is flat or too little is common", () => {
    const { rows } = correlationOf([a, series("flat", [1, 2, 3, 4], [5, 5, 5, 5]), series("c", [4, 5], [1, 2])]);
    assert.deepEqual([rows[0][2], rows[1][2], rows[0][3]], [null, null, null]);
  });
});
