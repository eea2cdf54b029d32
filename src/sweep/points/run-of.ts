import { checkKeys, expected } from "../../core/checks";
import { listText, shortened } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { SweepPoint } from "./point";

/** Which run of a sweep: by its params, with `seed` for one history, or by its place in the plan, from 0. */
export type RunChoice = number | Readonly<Record<string, unknown>>;

/** What a run is looked for in. */
interface Runs {
  readonly name: string;
  readonly points: readonly SweepPoint[];
  readonly config: { readonly params: Readonly<Record<string, unknown>> };
}

/**
 * Returns the place of a run in the plan. Params that are not given are those of the strategy, or may be any where all runs of the
 * sweep have the same. Of runs with the same params on parts of the feed, it is the one on all of it. Throws UNKNOWN_OPTION for a param that
 * the sweep does not have, INVALID_OPTION if no run or several are it.
 */
export function runOf({ name, points, config }: Runs, which: RunChoice): number {
  if (typeof which === "number") return runAt({ name, points }, which);
  if (typeof which !== "object" || which === null)
    throw expected(`run of sweep "${name}"`, "params, or its place in the plan", which);
  const hasSeeds = points.some(({ seed }) => seed !== undefined) && !Object.hasOwn(config.params, "seed");
  const names = new Set([...Object.keys(config.params), ...points.flatMap(({ params }) => Object.keys(params))]);
  checkKeys(`a run of sweep "${name}"`, which, [...names, ...(hasSeeds ? ["seed"] : [])]);
  const { seed, ...rest } = which;
  const wanted = Object.entries(hasSeeds ? rest : which).map(([key, value]) => [key, textOf(value)] as const);
  const found: number[] = [];
  for (const [run, point] of points.entries()) {
    if (hasSeeds && seed !== undefined && point.seed !== seed) continue;
    const params = { ...config.params, ...point.params };
    if (wanted.every(([key, value]) => textOf(params[key]) === value)) found.push(run);
  }
  const whole = found.filter((run) => points[run].range === undefined);
  const [one, ...others] = whole.length > 0 ? whole : found;
  if (one !== undefined && others.length === 0) return one;
  const text = shortened(JSON.stringify(which));
  const there = found.length === 0 ? "there is none" : `there are ${found.length}`;
  const cure = found.length === 0 ? cureOfNone(points, hasSeeds ? seed : undefined) : cureOfMany(points, config, found);
  throw new PaperLabError("INVALID_OPTION", `Expected one run of sweep "${name}" with ${text}, but ${there}. ${cure}`);
}

function cureOfNone(points: Runs["points"], seed: unknown): string {
  if (seed === undefined || points.some((point) => point.seed === seed)) return "table() has all";
  const [first] = points;
  return `Its seeds are ${JSON.stringify(first.seed)} to ${JSON.stringify(points.at(-1)?.seed)}; table() has all`;
}

// Says in what the runs differ, so that it can be given.
function cureOfMany(points: Runs["points"], { params: own }: Runs["config"], found: readonly number[]): string {
  const runs = found.map((run) => points[run]);
  const differs = (of: (point: SweepPoint) => unknown) => new Set(runs.map((point) => textOf(of(point)))).size > 1;
  const names = [...new Set(runs.flatMap(({ params }) => Object.keys(params)))];
  const params = names.filter((name) => differs((point) => ({ ...own, ...point.params })[name]));
  const isOfSeeds = differs(({ seed }) => seed) && !Object.hasOwn(own, "seed");
  const more = [...params, ...(isOfSeeds ? [`seed: ${JSON.stringify(runs[0].seed)}`] : [])];
  const some = `They are ${found.slice(0, 5).join(", ")}${found.length > 5 ? ", ..." : ""}`;
  if (more.length > 0) return `${some}: give ${listText(more)} too, or the number`;
  const what = differs(({ range }) => range) ? "days" : "options";
  return `${some}, which differ in their ${what}: give the number`;
}

/** Returns a place in the plan. Throws INVALID_OPTION if no run is there. */
export function runAt({ name, points }: Pick<Runs, "name" | "points">, run: number): number {
  if (Number.isInteger(run) && run >= 0 && run < points.length) return run;
  throw expected(`run of sweep "${name}"`, `a whole number from 0 to ${points.length - 1}`, run);
}

/** Returns plain data as a text that is equal for data that is equal, in whichever order its keys were written. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
