import type { MetricKey } from "../../analysis/metrics/catalog";
import { checkKeys, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { checkBoolean, checkName, checkNotOfStrategy } from "../../session/options/checks";
import { sessionOptionKeys } from "../../session/options/option-kinds";
import type { SessionOptions } from "../../session/options/options";
import type { RandomOption } from "../points/draws";
import { MOST_POINTS } from "../points/grid";
import { checkSampler } from "../search/growth";
import type { Sampler } from "../search/sampler";
import { checkedWindows, type WindowsOption } from "../windows/windows";
import type { Executor } from "./executor";

/** The options of a session that a sweep does not have: each run has its own, or they are of no use to runs that nobody watches. */
type NotOfSweeps = "ifExists" | "pace" | "notes" | "tags";

/** A run of a list that differs in options: costs, latency, risk rules, schedule, and params. */
export type ListedRun<P> = { readonly params?: Partial<P> } & Omit<
  SessionOptions<P>,
  NotOfSweeps | "name" | "symbols" | "benchmark" | "returnsEvery" | "periodsPerYear" | "riskFree" | "params"
>;

/** The options of a sweep: which runs there are, what is made of them, and the options that all of them share. */
export interface SweepOptions<P = Readonly<Record<string, unknown>>> extends Omit<SessionOptions<P>, NotOfSweeps> {
  /** Values of params by name, such as `{ fast: range(5, 14), slow: range(20, 65, 5) }`: all combinations are run. */
  grid?: { readonly [Key in keyof P]?: readonly P[Key][] };
  /** Runs one by one: params, or `{ params, commission, latency, rebalance, ... }`. */
  list?: readonly (Partial<P> | ListedRun<P>)[];
  /**
   * Params that are drawn: `true` for all that are declared with a range, some of them by name, or ranges and lists by name. With
   * `draws`, and `seed`.
   */
  random?: RandomOption | readonly (keyof P & string)[];
  /** What chooses the runs as results come: `optuna("tpe", { seed: 1 })`, `halving({ seed: 1 })`, one of your own. With `draws`; `random` says which params. */
  sampler?: Sampler;
  /** How many different combinations are drawn, or how many runs a sampler asks for. */
  draws?: number;
  /** How many histories of a feed that is made of chance are run, with the seeds `<seed of the feed>/1` and so on. */
  seeds?: number;
  /** Walk-forward: the best of each training window, by `rank`, runs on the test window behind it. */
  windows?: WindowsOption;
  /** Which combinations are run: `({ fast, slow }) => fast < slow`. It is called with all params of each. */
  where?: (params: P) => boolean;
  /** The metrics that are made; default all. */
  metrics?: readonly MetricKey[];
  /** The metric that orders the runs; default the Sharpe ratio, or the first of `metrics` that can if that is not one of them. */
  rank?: MetricKey;
  /** `"returns"` also keeps the returns by trading day of each run. */
  keep?: "returns";
  /** Where it runs; default `threads()`. */
  on?: Executor;
  /** The path of a file that exports the strategy, such as `"./strategies/cross.ts"`, where its code cannot travel as text. */
  module?: string;
  /** Whether runs that failed are run again; default false. */
  retry?: boolean;
  /** Its abort pauses the sweep. */
  signal?: AbortSignal;
}

const notOfSweeps: readonly string[] = ["ifExists", "pace", "notes", "tags"] satisfies readonly NotOfSweeps[];
const ownKeys = [
  "grid",
  "list",
  "random",
  "draws",
  "seeds",
  "where",
  "windows",
  "sampler",
  "metrics",
  "rank",
  "keep",
  "on",
  "module",
  "retry",
  "signal",
] as const;
const shared = sessionOptionKeys.filter((key) => !notOfSweeps.includes(key));

/** The names of all options of a sweep. */
export const sweepOptionKeys: readonly string[] = ["name", ...ownKeys, ...shared.filter((key) => key !== "name")];

/** Returns the options of a sweep that are those of each of its runs. */
export function sharedOptions(options: SweepOptions<never>): SessionOptions<never> {
  const given = Object.entries(options).filter(([key]) => !(ownKeys as readonly string[]).includes(key));
  return Object.fromEntries(given) as SessionOptions<never>;
}

/** Throws INVALID_OPTION and UNKNOWN_OPTION for what is wrong with the options of a sweep, whatever its feed and strategy. */
export function checkSweepOptions(options: SweepOptions<never>): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  for (const key of notOfSweeps)
    if (key in options)
      throw new PaperLabError(
        "UNKNOWN_OPTION",
        `Unknown option "${key}" of a sweep. It is one of a session; sweep.session(params) makes one of a run`,
      );
  checkNotOfStrategy("a sweep", options);
  checkKeys("a sweep", options, sweepOptionKeys);
  const { name, keep, on, module, retry, seeds, signal } = options;
  if (name !== undefined) checkName(name);
  if (keep !== undefined && keep !== "returns") throw expected("keep", '"returns"', keep);
  if (module !== undefined && typeof module !== "string") throw expected("module", "the path of a file", module);
  if (retry !== undefined) checkBoolean("retry", retry);
  if (signal !== undefined && !isSignal(signal)) throw expected("signal", "an AbortSignal", signal);
  if (on !== undefined && !isExecutor(on)) throw expected("on", "what runs it, such as threads()", on);
  if (seeds !== undefined && !(Number.isInteger(seeds) && seeds >= 1 && seeds <= 1_000_000))
    throw expected("seeds", "a whole number from 1 to 1,000,000", seeds);
  checkPoints(options);
  if (options.sampler !== undefined) checkSearch(options);
  if (options.windows === undefined) return;
  checkedWindows(options.windows);
  if (seeds !== undefined) throw expected("seeds", "left out with windows, which are those of one history", seeds);
}

