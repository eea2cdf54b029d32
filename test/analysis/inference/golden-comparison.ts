import { readGolden } from "../../support/golden";

/** Explicit indices of resamples. */
export interface IndexSet {
  readonly blockLength: number;
  readonly indices: readonly (readonly number[])[];
}

interface SetExpected {
  readonly pValues: number[];
  readonly included05: number[];
  readonly included10: number[];
}

type ByRecentring = Readonly<Record<"lower" | "consistent" | "upper", number>>;

/** What a test of superior predictive ability gives that is not studentised. */
export interface SpaExpected {
  readonly statistic: number;
  readonly pValues: ByRecentring;
  readonly criticalValues05: ByRecentring;
  readonly omega2: readonly number[];
  readonly thresholds: readonly number[];
}

interface StepwiseExpected {
  readonly superior: number[];
  readonly rounds: readonly {
    readonly models: number[];
    readonly criticalValue: number;
    readonly superior: number[];
  }[];
}

/** Returns row by row, and what comes of them. */
export interface Case {
  readonly name: string;
  readonly indexSet: string;
  readonly blockLength: number;
  readonly returns: readonly (readonly number[])[];
  readonly expected: {
    readonly mcs: {
      readonly R: SetExpected & {
        readonly eliminationOrder: number[];
        readonly steps: readonly { readonly statistic: number; readonly pValue: number }[];
      };
    };
    readonly spa: SpaExpected;
  };
  readonly published: {
    readonly spaStudentised: { readonly statistic: number; readonly pValues: ByRecentring };
    readonly stepmBasic: StepwiseExpected;
    readonly stepmFixedScale: StepwiseExpected;
  };
}

/** What is known of the difference of two series. */
export interface PairStatistics {
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower90: number;
  readonly upper90: number;
  readonly shareAGreater: number;
  readonly first3: readonly number[];
}

interface Golden {
  readonly indexSets: Readonly<Record<string, IndexSet>>;
  readonly cases: readonly Case[];
  readonly degenerate: readonly (Case & {
    readonly collapsed: {
      readonly firstOf: number[];
      readonly mcs: { readonly R: SetExpected };
      readonly spa: { models: number[]; statistic: number; pValues: ByRecentring } | null;
      readonly stepm: { readonly superior: number[] } | null;
    };
  })[];
  readonly twoSession: readonly {
    readonly name: string;
    readonly returnsOf: string;
    readonly a: number;
    readonly b: number;
    readonly indexSet: string;
    readonly periodsPerYear: number;
    readonly expected: Readonly<Record<string, PairStatistics>>;
  }[];
}

/** The golden comparisons of many series. */
export const golden = readGolden<Golden>("comparison");
