import { comparisonTable } from "../../analysis/compare/comparison-table";
import { correlationOf, correlationOfReturns } from "../../analysis/compare/correlation-table";
import { commonDays } from "../../analysis/compare/window";
import type { Measured } from "../../analysis/measured";
import { metricCatalog } from "../../analysis/metrics/catalog";
import { returnsOfLevels } from "../../analysis/returns/series";
import type { Cell, Table } from "../../core/table";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { CardTable } from "../../output/pages/cards";
import { metricCellFormats } from "../metrics-display";
import { type ComparedNow, type Member, whyIncomparable } from "./compared";

/** What marks the best value of a metric. */
export const bestMark = " *";

/** Returns one row per metric, one column per session, and how they are written. `marked`: whether the best has a mark. */
export function metricsOf({ members }: ComparedNow, marked = false): CardTable {
  const table = comparisonTable(members);
  const [, ...names] = table.columns;
  const measured = new Map(names.map((name, at) => [name, measuredOf(members[at])]));
  const formats = metricCellFormats((column) => measured.get(column) ?? []);
  // Pages name metrics by their titles.
  const best = new Map<string, number | undefined>();
  const keys = new Map(metricCatalog.flatMap(({ key, title }) => [key, title].map((name) => [name, key] as const)));
  for (const [name, key] of keys) best.set(name, bestOf(key, members));
  const byName = new Map(names.map((name, at) => [name, members[at]]));
  const withMark = (column: string, row: readonly Cell[]) => {
    const format = formats(column, row);
    const key = keys.get(String(row[0]));
    const value = key && byName.get(column)?.counting[key];
    if (!marked || format === undefined || value === undefined || value === null) return format;
    return best.get(String(row[0])) === value ? withBestMark(format) : format;
  };
  return { table, options: { formats: withMark, maxRows: table.rows.length } };
}

type CellFormat = ReturnType<ReturnType<typeof metricCellFormats>>;

/** Adds the mark of the best to a format. */
export function withBestMark(format: NonNullable<CellFormat>): NonNullable<CellFormat> {
  if (typeof format === "string") return { format, mark: bestMark };
  return { ...format, mark: format.mark + bestMark };
}

/** Returns a session's record in the window, if it has one. */
export function measuredOf({ measured }: Member): readonly Measured[] {
  return measured === undefined ? [] : [measured];
}

/** Returns the best value of a metric, if there is a better one, not all are equal, and all are of one kind. */
export function bestOf(key: string, members: readonly Member[]): number | undefined {
  const better = metricCatalog.find((entry) => entry.key === key)?.better;
  const values = members.flatMap(({ counting }) => counting[key as "sharpe"] ?? []);
  if (better === undefined || better === "none" || new Set(values).size < 2) return undefined;
  if (whyIncomparable(key, members) !== undefined) return undefined;
  return values.reduce((a, b) => (better === "higher" ? Math.max(a, b) : Math.min(a, b)));
}

/** Returns a frame with the correlations of the sessions' day returns in their window. */
export function correlationFrame(now: ComparedNow): DataFrame {
  const { table, options } = correlationsOf(now);
  return frameOf(table, { ...options, kept: ["session"] });
}

/** Returns the correlations of the sessions' day returns in their window, and how they are written. */
export function correlationsOf({ members }: ComparedNow): CardTable {
  return { table: correlations(members), options: { formats: (column) => (column === "session" ? "text" : "ratio") } };
}

// Sessions with the same days need not be joined pair by pair.
function correlations(members: readonly Member[]): Table {
  const measured = members.flatMap((one) => (one.stretch === undefined ? [] : { ...one, stretch: one.stretch }));
  const parts = measured.map(({ core: { content, calendar }, stretch }) => ({
    curve: content.curve,
    calendar,
    stretch,
  }));
  const { levels, areAll } = commonDays(parts);
  const returns = new Map(measured.map(({ name }, at) => [name, returnsOfLevels(levels[at])]));
  if (areAll && [...returns.values()].every((one) => one.every(Number.isFinite)))
    return correlationOfReturns(members.map(({ name }) => ({ name, returns: returns.get(name) })));
  const own = new Map(measured.map(({ name }, at) => [name, commonDays([parts[at]])]));
  return correlationOf(
    members.map(({ name }) => {
      const { days, levels: ours } = own.get(name) ?? { days: nothing, levels: [nothing] };
      // The first return begins at the day before, whichever that is; joined, infinities would have no difference.
      const time = ours[0].length === 0 ? nothing : Float64Array.of(-Number.MAX_VALUE, ...days);
      return { name, series: { time, level: ours[0] } };
    }),
  );
}

const nothing = new Float64Array(0);
