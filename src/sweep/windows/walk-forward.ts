import type { MetricKey } from "../../analysis/metrics/catalog";
import { type Found, type Growth, rankedMetric } from "../points/growth";
import type { PointPart, SweepPoint } from "../points/point";
import type { TrainAndTest, WindowsOption } from "./windows";

/** A walk-forward as its plan keeps it. */
export interface WalkForward {
  readonly windows: readonly TrainAndTest[];
  readonly positions: NonNullable<WindowsOption["positions"]>;
  /** Whether the feed ends within the last test window, so that it is shorter than the others. */
  readonly isPartial?: true;
  /** How many combinations are run on each training window. */
  readonly combinations: number;
  /** What chooses the best of them. `ascending`: whether the lowest value is the best. */
  readonly rank: { readonly metric: MetricKey; readonly ascending: boolean };
}

/** What was chosen in a training window, and where its runs are among the points. */
export interface Chosen {
  /** The run of the training window, `undefined` if none has a rank. */
  readonly trained: number | undefined;
  /** The run of the test window; absent like the other. */
  readonly tested: number | undefined;
}

/** Returns what of a walk-forward decides its results. Whether its last window is partial follows from the feed. */
export function decidingOf({ isPartial: _, ...deciding }: WalkForward): Omit<WalkForward, "isPartial"> {
  return deciding;
}

/** Returns the runs of all training windows: those of the first, in the order of the combinations, those of the second, and so on. */
export function trainingPoints(combinations: readonly SweepPoint[], windows: readonly TrainAndTest[]): SweepPoint[] {
  return windows.flatMap(({ train: { from, to } }) => combinations.map((point) => ({ ...point, range: { from, to } })));
}

/** Returns how many training runs there are. They are the first. */
export function trainingRuns({ windows, combinations }: WalkForward): number {
  return windows.length * combinations;
}

/** Returns what was chosen in each window: the best by rank. Undefined ranks and runs that lost everything lose, and ties go to the earlier combination. */
export function chosenIn(
  { windows, combinations, rank }: WalkForward,
  found: Pick<Found, "metric" | "isBankrupt">,
): Chosen[] {
  const values = rankedMetric(found, rank.metric);
  let tested = windows.length * combinations;
  return windows.map((_, window) => {
    const trained = bestOf(values, window * combinations, (window + 1) * combinations, rank.ascending);
    return { trained, tested: trained === undefined ? undefined : tested++ };
  });
}

function bestOf(values: Float64Array, from: number, to: number, ascending: boolean): number | undefined {
  let best: number | undefined;
  for (let run = from; run < to; run++) {
    if (Number.isNaN(values[run])) continue;
    if (best === undefined || (ascending ? values[run] < values[best] : values[run] > values[best])) best = run;
  }
  return best;
}

/** Returns the place of the run over all test windows; `undefined` as long as there is none. It is the last. */
export function stitchedRun(points: readonly SweepPoint[]): number | undefined {
  const last = points.length - 1;
  return points[last]?.parts === undefined ? undefined : last;
}

/** Adds the runs on the test windows, and the one over all of them, once all training windows are done. */
export class WalkForwardGrowth implements Growth {
  readonly #plan: WalkForward;

  constructor(plan: WalkForward) {
    this.#plan = plan;
  }

  async next(found: Found): Promise<readonly SweepPoint[] | undefined> {
    const training = found.points.slice(0, trainingRuns(this.#plan));
    const chosen = chosenIn(this.#plan, found);
    const { windows, positions } = this.#plan;
    // All of the history that the first test has, so that each decides as in the run over all.
    const from = windows[0].train.from;
    const flat = positions === "flat" ? ({ flat: true } as const) : {};
    const tests = windows.flatMap(({ test }, window) => {
      const { trained } = chosen[window];
      if (trained === undefined) return [];
      return [{ params: training[trained].params, range: { from, to: test.to, tradeFrom: test.from, ...flat } }];
    });
    if (tests.length === 0) return undefined;
    const parts = partsOf(windows, (window) => {
      const { trained } = chosen[window];
      return trained === undefined ? null : training[trained].params;
    });
    const to = windows[windows.length - 1].test.to;
    const points = [
      ...training,
      ...tests,
      { params: {}, range: { from, to, tradeFrom: windows[0].test.from, ...flat }, parts },
    ];
    return JSON.stringify(points) === JSON.stringify(found.points) ? undefined : points;
  }

  async close(): Promise<void> {
    // It needs nothing.
  }
}

// Between test windows that do not meet nothing is held.
function partsOf(windows: readonly TrainAndTest[], params: (window: number) => PointPart["params"]): PointPart[] {
  return windows.flatMap(({ test }, window) => {
    const part = { from: test.from, params: params(window) };
    const gap = windows[window + 1]?.gapFrom;
    return gap === undefined ? [part] : [part, { from: gap, params: null }];
  });
}
