import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exp, log } from "../../../src/core/chance/exact";
import { normalQuantile } from "../../../src/core/chance/normal";
import { drawExtremes } from "../../../src/feeds/chance/bridge";
import { streamOf } from "../../../src/feeds/chance/streams";

const number = (hex: string) => Buffer.from(hex, "hex").readDoubleBE();
const bits = (value: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString("hex");
};

describe("exp and log", () => {
  // Made with 45 digits: name, argument, nearest result, and what the result lacks, in units of its last place.
  const values: [name: "exp" | "log", x: string, nearest: string, rest: number][] = JSON.parse(
    readFileSync(join(__dirname, "exact-values.json"), "utf8"),
  );

  it("are at most 0.85 units in the last place off", () => {
    for (const [name, x, nearest, rest] of values) {
      const result = (name === "exp" ? exp : log)(number(x));
      const unit = unitOf(number(nearest));
      const off = Math.abs((result - number(nearest)) / unit - rest);
      assert(off <= 0.85, `${name}(${number(x)}) is ${off} units off`);
    }
  });

  it("are those of every platform at the ends of what they take", () => {
    for (const x of [0, Infinity, -Infinity, Number.NaN]) assert.equal(exp(x), Math.exp(x));
    for (const x of [0, 1, -1, Infinity, -Infinity, Number.NaN]) assert.equal(log(x), Math.log(x));
    assert.deepEqual([exp(710), exp(-709), exp(709) < Infinity, exp(-708) > 0], [Infinity, 0, true, true]);
    assert(Math.abs(log(5e-324) + 744.4400719213812) < 1e-12);
  });

  it("rise with their argument, and are each other's inverse", () => {
    const { uniform } = streamOf("inverse");
    for (let at = 0; at < 20_000; at++) {
      const x = 1400 * (uniform() - 0.5);
      assert(exp(x) < exp(x + 1e-9 * Math.max(1, Math.abs(x))));
      assert(Math.abs(log(exp(x)) - x) <= 4e-16 * Math.max(1, Math.abs(x)));
    }
  });
});

describe("the normal quantile", () => {
  // Made with 40 digits.
  it("is right to 15 digits, also in the tails", () => {
    const values = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.9, 1.2815515655446004],
      [1e-3, -3.090232306167813],
      [1e-10, -6.361340902404056],
      [1e-16, -8.222082216130435],
      [2 ** -53, -8.20953615160139],
    ];
    for (const [p, z] of values) assert(Math.abs(normalQuantile(p) - z) <= 2e-15 * Math.max(1, Math.abs(z)), `${p}`);
  });

  it("is odd about one half", () => {
    for (const p of [0.5, 0.25, 0.125, 2 ** -10, 2 ** -40]) assert(normalQuantile(1 - p) + normalQuantile(p) === 0);
  });
});

describe("a stream", () => {
  it("has the same numbers for the same seed and names, to the last bit", () => {
    const stream = streamOf(42, "AAPL", "close");
    const drawn = [stream.uniform(), stream.normal(), stream.exponential(), stream.normal()].map(bits);
    assert.deepEqual(drawn, ["3fddf8f4234ace6a", "3fda81f3e543f3c3", "3faa659c87562b18", "3ff39147b8ad2d47"]);
  });

  it("is another one for another seed, symbol or purpose, and for a number and its text", () => {
    const names = [
      [1, "A", "close"],
      [2, "A", "close"],
      [1, "B", "close"],
      [1, "A", "range"],
      ["1", "A", "close"],
    ];
    const first = names.map(([seed, ...more]) => streamOf(seed, ...(more as string[])).uniform());
    assert.equal(new Set([...first, streamOf(1, "A/close").uniform()]).size, 6);
  });

  it("has the moments of its distributions", () => {
    const { uniform, normal, exponential } = streamOf("moments");
    const count = 200_000;
    const sums = { u: 0, n: 0, n2: 0, n4: 0, e: 0, e2: 0 };
    for (let at = 0; at < count; at++) {
      const [u, n, e] = [uniform(), normal(), exponential()];
      assert(u > 0 && u < 1);
      sums.u += u;
      sums.n += n;
      sums.n2 += n ** 2;
      sums.n4 += n ** 4;
      sums.e += e;
      sums.e2 += e ** 2;
    }
    const near = (sum: number, mean: number, deviation: number) =>
      assert(Math.abs(sum / count - mean) < (4 * deviation) / Math.sqrt(count), `${sum / count}, not ${mean}`);
    near(sums.u, 0.5, Math.sqrt(1 / 12));
    near(sums.n, 0, 1);
    near(sums.n2, 1, Math.sqrt(2));
    near(sums.n4, 3, Math.sqrt(96));
    near(sums.e, 1, 1);
    near(sums.e2, 2, Math.sqrt(20));
  });
});

