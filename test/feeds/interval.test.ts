import assert from "node:assert/strict";
import { parseInterval } from "../../src/core/interval";

describe("an interval", () => {
  it("is a number with a unit, or milliseconds", () => {
    const read = ["1d", "5m", "1h", "30s", "250ms", "1w", 1500].map((interval) => parseInterval(interval));
    assert.deepEqual(read, [86_400_000, 300_000, 3_600_000, 30_000, 250, 604_800_000, 1500]);
  });

  for (const bad of ["", "d", "0m", "-1d", "1 month", "1D", 0, -5, Number.NaN, Infinity, null])
    it(`is not ${JSON.stringify(bad)}`, () =>
      assert.throws(
        () => parseInterval(bad as never, "snapshotEvery"),
        /^PaperLabError: Expected snapshotEvery to be an interval/,
      ));
});