// What says which runs there are.
function checkPoints(options: SweepOptions<never>): void {
  const ways = (["grid", "list", "random"] as const).filter((key) => options[key] !== undefined);
  if (ways.length > 1)
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected one of grid, list and random, but ${ways.join(" and ")} were given`,
    );
  if (ways.length === 0 && options.seeds === undefined && options.sampler === undefined)
    throw new PaperLabError(
      "INVALID_OPTION",
      "Expected grid, list, random, sampler or seeds, which say what a sweep runs, but none was given",
    );
  if (options.draws !== undefined && options.random === undefined && options.sampler === undefined)
    throw expected("draws", "left out without random or sampler", options.draws);
  if (options.random !== undefined && options.draws === undefined)
    throw expected("draws", "given with random: how many combinations are drawn", undefined);
  if (options.where !== undefined && options.list !== undefined)
    throw expected("where", "left out with list, whose runs are chosen already", options.where);
  if (options.where !== undefined && ways.length === 0 && options.sampler === undefined)
    throw expected("where", "left out without grid or random", options.where);
}

function checkSearch(options: SweepOptions<never>): void {
  checkSampler(options.sampler);
  const { draws } = options;
  for (const key of ["grid", "list", "seeds", "windows"] as const)
    if (options[key] !== undefined) throw expected(key, "left out with sampler, which chooses the runs", options[key]);
  if (!(Number.isInteger(draws) && (draws as number) >= 1 && (draws as number) <= MOST_POINTS))
    throw expected("draws", "given with sampler: how many runs it asks for, a whole number from 1 on", draws);
}

function isExecutor(on: unknown): on is Executor {
  if (typeof on !== "object" || on === null) return false;
  const { name, prepare, run, close } = on as Readonly<Record<string, unknown>>;
  return typeof name === "string" && [prepare, run, close].every((method) => typeof method === "function");
}

// A notebook's may be of another realm.
function isSignal(signal: unknown): boolean {
  return typeof signal === "object" && signal !== null && "aborted" in signal && "addEventListener" in signal;
}
