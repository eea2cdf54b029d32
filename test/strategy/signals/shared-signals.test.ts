import assert from "node:assert/strict";
import { column, defineSignals, ema, range, rsi, stdev } from "../../../src/index";
import { SeriesMemory } from "../../../src/strategy/indicators/mechanism/series-memory";
import { lab, leaveNothing, year } from "../../api/labs";

describe("what signals of one strategy share", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  // It writes over what it is given, which others must not see.
  const mean = defineSignals({
    name: "mean",
    params: { period: 10, above: 50, lag: 1 },
    signals({ close, params }) {
      const strength = rsi(close, params.period);
      const smooth = ema(close, params.period);
      const wide = stdev(close, 20);
      const wanted = strength.map((value, at) => (value > params.above && close[at] > smooth[at] - wide[at] ? 1 : 0));
      strength.fill(0);
      close.fill(1);
      smooth[5] = params.above;
      return wanted;
    },
  });

  it("changes nothing, even if a run writes over columns and indicators", async () => {
    const opened = await lab();
    const grid = { period: range(5, 8), above: [40, 60] };
    const sweep = await opened.sweep(year, mean, { symbols: ["AAPL"], grid });
    assert.deepEqual(sweep.errorRows(), []);
    assert.equal(new Set(grid.period.map((_, at) => sweep.fingerprint(2 * at))).size > 1, true);
    for (const [run, { params }] of sweep.results.points.entries())
      assert.equal((await opened.run(year, mean, { symbols: ["AAPL"], params })).fingerprint, sweep.fingerprint(run));
  });

  it("is computed once for the same numbers and parameters, and again for others", () => {
    const memory = new SeriesMemory();
    let count = 0;
    const asked = (values: readonly number[], period: number) =>
      memory.series("a", [period], column(values), () => column([++count]));
    assert.deepEqual(
      [...asked([1, 2], 3), ...asked([1, 2], 3), ...asked([1, 2], 4), ...asked([1, 3], 3)],
      [1, 1, 2, 3],
    );
    assert.deepEqual(
      [...asked([0], 1), ...asked([-0], 1), ...asked([Number.NaN], 1), ...asked([Number.NaN], 1)],
      [4, 5, 6, 6],
    );
    const line = () => memory.series("a", [{ of: () => 1 }], column([1, 2]), () => column([++count]))[0];
    assert.deepEqual([line(), line()], [7, 8]);
    const mine = asked([1, 2], 3);
    mine[0] = 99;
    assert.equal(asked([1, 2], 3)[0], 1);
  });
});
