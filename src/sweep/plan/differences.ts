import { counted, shortened } from "../../core/short-text";
import { trainingRuns } from "../windows/walk-forward";
import type { SweepPlan } from "./plan";

/** Returns in which parts two sweeps differ besides their config. */
export function pointDifferences(now: SweepPlan, was: SweepPlan): string[] {
  return [
    ...runs(first(now), first(was)),
    ...windows(now, was),
    ...searches(now, was),
    ...metrics(now, was),
    ...keep(now, was),
  ];
}

/**
 * Returns in which files two sweeps differ whose strategy is found in a module. The strategy as it was imported does not tell that
 * a file was edited since.
 */
export function fileDifferences({ code: { module: now } }: SweepPlan, { code: { module: was } }: SweepPlan): string[] {
  if (now === undefined || was === undefined)
    return now === was ? [] : [`module: ${now?.relative ?? "not given"}, was ${was?.relative ?? "not given"}`];
  const names = new Set([...Object.keys(now.files), ...Object.keys(was.files)]);
  const changed = [...names].filter((name) => now.files[name] !== was.files[name]);
  return changed.length === 0 ? [] : [`module: ${shortened(changed.join(", "))} changed`];
}

// A walk-forward and a search add runs later.
function first(plan: SweepPlan): SweepPlan {
  const { windows: walk, search, points } = plan;
  return { ...plan, points: search ? [] : walk ? points.slice(0, trainingRuns(walk)) : points };
}

function searches({ search: now }: SweepPlan, { search: was }: SweepPlan): string[] {
  if (JSON.stringify(now) === JSON.stringify(was)) return [];
  return [`search: ${searchText(now)}, was ${searchText(was)}`];
}

function searchText(search: SweepPlan["search"]): string {
  return search === undefined
    ? "none"
    : `${search.sampler}, ${counted(search.draws, "draw")}, by ${search.rank.metric}`;
}

function windows({ windows: now }: SweepPlan, { windows: was }: SweepPlan): string[] {
  if (now?.positions !== was?.positions) return [`positions at the seams: ${now?.positions}, was ${was?.positions}`];
  if (now?.rank.metric !== was?.rank.metric) return [`rank: ${now?.rank.metric}, was ${was?.rank.metric}`];
  return JSON.stringify(now) === JSON.stringify(was) ? [] : ["windows"];
}

function runs({ points: now }: SweepPlan, { points: was }: SweepPlan): string[] {
  if (JSON.stringify(now) === JSON.stringify(was)) return [];
  if (now.length !== was.length)
    return [`runs: ${counted(now.length, "run")}, was ${was.length.toLocaleString("en-US")}`];
  const at = now.findIndex((point, index) => JSON.stringify(point) !== JSON.stringify(was[index]));
  const { params } = now[at];
  return [`run ${at}: ${shortened(JSON.stringify(params))}, was ${shortened(JSON.stringify(was[at].params))}`];
}

function metrics(now: SweepPlan, was: SweepPlan): string[] {
  const more = now.metrics.filter((key) => !was.metrics.includes(key));
  const gone = was.metrics.filter((key) => !now.metrics.includes(key));
  return [
    ...(more.length > 0 ? [`metrics: also ${shortened(more.join(", "))}`] : []),
    ...(gone.length > 0 ? [`metrics: not ${shortened(gone.join(", "))}`] : []),
  ];
}

function keep(now: SweepPlan, was: SweepPlan): string[] {
  if (now.keep === was.keep) return [];
  return [`keep: ${now.keep ?? "not given"}, was ${was.keep ?? "not given"}`];
}
