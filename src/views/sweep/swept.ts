import type { ParamCell } from "../../analysis/surface/axis";
import { optionValue } from "../../session/options/option-value";
import type { SweepResults } from "../../sweep/kept/results";
import type { SweepPoint } from "../../sweep/plan/plan";

/** What was set for the runs of a sweep under one name, by run. */
export interface SweptColumn {
  /** The name of the param, or `options.latency`. */
  readonly name: string;
  readonly values: readonly ParamCell[];
  /** Whether not all runs have the same. */
  readonly differs: boolean;
}

/** What distinguishes the runs of a sweep. */
export interface Swept {
  /** Each param and option that was set for the runs. */
  readonly columns: readonly SweptColumn[];
  /** Those that differ. */
  readonly differing: readonly SweptColumn[];
  /** Whether runs have seeds of their own. */
  readonly seeds: boolean;
  /** Whether runs are on parts of the feed. */
  readonly ranges: boolean;
  /** For each run, a number that runs of the same params and options share, on whichever seed and part of the feed. */
  readonly combinations: Int32Array;
  /** How many distinct combinations there are. */
  readonly combinationCount: number;
}

// A search adds points while it goes on.
const known = new WeakMap<readonly SweepPoint[], { readonly length: number; readonly swept: Swept }>();

/** Returns what distinguishes the runs of a sweep. */
export function sweptOf({ points, config, metricKeys }: Pick<SweepResults, "points" | "config" | "metricKeys">): Swept {
  const found = known.get(points);
  if (found?.length === points.length) return found.swept;
  const names = namesIn(points, ({ params }) => params);
  const options = namesIn(points, (point) => ({ ...point.options }));
  const taken = new Set<string>([...ownColumns, ...metricKeys]);
  const columns = [
    ...names.map((name) =>
      columnOf(taken.has(name) ? `params.${name}` : name, points, ({ params, parts }) =>
        parts === undefined ? plain(ownOf(params, name) ?? config.params[name]) : null,
      ),
    ),
    ...options.map((name) =>
      columnOf(`options.${name}`, points, (point) =>
        plain(besideOthers(ownOf({ ...point.options }, name) ?? ownOf({ ...config.options }, name))),
      ),
    ),
  ];
  const places = new Map<string, number>();
  const combinations = Int32Array.from(points, (_, at) => {
    const key = JSON.stringify(columns.map(({ values }) => values[at]));
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
  const swept: Swept = {
    columns,
    differing: columns.filter(({ differs }) => differs),
    seeds: points.some(({ seed }) => seed !== undefined),
    ranges: points.some(({ range }) => range !== undefined),
    combinations,
    combinationCount: places.size,
  };
  known.set(points, { length: points.length, swept });
  return swept;
}

/** The columns that the table of every sweep has. A param of such a name is `params.rank` there. */
export const ownColumns = ["rank", "seed", "from", "to", "state", "fingerprint", "run"] as const;

/** Writes the params and options of a run in which runs differ: `fast 7, slow 40`. */
export function runText(results: SweepResults, run: number): string {
  const { differing } = sweptOf(results);
  const { seed } = results.points[run];
  const words = named(differing, ({ values }) => values[run]).map(
    ({ name, values }) => `${name} ${cellText(values[run])}`,
  );
  if (words.length === 0 && seed !== undefined) return `seed ${seed}`;
  return words.length === 0 ? `run ${run}` : words.join(", ");
}

const mostUnset = 3;

/** Returns those of some params and options that are named: of more than three, those that a run has. Runs of a list may differ in many. */
export function named<Of>(all: readonly Of[], valueIn: (one: Of) => ParamCell): readonly Of[] {
  return all.length <= mostUnset ? all : all.filter((one) => valueIn(one) !== null);
}

/** Writes the value of a param. */
export function cellText(value: ParamCell): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return value === null ? "none" : String(value);
}

function namesIn(
  points: readonly SweepPoint[],
  of: (point: SweepPoint) => Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set<string>();
  for (const point of points) for (const name of Object.keys(of(point))) names.add(name);
  return [...names];
}

function ownOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function columnOf(name: string, points: readonly SweepPoint[], of: (point: SweepPoint) => ParamCell): SweptColumn {
  const values = points.map(of);
  return { name, values, differs: values.some((value) => value !== values[0]) };
}

// With brackets, as one list may follow another: `options.risk [], [maxPositionWeight(0.5), noShorting], none`.
function besideOthers(option: unknown): unknown {
  const value = optionValue(option);
  return Array.isArray(option) && option.length > 0 ? `[${value}]` : value;
}

// Not as text that is shorter: [1, 2] and "1, 2" are different params.
function plain(value: unknown): ParamCell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}