describe("the extremes of a Brownian bridge", () => {
  const into = { low: 0, high: 0 };

  it("hold its ends, and are these where there is no variance", () => {
    const { normal, uniform } = streamOf("ends");
    for (let at = 0; at < 5000; at++) {
      const [end, variance] = [3 * normal(), uniform() ** 4];
      drawExtremes(end, variance, uniform(), uniform(), into);
      assert(into.low <= Math.min(0, end) && into.high >= Math.max(0, end));
    }
    drawExtremes(-2, 0, 0.5, 0.5, into);
    assert.deepEqual(into, { low: -2, high: 0 });
  });

  it("are found however small the variance is beside the way", () => {
    for (const variance of [5e-324, 1e-320, 1e-200, 1e-30, 1e-18, 1e-10, 1e-4]) {
      for (const end of [1, -1, 1e-3, 1e-9]) {
        drawExtremes(end, variance, 0.3, 0.6, into);
        const width = 40 * Math.sqrt(variance);
        assert(into.low <= Math.min(0, end) && into.low >= Math.min(0, end) - width, `${variance} ${end}`);
        assert(into.high >= Math.max(0, end) && into.high <= Math.max(0, end) + width, `${variance} ${end}`);
      }
    }
    // The law changes its form at eight deviations without a step.
    const [near, beyond] = [8 - 1e-9, 8 + 1e-9].map((end) => {
      drawExtremes(end, 1, 0.3, 0.6, into);
      return { ...into };
    });
    assert(Math.abs(near.low - beyond.low) < 1e-8 && Math.abs(near.high - beyond.high) < 1e-8);
  });

  it("are found for the smallest and largest numbers that can be drawn", () => {
    const edges = [2 ** -53, 1e-9, 0.5, 1 - 1e-9, 1 - 2 ** -53];
    for (const p of edges) {
      for (const q of edges) {
        for (const end of [0, 1e-9, -1e-9, 1, -1, 8, -8]) {
          drawExtremes(end, 1, p, q, into);
          assert(into.low <= Math.min(0, end) + 1e-9 && into.high >= Math.max(0, end) - 1e-9, `${p} ${q} ${end}`);
          assert(into.high - into.low < 40);
        }
      }
    }
  });

  // E range^2 = 4 ln 2 (Parkinson, 1980), E high * low = 1 - 2 ln 2, and Garman and Klass' estimator is 1 (1980).
  it("have the joint law of those of a motion of variance 1", () => {
    const { normal, uniform } = streamOf("law");
    const count = 100_000;
    const sums = { range: 0, range2: 0, product: 0, product2: 0, klass: 0, klass2: 0 };
    for (let at = 0; at < count; at++) {
      const end = normal();
      drawExtremes(end, 1, uniform(), uniform(), into);
      const { low, high } = into;
      const range = (high - low) ** 2;
      const klass = 0.511 * range - 0.019 * (end * (high + low) - 2 * high * low) - 0.383 * end ** 2;
      sums.range += range;
      sums.range2 += range ** 2;
      sums.product += high * low;
      sums.product2 += (high * low) ** 2;
      sums.klass += klass;
      sums.klass2 += klass ** 2;
    }
    const near = (sum: number, squares: number, mean: number, slack = 0) => {
      const [found, error] = [sum / count, Math.sqrt((squares / count - (sum / count) ** 2) / count)];
      assert(Math.abs(found - mean) < 3 * error + slack, `${found}, not ${mean}, with an error of ${error}`);
    };
    near(sums.range, sums.range2, 4 * Math.LN2);
    near(sums.product, sums.product2, 1 - 2 * Math.LN2);
    // Their coefficients are rounded.
    near(sums.klass, sums.klass2, 1, 1e-3);
  });

  // The maximum is drawn first; by symmetry both extremes must have one law.
  it("are as far below as above, in law", () => {
    const { normal, uniform } = streamOf("symmetry");
    const [above, below]: [number[], number[]] = [[], []];
    for (let at = 0; at < 20_000; at++) {
      drawExtremes(normal(), 1, uniform(), uniform(), into);
      above.push(into.high);
      below.push(-into.low);
    }
    const sorted = [above, below].map((list) => Float64Array.from(list).sort());
    let [widest, other] = [0, 0];
    for (let at = 0; at < sorted[0].length; at++) {
      while (sorted[1][other] <= sorted[0][at]) other++;
      widest = Math.max(widest, Math.abs(other - at) / sorted[0].length);
    }
    // Kolmogorov and Smirnov's bound at one in a thousand.
    assert(widest < 1.95 * Math.sqrt(2 / sorted[0].length), `${widest}`);
  });
});

function unitOf(value: number): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(value))));
  return 2 ** (exponent - 52);
}
