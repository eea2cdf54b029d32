import { checkKeys, expected } from "../../core/checks";
import { shortened } from "../../core/short-text";
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
 * sweep have the same. Throws UNKNOWN_OPTION for a param that the sweep does not have, INVALID_OPTION if no run or several are it.
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
  if (found.length === 1) return found[0];
  const text = shortened(JSON.stringify(which));
  const cure =
    found.length === 0
      ? "table() has all"
      : `They are ${found.slice(0, 5).join(", ")}${found.length > 5 ? ", ..." : ""}: give more params, or the number`;
  const count = found.length === 0 ? "none" : found.length;
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected one run of sweep "${name}" with ${text}, but there ${found.length === 0 ? "is" : "are"} ${count}. ${cure}`,
  );
}

/** Returns a place in the plan. Throws INVALID_OPTION if no run is there. */
export function runAt({ name, points }: Pick<Runs, "name" | "points">, run: number): number {
  if (Number.isInteger(run) && run >= 0 && run < points.length) return run;
  throw expected(`run of sweep "${name}"`, `a whole number from 0 to ${points.length - 1}`, run);
}

// Equal for data that is equal, in whichever order its keys were written.
function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
