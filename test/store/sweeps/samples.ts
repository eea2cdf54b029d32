import type { NewSweep, SweepStep, SweepWhole } from "../../../src/store/rows/sweep-rows";

/** A sweep of three runs with two metrics. */
export const aSweep: NewSweep = {
  ...{ name: "grid", state: "CREATED", identity: "i", plan: { points: [1, 2, 3] }, rank: { metric: "sharpe" } },
  ...{ metrics: ["sharpe", "cagr"], version: "v3:", runs: 3, done: 0, failed: 0, createdAt: 5 },
};

/** Its results when two runs had been made. */
export const aWhole: SweepWhole = {
  states: Uint8Array.of(1, 2, 0),
  numbers: Float64Array.from({ length: 24 }, (_, at) => (at < 8 ? at + 0.5 : Number.NaN)),
  fingerprints: Uint8Array.from({ length: 96 }, (_, at) => at),
  failures: [{ index: 1, code: "STRATEGY_FAILED", message: "no more" }],
  metrics: [Float64Array.of(-0, Number.NaN, Number.NaN), Float64Array.of(0.1, Number.NaN, Number.NaN)],
};

/** The result of the third. */
export const aStep: SweepStep = {
  indices: Int32Array.of(2),
  states: Uint8Array.of(1),
  values: Float64Array.of(1.5, -0),
  numbers: Float64Array.from({ length: 8 }, (_, at) => at / 3),
  fingerprints: new Uint8Array(32).fill(7),
  failures: [],
  returns: [{ run: 2, days: Int32Array.of(19_000, 19_001), returns: Float64Array.of(0.1, -0) }],
  trials: [
    {
      ...{ identity: "c", data: "d", name: "grid", strategy: "s", params: { a: 1 }, options: {}, symbols: ["A"] },
      ...{ feed: "f", sharpe: 0.1 + 0.2, n: 2, firstTime: 1, lastTime: 2, ranAt: 3 },
    },
  ],
};
