import { createHash } from "node:crypto";
import { combinationOf, dataOf } from "../../session/plan/combination";
import type { StoredTrial } from "../../store/store";
import type { DonePoint } from "../plan/executor";
import type { SweepPlan } from "../plan/plan";
import { pointConfig } from "../plan/point-config";

// The hash of the feed of a plan, which all of its runs without a seed have in common.
const datas = new WeakMap<SweepPlan, string>();

/**
 * Returns what a run adds to the ledger of trials: the same as a session of its params. `undefined` if it has taken no step.
 * `ranAt`: epoch milliseconds UTC.
 */
export function pointTrial(
  { name, plan }: { readonly name: string; readonly plan: SweepPlan },
  { index, trial, steps }: DonePoint,
  ranAt: number,
): StoredTrial | undefined {
  const { windows, points } = plan;
  // A scheme is one trial, whatever it tries on its training windows.
  if (steps === 0 || (windows !== undefined && points[index].parts === undefined)) return undefined;
  const config = pointConfig(plan, points[index]);
  const { data = dataOfPlan(plan), sharpe, skewness, kurtosis, n, firstTime, lastTime } = trial;
  return {
    identity: windows === undefined ? combinationOf(config) : schemeOf(plan, combinationOf(config)),
    data,
    name,
    strategy: config.strategy.name,
    params: config.params,
    options: config.options,
    symbols: config.symbols,
    feed: config.feed.name,
    ...{ sharpe, skewness, kurtosis, n, firstTime, lastTime, ranAt },
  };
}

function dataOfPlan(plan: SweepPlan): string {
  const known = datas.get(plan) ?? dataOf(plan.config);
  datas.set(plan, known);
  return known;
}

// The hash of what a walk-forward tries: the combinations, the windows, and what chooses.
function schemeOf({ windows, points }: SweepPlan, combination: string): string {
  const tried = points.slice(0, windows?.combinations).map(({ params }) => params);
  return createHash("sha256")
    .update(JSON.stringify([combination, tried, windows]))
    .digest("hex");
}
