import assert from "node:assert/strict";
import { column, defineSignals, ema, range, rsi, stdev, threads } from "../../../src/index";
import { SeriesMemory } from "../../../src/strategy/indicators/mechanism/series-memory";
import { WholeColumns } from "../../../src/strategy/signals/columns";
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
    const sweep = await opened.sweep(year, mean, { symbols: ["AAPL"], grid, on: threads({ count: 1 }) });
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

  it("is given again only as it was made, and twice in a run as two", () => {
    const memory = new SeriesMemory();
    const asked = () => memory.series("a", [], column([1, 2, 3]), () => column([4, 5, 6]));
    const first = asked();
    Object.assign(first, { mine: true });
    memory.begin();
    const second = asked();
    assert.equal(second.buffer, first.buffer);
    assert.equal(Object.hasOwn(second, "mine"), false);
    assert.notEqual(asked().buffer, second.buffer);
    second[1] = 0;
    memory.begin();
    const third = asked();
    assert.notEqual(third.buffer, second.buffer);
    assert.deepEqual([...third], [4, 5, 6]);
    structuredClone(third.buffer, { transfer: [third.buffer as ArrayBuffer] });
    memory.begin();
    assert.deepEqual([...asked()], [4, 5, 6]);
  });

  it("is the bars that were given before, unless they were written over", () => {
    const bars = {
      time: [1, 2, 3],
      symbol: [0, 0, 0],
      open: [1, 2, 3],
      high: [4, 5, 6],
      low: [0, 1, 2],
      close: [2, 3, 4],
    };
    const [time, open, high, low, close] = [bars.time, bars.open, bars.high, bars.low, bars.close].map((values) =>
      Float64Array.from(values),
    );
    const block = {
      length: 3,
      time,
      symbol: Uint16Array.from(bars.symbol),
      open,
      high,
      low,
      close,
      volume: new Float64Array(3),
    };
    const columns = new WholeColumns([block], 1);
    const given = () => columns.barsOf("A", 0, 3, { leavesLists: false }).close;
    const first = given();
    assert.equal(given().buffer, first.buffer);
    first[0] = -1;
    assert.deepEqual([...given()], bars.close);
    assert.notEqual(columns.barsOf("A", 0, 3).close.buffer, given().buffer);
  });

  it("is looked at again after a run that may write into what it is given", () => {
    const memory = new SeriesMemory();
    const values = column([1, 2, 3]);
    const asked = () => memory.series("a", [], values, () => column([4, 5, 6]));
    const first = asked();
    memory.begin(true);
    assert.equal(asked().buffer, first.buffer);
    assert.equal(asked().buffer, first.buffer);
    memory.begin(false);
    asked()[0] = 99;
    values[0] = 98;
    memory.begin(true);
    assert.deepEqual([...memory.series("a", [], values, () => column([7]))], [7]);
    assert.deepEqual([...memory.series("a", [], column([1, 2, 3]), () => column([8]))], [4, 5, 6]);
  });
});
