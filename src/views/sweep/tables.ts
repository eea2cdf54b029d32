import type { MetricKey } from "../../analysis/metrics/catalog";
import type { ParamCell } from "../../analysis/surface/axis";
import { shown as quoted } from "../../core/checks";
import { dateOf } from "../../core/days";
import { calendarFrom } from "../../core/market/calendar";
import type { Cell, Table } from "../../core/table";
import { PaperLabError } from "../../errors";
import type { Importance } from "../../output/columns-that-fit";
import type { Format } from "../../output/formats";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import { checkOneOf, checkOptions } from "../../session/options/checks";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { metricFormat } from "../metrics-display";
import { bestChoice, countsOf, type Ranking, rankedValues, rankingOf } from "./ranking";
import { sweptOf } from "./swept";

/** How the runs of a sweep are listed. */
export interface SweepTableOptions {
  /** `"rank"` (default) has the best first, then those without a value, failed ones, and those that are left. */
  readonly order?: "rank" | "plan";
}

/** A run of a sweep: its rank, each param and option that was set, its metrics, and what became of it. */
export interface SweepRow {
  /** From 1; `null` if it has no value to be ranked by. Equal values share a place. */
  readonly rank: number | null;
  readonly seed: string | null;
  /** The part of the feed that it is on, epoch milliseconds UTC; `null` for all of it. */
  readonly from: number | null;
  readonly to: number | null;
  /** `"bankrupt"` is one that is done, and lost everything. */
  readonly state: "done" | "bankrupt" | "failed" | "left";
  /** Its first twelve letters. */
  readonly fingerprint: string | null;
  /** Its place in the plan, from 0. */
  readonly run: number;
  /** Params by name, options as `options.latency`, and metrics. */
  readonly [column: string]: ParamCell;
}

/** A run that failed. */
export interface SweepErrorRow {
  readonly run: number;
  readonly code: string;
  readonly message: string;
  readonly seed: string | null;
  /** Params by name, options as `options.latency`. */
  readonly [column: string]: ParamCell;
}

/** The best run of a sweep; over seeds the combination that is best on average. */
export interface BestOfSweep {
  /** All params, those that all runs have in common too. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Over seeds their means, of those that have a value. */
  readonly metrics: Readonly<Partial<Record<MetricKey, number | null>>>;
  /** Options of its own, as they are described; absent without any. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Over seeds, how many there are. */
  readonly seeds?: number;
  /** Its place in the plan, from 0; over seeds that of the first. */
  readonly run: number;
  /** Of that run. */
  readonly fingerprint: string | null;
}

const stateNames = (Object.keys(pointStates) as (keyof typeof pointStates)[]).sort(
  (a, b) => pointStates[a] - pointStates[b],
);
const lettersOfFingerprint = 12;

/** Returns every run of a sweep as a plain row. Throws INVALID_OPTION, UNKNOWN_OPTION. */
export function tableRows(results: SweepResults, options: SweepTableOptions = {}): SweepRow[] {
  checkOptions("table", options, ["order"]);
  const order = checkOneOf("order", options.order ?? "rank", ["rank", "plan"]);
  const ranking = rankingOf(results);
  return rowsOf(results, ranking, order === "rank" ? ranking.order : ranking.order.slice().sort());
}

/** Returns some runs of a sweep as plain rows. `ranking`: of all runs. `runs`: their places in the plan. */
export function rowsOf(results: SweepResults, ranking: Ranking, runs: Int32Array): SweepRow[] {
  const { columns } = sweptOf(results);
  const metrics = results.metricKeys.map((key) => ({ key, values: results.metric(key) }));
  const ranks = ranksOf(results, ranking);
  return Array.from(runs, (run) => {
    const { seed = null, range } = results.points[run];
    const row: Record<string, ParamCell> = { rank: ranks[run] === 0 ? null : ranks[run] };
    for (const { name, values } of columns) row[name] = values[run];
    row.seed = seed;
    row.from = range?.tradeFrom ?? range?.from ?? null;
    row.to = range?.to ?? null;
    for (const { key, values } of metrics) row[key] = Number.isNaN(values[run]) ? null : values[run];
    row.state = results.isBankrupt(run) ? "bankrupt" : stateNames[results.states[run]];
    row.fingerprint = shortFingerprint(results.fingerprint(run));
    row.run = run;
    return row as SweepRow;
  });
}

// By run; 0 without a rank.
function ranksOf(results: SweepResults, { order, ranked }: Ranking): Int32Array {
  const values = rankedValues(results);
  const ranks = new Int32Array(order.length);
  for (let at = 0; at < ranked; at++) {
    const isTie = at > 0 && values[order[at]] === values[order[at - 1]];
    ranks[order[at]] = isTie ? ranks[order[at - 1]] : at + 1;
  }
  return ranks;
}

