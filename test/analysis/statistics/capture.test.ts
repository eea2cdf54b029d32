import assert from "node:assert/strict";
import fc from "fast-check";
import { capturesOf } from "../../../src/analysis/statistics/pairs";
import { metricsOf } from "../../../src/index";
import { near } from "../near";

const pairs = (own: number[], benchmark: number[]) => {
  return { own: Float64Array.from(own), benchmark: Float64Array.from(benchmark), benchmarkReturn: null };
};
const returns = fc.array(fc.tuple(fc.double({ min: -0.2, max: 0.2, noNaN: true }), fc.constantFrom(-0.02, 0, 0.01)), {
  minLength: 1,
  maxLength: 60,
});

describe("the capture of a benchmark's rises and falls", () => {
  it("is annual growth over annual growth in the periods in which it rose or fell", () => {
    // ((1.02·0.99)^(12/2) − 1)/((1.01·1.03)^(12/2) − 1) and ((0.99)^12 − 1)/((0.98)^12 − 1), by Python.
    const { up, down } = capturesOf(pairs([0.02, -0.01, -0.01, 0.5], [0.01, -0.02, 0.03, 0]), {
      periodsPerYear: 12,
      riskFree: 0,
    });
    near(up, 0.06025956273846256 / 0.2675105736369341, "up");
    near(down, 0.11361512828387077 / 0.21528327626520016, "down");
  });

  it("is 1 of the benchmark itself, and null where it never rose or fell", () => {
    fc.assert(
      fc.property(returns, (drawn) => {
        const b = drawn.map(([, benchmark]) => benchmark);
        const { up, down } = capturesOf(pairs(b, b), { periodsPerYear: 252, riskFree: 0 });
        assert.equal(up, b.some((value) => value > 0) ? 1 : null);
        assert.equal(down, b.some((value) => value < 0) ? 1 : null);
      }),
    );
  });

  it("does not depend on what happens while the benchmark goes the other way", () => {
    fc.assert(
      fc.property(returns, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (drawn, other) => {
        const own = drawn.map(([r]) => r);
        const b = drawn.map(([, benchmark]) => benchmark);
        const terms = { periodsPerYear: 252, riskFree: 0 };
        const changed = own.map((r, at) => (b[at] > 0 ? r : other));
        assert.equal(capturesOf(pairs(changed, b), terms).up, capturesOf(pairs(own, b), terms).up);
      }),
    );
  });

  it("is null after a loss of more than everything, and a metric of anyone's own series", () => {
    const terms = { periodsPerYear: 12, riskFree: 0 };
    assert.deepEqual(capturesOf(pairs([-1.5, -0.5], [0.1, -0.1]), terms).up, null);
    const metrics = metricsOf({ returns: [0.02, -0.01], benchmark: [0.01, -0.02], periodsPerYear: 12 });
    near(metrics.upCapture, (1.02 ** 12 - 1) / (1.01 ** 12 - 1), "up");
    near(metrics.downCapture, (0.99 ** 12 - 1) / (0.98 ** 12 - 1), "down");
  });
});
