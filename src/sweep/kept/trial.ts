import { createHash } from "node:crypto";
import { meanOfSeeds } from "../../analysis/inference/trial-ledger";
import { dateOf } from "../../core/days";
import { calendarFrom } from "../../core/market/calendar";
import { triedOptions } from "../../session/models/unread-models";
import { combinationOf, dataOf } from "../../session/plan/combination";
import type { StoredTrial } from "../../store/store";
import type { DonePoint, PointTrial } from "../plan/executor";
import type { SweepPlan, SweepPoint } from "../plan/plan";
import { pointConfig } from "../plan/point-config";
import { decidingOf, type WalkForward } from "../windows/walk-forward";

// The hash of what a plan runs on.
const datas = new WeakMap<SweepPlan, string>();

/** What runs added to the ledger is read from. */
export interface Tries {
  readonly name: string;
  readonly plan: SweepPlan;
  /** Returns what is kept of a run; `undefined` if it is not done. */
  trial(index: number): PointTrial | undefined;
}

/**
 * Returns what runs add to the ledger of trials: each the same as a session of its params. Those over seeds add one for each
 * combination, with the means of its seeds that are done by now, because seeds of one ensemble are no trials. A run that has
 * taken no step adds nothing. `ranAt`: epoch milliseconds UTC.
 */
export function trialsOf(tries: Tries, done: readonly DonePoint[], ranAt: number): StoredTrial[] {
  const taken = done.filter(({ steps }) => steps > 0);
  const { points, windows } = tries.plan;
  const seeds = seedCount(points);
  if (seeds > 0) {
    // All seeds of a combination have the same days.
    const first = new Map(taken.map(({ index, trial }) => [Math.floor(index / seeds), trial.firstDay]));
    return Array.from(first, ([at, firstDay]) => ensembleTrial(tries, { first: at * seeds, seeds, firstDay }, ranAt));
  }
  // A scheme is one trial, whatever it tries on its training windows.
  const counted = windows === undefined ? taken : taken.filter(({ index }) => points[index].parts !== undefined);
  return counted.map(({ index, trial }) => storedTrial(tries, index, trial, ranAt));
}

interface Ensemble {
  readonly first: number;
  readonly seeds: number;
  readonly firstDay: number | undefined;
}

function ensembleTrial(tries: Tries, { first, seeds, firstDay }: Ensemble, ranAt: number): StoredTrial {
  const runs = Array.from({ length: seeds }, (_, at) => tries.trial(first + at));
  const mean = meanOfSeeds(runs.filter((one) => one !== undefined));
  return storedTrial(tries, first, { ...mean, firstDay }, ranAt);
}

type DayedTrial = Omit<PointTrial, "firstDay"> & { readonly firstDay?: number | undefined };

function storedTrial({ name, plan }: Tries, index: number, trial: DayedTrial, ranAt: number): StoredTrial {
  const config = pointConfig(plan, plan.points[index]);
  const { sharpe, skewness, kurtosis, n, firstTime, lastTime, firstDay } = trial;
  const lastDay = calendarFrom(config.calendar).dayOf(lastTime);
  return {
    identity: plan.windows === undefined ? combinationOf(config) : schemeOf(plan, combinationOf(config)),
    data: dataOfPlan(plan),
    name,
    strategy: config.strategy.name,
    params: plan.windows === undefined ? config.params : schemeParams(plan.windows),
    options: triedOptions(config),
    symbols: config.symbols,
    feed: config.feed.name,
    ...{ sharpe, skewness, kurtosis, n, firstTime, lastTime, ranAt },
    ...(firstDay !== undefined && { firstDay: dateOf(firstDay), lastDay: dateOf(lastDay) }),
  };
}

// How many seeds each combination has; they follow one another. 0 without seeds.
function seedCount(points: readonly SweepPoint[]): number {
  const seed = points[0]?.seed;
  if (seed === undefined) return 0;
  const again = points.findIndex((point, at) => at > 0 && point.seed === seed);
  return again < 0 ? points.length : again;
}

function dataOfPlan(plan: SweepPlan): string {
  const known = datas.get(plan);
  if (known !== undefined) return known;
  const { config, points } = plan;
  const seeds = points.slice(0, seedCount(points)).map(({ seed }) => seed);
  const data = seeds.length === 0 ? dataOf(config) : hashOf([dataOf(config), seeds]);
  datas.set(plan, data);
  return data;
}

// What is traded is another combination in each window.
function schemeParams({ windows, combinations }: WalkForward): Record<string, number> {
  return { windows: windows.length, combinations };
}

// The hash of what a walk-forward tries: the combinations, the windows, and what chooses.
function schemeOf({ windows, points }: SweepPlan, combination: string): string {
  const tried = points.slice(0, windows?.combinations).map(({ params }) => params);
  return hashOf([combination, tried, windows && decidingOf(windows)]);
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
