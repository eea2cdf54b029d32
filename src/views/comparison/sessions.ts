import { type MetricKey, metricCatalog } from "../../analysis/metrics/catalog";
import { didYouMean, expected } from "../../core/checks";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { CardTable } from "../../output/pages/cards";
import { sparklineText } from "../../output/pages/sparkline";
import { checkNumber, checkOptions } from "../../session/options/checks";
import { valueIn } from "../lab/listed";
import { metricCellFormats, metricFormat } from "../metrics-display";
import { dayOf } from "../session/days";
import { columnsOf, type TableColumn, tableOf, tellingApart } from "../tables";
import { benchmarkNames, type ComparedNow, fillsIn, type Member, stepsIn } from "./compared";
import type { Comparing } from "./comparing";
import { byPlace, rankedMetric, rowOf, type SessionOrder, sortedBy } from "./rank";
import { cellOf, differing } from "./settings/settings";
import { bestOf, measuredOf, withBestMark } from "./tables";

/** Which sessions of a comparison are listed, and how. */
export interface ComparedListOptions {
  /**
   * A column, a formula or a function: the smallest value comes first, with `-` before it the largest. Default: the `rank`
   * that `lab.compare` was given, or without one the order of its sessions.
   */
  readonly orderBy?: SessionOrder;
  /** The most rows. */
  readonly limit?: number;
  /** The columns, such as `["name", "params.fast", "sharpe"]`; default all. */
  readonly columns?: readonly string[];
}

const own = columnsOf<ReturnType<typeof ownOf>>({
  name: ["text", "result"],
  state: "text",
  strategy: "text",
  symbols: "text",
  from: "time",
  to: "time",
  steps: "count",
  fills: "count",
  finalEquity: ["currency", "result"],
  barsBefore: ["count", "detail"],
  barsAfter: ["count", "detail"],
  daysBefore: ["count", "detail"],
  daysAfter: ["count", "detail"],
  note: ["text", "result"],
});

// What it did in the window; nothing of one that does not cover it.
function ownOf({ core, name, stretch, metrics, note }: Member) {
  const { time } = core.content.curve;
  const part = stretch && { from: time[stretch.base + 1], to: time[stretch.end], finalEquity: metrics.finalEquity };
  const { barsBefore, barsAfter, daysBefore, daysAfter } = stretch ?? {};
  return {
    name,
    state: core.status.state,
    strategy: core.record.config.strategy.name,
    symbols: core.record.config.symbols.join(", "),
    from: part?.from,
    to: part?.to,
    steps: stretch && stepsIn(core, stretch),
    fills: stretch && fillsIn(core, stretch),
    finalEquity: part?.finalEquity,
    ...{ barsBefore, barsAfter, daysBefore, daysAfter },
    note: note === "" ? undefined : note,
  };
}

/**
 * Returns a frame with one row per session: what it is, what its window left out, how it ranks if a rank was given, the params
 * and options that differ, and its metrics in the window. Throws INVALID_OPTION, UNKNOWN_OPTION, INVALID_FORMULA, and UNKNOWN_COLUMN with the
 * near match.
 */
export function sessionsFrame(comparing: Comparing, options: ComparedListOptions = {}): DataFrame {
  checkOptions("comparison.sessions", options, ["orderBy", "limit", "columns"]);
  const { orderBy, limit = Number.POSITIVE_INFINITY, columns } = options;
  const isLimit = (count: number) => (count >= 0 && count % 1 === 0) || count === Number.POSITIVE_INFINITY;
  checkNumber("limit", limit, "a whole number of at least 0", isLimit);
  const { members } = comparing.now;
  const { ranks } = comparing;
  const ordered = comparing.isRanked ? byPlace(members, ranks) : members;
  const sorted = orderBy === undefined ? ordered : sortedBy(members, orderBy);
  const shown = sorted.slice(0, limit);
  const whole = wholeTable(shown, comparing);
  const names = columns === undefined ? whole.table.columns : chosen(columns, whole.table.columns);
  const places = names.map((name) => whole.table.columns.indexOf(name));
  const table = { columns: names, rows: whole.table.rows.map((row) => places.map((place) => row[place])) };
  const { formats, importance } = tellingApart(whole);
  return frameOf(table, { formats, importance, kept: columns ?? ["name"] });
}

function chosen(columns: readonly string[], known: readonly string[]): readonly string[] {
  const areNames = Array.isArray(columns) && columns.length > 0 && columns.every((one) => typeof one === "string");
  if (!areNames) throw expected("columns", "an array of names of columns", columns);
  for (const name of columns) {
    if (known.includes(name)) continue;
    const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
    throw new PaperLabError("UNKNOWN_COLUMN", `Unknown column "${name}" of comparison.sessions.${near}`);
  }
  return [...new Set(columns)];
}

