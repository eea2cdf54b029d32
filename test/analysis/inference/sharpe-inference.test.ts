import assert from "node:assert/strict";
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  type PeriodSharpe,
  periodSharpe,
  probabilisticSharpe,
  sharpeError,
} from "../../../src/analysis/inference/sharpe-ratio";
import { sharpeOfTrial, type Tried, trialsBeside } from "../../../src/analysis/inference/trial-ledger";
import { readGolden } from "../../support/golden";
import { near } from "../near";

interface Inputs {
  readonly sr: number;
  readonly srBenchmark: number;
  readonly n: number;
  readonly skew: number;
  readonly kurtosis: number;
  readonly confidence: number;
  readonly periodsPerYear: number;
  readonly nTrials: number;
  readonly trialsVariance: number;
}

interface SeriesCase {
  readonly name: string;
  readonly inputs: string;
  readonly moments: { readonly n: number; readonly sr: number; readonly skew: number; readonly kurt: number };
  readonly expected: Readonly<Record<string, number | null>> & { readonly trialsSharpe: string };
}

interface Golden {
  readonly closedForm: readonly {
    readonly name: string;
    readonly function: string;
    readonly inputs: Inputs;
    readonly expected: number | null;
    readonly published: { readonly value: number; readonly tol: number } | null;
  }[];
  readonly seriesCases: readonly SeriesCase[];
}

interface MetricCases {
  readonly cases: readonly {
    readonly name: string;
    readonly inputs: { readonly returns: readonly number[]; readonly periodsPerYear: number };
  }[];
}

const { closedForm, seriesCases } = readGolden<Golden>("sharpe_inference");

function sharpeOf({ sr, n, skew, kurtosis }: Inputs): PeriodSharpe {
  return { count: n, sharpe: sr, skewness: skew, kurtosis };
}

const functions: Readonly<Record<string, (inputs: Inputs) => number | null>> = {
  psr: (inputs) => probabilisticSharpe(sharpeOf(inputs), inputs.srBenchmark),
  sharpeStdErr: (inputs) => sharpeError(sharpeOf(inputs)),
  minTrackRecordLength: (inputs) => recordOf(inputs),
  minTrackRecordLengthOver12: (inputs) => over(recordOf(inputs), 12),
  minTrackRecordLengthYears: (inputs) => over(recordOf(inputs), inputs.periodsPerYear),
  expectedMaxSharpe: ({ nTrials, trialsVariance }) =>
    expectedMaximumSharpe({ count: nTrials, variance: trialsVariance }),
  deflatedSharpe: (inputs) =>
    deflatedSharpe(sharpeOf(inputs), { count: inputs.nTrials, variance: inputs.trialsVariance }),
};

function recordOf(inputs: Inputs): number | null {
  return minimumTrackRecord(sharpeOf(inputs), { threshold: inputs.srBenchmark, confidence: inputs.confidence });
}

function over(value: number | null, divisor: number): number | null {
  return value === null ? null : value / divisor;
}

/** Makes `series(seed, n, "ih3", scale, drift)` of the golden file, by its linear congruential generator. */
function madeSeries(seed: number, n: number, scale: number, drift: number): Float64Array {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  return Float64Array.from({ length: n }, () => {
    const sum = uniform() + uniform();
    return drift + scale * (sum + uniform() - 1.5);
  });
}

/** Reads `series(9000+i,252,"ih3",0.02,0.0001*i), i=0..9`, and returns the Sharpe ratios of those trials. */
function trialsOf(text: string): number[] {
  const made = /series\((\d+)\+i,(\d+),"ih3",([\d.]+),([\d.]+)\*i\), i=0\.\.(\d+)/.exec(text);
  assert.ok(made !== null, text);
  const [seed, n, scale, drift, last] = made.slice(1).map(Number);
  return Array.from({ length: last + 1 }, (_, i) => sharpeNear(madeSeries(seed + i, n, scale, drift * i)).sharpe);
}

function sharpeNear(returns: Float64Array): PeriodSharpe {
  const sharpe = periodSharpe(returns);
  assert.ok(sharpe !== null);
  return sharpe;
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Returns a ledger of so many trials, the first of which has the inputs, and whose ratios have the variance. */
function ledgerWith({ sr, n, skew, kurtosis, nTrials, trialsVariance }: Inputs): readonly [Tried, ...Tried[]] {
  const data = { symbols: ["X"], firstTime: 0, lastTime: 1 };
  const counted = n < 60 ? nTrials - 1 : nTrials;
  const pairs = Math.floor((nTrials - 1) / 2);
  const apart = Math.sqrt((trialsVariance * (counted - 1)) / (2 * pairs));
  const others = Array.from({ length: nTrials - 1 }, (_, at) => {
    const sharpe = at >= 2 * pairs ? sr : sr + (at % 2 === 0 ? apart : -apart);
    return { ...data, identity: `other ${at}`, n: 1000, sharpe };
  });
  return [{ ...data, identity: "own", n, sharpe: sr, skewness: skew, kurtosis }, ...others];
}

describe("the golden inference of Sharpe ratios", () => {
  for (const { name, function: key, inputs, expected } of closedForm) {
    if (key !== "deflatedSharpe" || !Number.isInteger(inputs.nTrials) || inputs.nTrials < 3) continue;
    it(`is met by the ledger of the trials of ${name}`, () => {
      const ledger = ledgerWith(inputs);
      const own = sharpeOfTrial(ledger[0]) as PeriodSharpe;
      near(deflatedSharpe(own, trialsBeside(ledger)(ledger[0])), expected, key);
    });
  }

  for (const { name, function: key, inputs, expected, published } of closedForm)
    it(`is met by ${name}`, () => {
      assert.ok(key in functions, `no function for ${key}`);
      const was = functions[key](inputs);
      near(was, expected, key);
      if (published !== null) assert.ok(Math.abs((was as number) - published.value) <= published.tol);
    });

  for (const { name, inputs, moments, expected } of seriesCases)
    it(`is met by the returns of ${name}`, () => {
      const named = /returns of case (\w+)/.exec(inputs)?.[1];
      const metrics = readGolden<MetricCases>("metrics").cases.find((one) => one.name === named)?.inputs;
      assert.ok(metrics !== undefined, inputs);
      const sharpe = sharpeNear(Float64Array.from(metrics.returns));
      near(sharpe.count, moments.n, "n");
      near(sharpe.sharpe, moments.sr, "sr");
      near(sharpe.skewness, moments.skew, "skewness");
      near(sharpe.kurtosis, moments.kurt, "kurtosis");
      near(sharpeError(sharpe), expected.sharpeStdErr, "error");
      near(probabilisticSharpe(sharpe), expected.psr0, "psr above 0");
      const annual = 1 / Math.sqrt(metrics.periodsPerYear);
      near(probabilisticSharpe(sharpe, annual), expected.psrVsAnnual1, "psr above 1 a year");
      near(minimumTrackRecord(sharpe), expected.minTrackRecordLength95, "minimum track record");
      const ratios = trialsOf(expected.trialsSharpe);
      const trials = { count: ratios.length, variance: variance(ratios) };
      near(trials.variance, expected.trialsVariance, "variance of trials");
      near(expectedMaximumSharpe(trials), expected.expectedMaxSharpe, "expected maximum");
      near(deflatedSharpe(sharpe, trials), expected.deflatedSharpe, "deflated");
    });
});
