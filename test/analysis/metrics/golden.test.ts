import assert from "node:assert/strict";
import type { Metrics } from "../../../src/analysis/metrics/catalog";
import { riskFreePerPeriod } from "../../../src/analysis/statistics/conventions";
import { metricsOf } from "../../../src/api/metrics-of";
import { readGolden } from "../../support/golden";

interface GoldenCase {
  readonly name: string;
  readonly inputs: {
    readonly returns?: (number | null)[];
    readonly equity?: number[];
    readonly dates: string[];
    readonly benchmark?: (number | null)[];
    readonly benchmarkEquity?: number[];
    readonly benchmarkDates?: string[];
    readonly periodsPerYear: number;
    readonly riskFree: number | null;
    readonly riskFreePerPeriod: number;
  };
  readonly expected: Record<string, number | null>;
}

interface Golden {
  readonly toleranceRel: number;
  readonly toleranceAbs: number;
  readonly cases: readonly GoldenCase[];
}

const golden = readGolden<Golden>("metrics");
// Counts and a mean that are no metrics of ours.
const notOurs = ["nPeriods", "nAligned", "meanReturn", "riskFreePerPeriod"];

function near(was: number | null, wanted: number | null): boolean {
  if (was === null || wanted === null) return was === wanted;
  return Math.abs(was - wanted) <= Math.max(golden.toleranceAbs, golden.toleranceRel * Math.abs(wanted));
}

function check(wanted: GoldenCase["expected"], metrics: Metrics): void {
  for (const [key, value] of Object.entries(wanted)) {
    if (notOurs.includes(key)) continue;
    const was = metrics[key as keyof Metrics];
    assert.ok(was !== undefined && near(was, value), `${key}: expected ${value}, was ${was}`);
  }
}

function missing(values: readonly (number | null)[] | undefined): number[] | undefined {
  return values?.map((value) => value ?? Number.NaN);
}

describe("the golden metrics", () => {
  for (const { name, inputs, expected } of golden.cases) {
    const { riskFree, riskFreePerPeriod: perPeriod, ...series } = inputs;
    const given = { ...series, returns: missing(series.returns), benchmark: missing(series.benchmark) };

    it(`are met by ${name}`, () => {
      check(expected, metricsOf({ ...given, riskFreePerPeriod: perPeriod }));
    });

    if (riskFree === null) continue;
    it(`are met by ${name} from the annual risk-free rate`, () => {
      assert.ok(near(riskFreePerPeriod(riskFree, inputs.periodsPerYear), perPeriod));
      check(expected, metricsOf({ ...given, riskFree }));
    });
  }
});