function shortFingerprint(whole: string | undefined): string | null {
  return whole?.slice(0, lettersOfFingerprint) ?? null;
}

/** Returns every run of a sweep as a frame. */
export function tableFrame(results: SweepResults, options?: SweepTableOptions): DataFrame {
  const { table, ...look } = runTable(results, tableRows(results, options));
  return frameOf(table, look);
}

/** Returns rows of runs as a table, and how its columns are written. Columns that say nothing are left out. */
export function runTable(results: SweepResults, rows: readonly SweepRow[]) {
  const { columns, seeds, ranges } = sweptOf(results);
  const moment = results.config.daily ? "text" : "time";
  const shown: readonly (readonly [string, Format | undefined, Importance])[] = [
    ["rank", "count", "result"],
    ...columns.map(({ name, differs }) => [name, undefined, differs ? "result" : "detail"] as const),
    ...(seeds ? [["seed", "text", "context"] as const] : []),
    ...(ranges ? [["from", moment, "time"] as const, ["to", moment, "time"] as const] : []),
    ...results.metricKeys.map((key) => [key, metricFormat(key), importanceOf(key, results)] as const),
    ["state", "text", "context"],
    ["fingerprint", "text", "id"],
    ["run", "count", "id"],
  ];
  const { config } = results;
  const days = calendarFrom(config.calendar);
  const instant = (time: number) => (config.daily ? dateOf(days.dayOf(time)) : new Date(time).toISOString());
  const written = (row: SweepRow, name: string): Cell => {
    const value = row[name];
    return (name === "from" || name === "to") && typeof value === "number" ? instant(value) : value;
  };
  const table: Table = {
    columns: shown.map(([name]) => name),
    rows: rows.map((row) => shown.map(([name]) => written(row, name))),
  };
  const formats: Record<string, Format> = {};
  const importance: Record<string, Importance> = {};
  for (const [name, format, rank] of shown) {
    if (format !== undefined) formats[name] = format;
    importance[name] = rank;
  }
  return { table, formats, importance };
}

const shownFirst: readonly string[] = ["totalReturn", "sharpe", "maxDrawdown", "trades"];

function importanceOf(key: MetricKey, { rank, metricKeys }: SweepResults): Importance {
  const few = metricKeys.length <= shownFirst.length;
  return key === rank.metric || few || shownFirst.includes(key) ? "result" : "detail";
}

/** Returns the runs that failed as plain rows, in the order of the plan. */
export function errorRows(results: SweepResults): SweepErrorRow[] {
  const { columns } = sweptOf(results);
  return Array.from(results.states.keys()).flatMap((run) => {
    const error = results.error(run);
    if (error === undefined) return [];
    const { seed = null } = results.points[run];
    const params = Object.fromEntries(columns.map(({ name, values }) => [name, values[run]]));
    return [{ run, ...params, seed, ...error }];
  });
}

/** Returns the runs that failed as a frame. */
export function errorsFrame(results: SweepResults): DataFrame {
  const { columns, seeds } = sweptOf(results);
  const names = ["run", ...columns.map(({ name }) => name), ...(seeds ? ["seed"] : []), "code", "message"];
  const rows = errorRows(results).map((row) => names.map((name): Cell => row[name]));
  return frameOf(
    { columns: names, rows },
    { formats: { run: "count", seed: "text", code: "text", message: "sentence" }, kept: ["code", "message"] },
  );
}

/** Returns the best run of a sweep. Throws NOTHING_RANKED. */
export function bestOf(results: SweepResults): BestOfSweep {
  const best = bestChoice(results);
  if (best === undefined) {
    const { metric } = results.rank;
    const { done, failed } = countsOf(results);
    const undone = failed === 0 ? "none is done" : "all that came to an end failed; see errors()";
    const why = done === 0 ? undone : `${metric} is undefined in all that are done; see table() and errors()`;
    throw new PaperLabError(
      "NOTHING_RANKED",
      `Expected a run of sweep ${quoted(results.name)} to have a rank, but ${why}`,
    );
  }
  const { run, runs } = best;
  const { params, options } = results.points[run];
  return {
    params: { ...results.config.params, ...params },
    metrics: Object.fromEntries(results.metricKeys.map((key) => [key, meanOf(results.metric(key), runs)])),
    ...(options !== undefined && { options: { ...options } }),
    ...(sweptOf(results).seeds && { seeds: runs.length }),
    run,
    fingerprint: results.fingerprint(run) ?? null,
  };
}

function meanOf(values: Float64Array, runs: readonly number[]): number | null {
  const known = runs.map((run) => values[run]).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