function wholeTable(shown: readonly Member[], { now: { members: all }, ranks: places, rank, isRanked }: Comparing) {
  const rankOf = new Map(isRanked ? all.map((member, at) => [member, places[at]]) : []);
  const metric = rankedMetric(rank)?.key;
  const facts = tableOf(shown.map(ownOf), own, dayOf(...all.map(({ core }) => core)));
  const rows = shown.map(rowOf);
  const settings = differing(all.map(rowOf));
  const benchmarks = new Map(benchmarkNames(all).map((name, at) => [all[at], name ?? null]));
  const beside = new Set(benchmarks.values()).size > 1 ? ["benchmark"] : [];
  const metrics = metricCatalog.map(({ key }) => key).filter((key) => key !== "finalEquity");
  const ranks: TableColumn[] = isRanked
    ? [
        ["rank", "count", "result"],
        ["rankValue", metric === undefined ? "number" : metricFormat(metric), "result"],
      ]
    : [];
  const extra: readonly TableColumn[] = [
    ...beside.map((name): TableColumn => [name, "text", "context"]),
    ...settings.map((name): TableColumn => [name, "number", "result"]),
    ...metrics.map((key): TableColumn => [key, metricFormat(key), shownFirst.includes(key) ? "result" : "detail"]),
  ];
  const { columns } = facts.table;
  const table = {
    columns: [...ranks.map(([name]) => name), ...columns, ...extra.map(([name]) => name)],
    rows: shown.map((member, at) => [
      ...(isRanked ? [rankOf.get(member)?.place ?? null, rankOf.get(member)?.value ?? null] : []),
      ...facts.table.rows[at],
      ...beside.map(() => benchmarks.get(member) ?? null),
      ...settings.map((name) => cellOf(valueIn(rows[at], name))),
      ...metrics.map((key) => member.metrics[key]),
    ]),
  };
  const more = [...ranks, ...extra];
  return {
    table,
    formats: { ...facts.formats, ...Object.fromEntries(more.map(([name, format]) => [name, format])) },
    importance: { ...facts.importance, ...Object.fromEntries(more.map(([name, , importance]) => [name, importance])) },
  };
}

const shownFirst: readonly string[] = ["totalReturn", "sharpe", "maxDrawdown"];
const onCard = ["totalReturn", "cagr", "sharpe", "maxDrawdown", "trades"] as const;
const mostSettings = 4;
const curveWidth = 12;

/** Returns the sessions by rank, with their curves, as a card has them: the first and the last of many. */
export function rankedTable({ now: { members }, ranks, rank }: Comparing, most: number): CardTable {
  const order = byPlace(
    members.map((member, at) => ({ member, ...ranks[at] })),
    ranks,
  );
  const rows = members.map(rowOf);
  const settings = differing(rows).slice(0, mostSettings);
  const metric = rankedMetric(rank)?.key;
  const metrics = onCard.filter((key) => key !== metric);
  const noted = members.some(({ note }) => note !== "");
  const columns = [
    // Wide tables lose what is at their right end.
    ...["rank", "session", "curve", metric ?? "rankValue", ...settings],
    ...metrics,
    ...(noted ? ["note"] : []),
  ];
  const half = Math.ceil(most / 2);
  const isShown = (at: number) => at < half || at >= order.length - half;
  const cells = order.map(({ member, place, value }, at) => [
    ...[place, member.name, isShown(at) ? curveText(member) : ""],
    metric === undefined ? value : member.metrics[metric],
    ...settings.map((name) => cellOf(valueIn(rowOf(member), name))),
    ...metrics.map((key) => member.metrics[key]),
    ...(noted ? [member.note] : []),
  ]);
  const marked: readonly string[] = metric === undefined ? metrics : [metric, ...metrics];
  const best = new Map(marked.map((key) => [key, bestOf(key, members)]));
  const byName = new Map(members.map((member) => [member.name, member]));
  return {
    table: { columns, rows: cells },
    options: {
      maxRows: most,
      formats: (column, row) => {
        if (column === "rank") return "count";
        if (!marked.includes(column)) return column === "session" ? "text" : undefined;
        const member = byName.get(String(row[1]));
        const format = metricCellFormats(() => (member === undefined ? [] : measuredOf(member)))(column, [column]);
        const isBest = best.has(column) && member?.counting[column as MetricKey] === best.get(column);
        return isBest && format ? withBestMark(format) : format;
      },
    },
  };
}

/** Says how many params and options differ for which the table of ranks has no column; nothing if it has all. */
export function moreSettingsText({ members }: ComparedNow): string | undefined {
  const more = differing(members.map(rowOf)).length - mostSettings;
  return more > 0 ? `${counted(more, "more setting")} ${more === 1 ? "differs" : "differ"}` : undefined;
}

function curveText({ core, stretch }: Member): string {
  if (stretch === undefined) return "";
  return sparklineText(core.content.curve.equity.subarray(stretch.base, stretch.end + 1), curveWidth);
}
