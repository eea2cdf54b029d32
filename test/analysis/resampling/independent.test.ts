import inference from "../../../fixtures/independent/inference.json";
import { blockLengthsOf } from "../../../src/analysis/resampling/block-length";
import { type LongRunOptions, longRunVariance } from "../../../src/analysis/resampling/long-run-variance";
import { normalProbability } from "../../../src/core/chance/normal-probability";
import { near } from "../near";

/** Means of returns and of their squares, and the derivatives of the difference of two Sharpe ratios by them. */
function sharpeDifference(first: Float64Array, second: Float64Array) {
  const columns = [first, second, first.map((r) => r * r), second.map((r) => r * r)];
  const [m1, m2, g1, g2] = columns.map((column) => column.reduce((sum, one) => sum + one, 0) / column.length);
  const [s1, s2] = [(g1 - m1 * m1) ** 1.5, (g2 - m2 * m2) ** 1.5];
  return { columns, gradient: [g1 / s1, -g2 / s2, -m1 / s1 / 2, m2 / s2 / 2] };
}

describe("the values of arch, SciPy and NumPy", () => {
  for (const [name, wanted] of Object.entries(inference.blocks))
    it(`are met by the block lengths of ${name}`, () => {
      const values = Float64Array.from(inference.series[name as keyof typeof inference.series]);
      const found = blockLengthsOf(values);
      near(found.stationary, Math.max(1, wanted.stationary), "stationary");
      near(found.circular, Math.max(1, wanted.circular), "circular");
    });

  const options: Readonly<Record<keyof typeof inference.errors, LongRunOptions>> = {
    parzen: { prewhiten: false },
    parzenPrewhitened: {},
    quadraticSpectral: { kernel: "quadraticSpectral", prewhiten: false },
    quadraticSpectralPrewhitened: { kernel: "quadraticSpectral" },
  };
  for (const [name, wanted] of Object.entries(inference.errors) as [keyof typeof inference.errors, number][])
    it(`are met by the error of a difference of Sharpe ratios: ${name}`, () => {
      const { first, second } = inference.pair;
      const { columns, gradient } = sharpeDifference(Float64Array.from(first), Float64Array.from(second));
      near(Math.sqrt(longRunVariance(columns, gradient, options[name]) / first.length), wanted, name);
    });

  it("are met by normal probabilities, in both tails", () => {
    for (const [x, p] of inference.normal) near(normalProbability(x) / p, 1, `at ${x}`, 1e-12);
  });
});
