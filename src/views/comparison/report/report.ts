import { counted, grouped } from "../../../core/short-text";
import { titleText } from "../../../output/formats";
import type { CardTable } from "../../../output/pages/cards";
import type { PageSection } from "../../../output/pages/page";
import { metricTitle, titledMetrics } from "../../metrics-display";
import { type Report, writePage } from "../../pages";
import { wallClockOf } from "../../session/figures/clock";
import { leftToTables } from "../answers";
import type { Comparing } from "../comparing";
import { drawdownCurves, equityCurves, heatmapParams, paramsHeatmap, rollingCurves } from "../figures";
import { againstTable, intervalsTable } from "../intervals";
import { headPairs, mostColumns, titleOf } from "../page";
import { rowOf } from "../rank";
import { moreSettingsText, rankedTable } from "../sessions";
import { settingsOf } from "../settings/settings";
import { bestMark, correlationsOf, metricsOf } from "../tables";
import { winnersTable } from "../winners";
import { leadingOf, leftOutText, onlyLeading, rowsOfLeading } from "./leading";

/** A part of the report of a comparison. Nothing is shown if it has nothing to say. */
interface ReportSection {
  readonly heading: string;
  contents(comparing: Comparing): Omit<PageSection, "heading"> | undefined;
}

const rowsOfPage = 60;

const sections: readonly ReportSection[] = [
  { heading: "Equity", contents: ({ now }) => ({ figures: [equityCurves(now), drawdownCurves(now)] }) },
  {
    heading: "Sessions",
    contents: (comparing) => {
      if (comparing.now.members.length <= mostColumns) return undefined;
      const more = moreSettingsText(comparing.now);
      const text = more === undefined ? bestText : `${bestText} ${more}, which stand below.`;
      return { text, tables: [onPage(rankedTable(comparing, rowsOfPage))] };
    },
  },
  {
    heading: "Params",
    contents: (comparing) => {
      const { members } = comparing.now;
      const isMap = members.length > mostColumns && heatmapParams(members.map(rowOf)).length > 1;
      return isMap ? { figures: [paramsHeatmap(comparing)] } : undefined;
    },
  },
  {
    heading: "Settings that differ",
    contents: (comparing) => {
      const leading = leadingOf(comparing);
      const settings = settingsOf(onlyLeading(comparing.now, leading));
      if (settings.table.rows.length === 0) return undefined;
      return { text: leftOutText(leading, "comparison.settings()"), tables: [onPage(settings, firstHeading)] };
    },
  },
  {
    heading: "Metrics",
    contents: ({ now }) =>
      now.members.length > mostColumns
        ? undefined
        : { text: bestText, tables: [onPage(metricsOf(now, true), firstHeading)] },
  },
  {
    heading: "Winners",
    contents: (comparing) => {
      const unasked = leftToTables(comparing.now, comparing.terms);
      const tables = [onPage(shorter(winnersTable(comparing, unasked === undefined)), titleText)];
      if (unasked === undefined) return { tables };
      return { text: `comparison.winners() says who of ${grouped(unasked)} cannot be told from the winner.`, tables };
    },
  },
  {
    heading: "How sure",
    contents: (comparing) => ofLeading(comparing, "comparison.intervals()", intervalsTable),
  },
  {
    heading: "Against the baseline",
    contents: (comparing) => {
      if (comparing.baseline === undefined) return undefined;
      const { text = "", ...found } = ofLeading(comparing, "comparison.against()", againstTable);
      return { text: `Against ${comparing.baseline}. ${text}`.trim(), ...found };
    },
  },
  { heading: "Rolling figures", contents: ({ now }) => ({ figures: [rollingCurves(now)] }) },
  {
    heading: "Correlation",
    contents: (comparing) => {
      const leading = leadingOf(comparing);
      const table = correlationsOf(onlyLeading(comparing.now, leading));
      return { text: leftOutText(leading, "comparison.correlation()"), tables: [onPage(table, firstHeading)] };
    },
  },
];

const bestText = `The best of each metric has${bestMark}.`;

/** Writes a comparison as one page. Throws INVALID_OPTION, REPORT_FAILED. */
export function writeComparisonReport(comparing: Comparing, path: string): Promise<Report> {
  return writePage(path, () => ({
    title: titleOf(comparing.now),
    clock: wallClockOf(comparing.now.members[0].core),
    note: "comparison",
    pairs: headPairs(comparing),
    sections: sections.flatMap(({ heading, contents }) => {
      const found = contents(comparing);
      return found === undefined ? [] : { heading, ...found };
    }),
  }));
}

/** Returns what a table of resamples says of the sessions that there is room for. */
function ofLeading(comparing: Comparing, call: string, tableOf: (comparing: Comparing) => CardTable) {
  const unasked = leftToTables(comparing.now, comparing.terms);
  if (unasked !== undefined) return { text: `Left out of a report of ${counted(unasked, "session")}; ${call} has it.` };
  const leading = leadingOf(comparing);
  const table = rowsOfLeading(tableOf(comparing), leading);
  return { text: leftOutText(leading, call), tables: [onPage(shorter(table))] };
}

function onPage({ table, options }: CardTable, headings: (column: string) => string = columnHeading): CardTable {
  return { table: titledMetrics(table), options: { ...options, headings } };
}

// How a cell is written depends on the first cells of its row.
const leading = 4;

/** Leaves out the direction of metrics, and columns without any value, such as reasons why there is no answer. */
function shorter({ table: { columns, rows }, options }: CardTable): CardTable {
  const isShown = (at: number) => columns[at] !== "direction" && rows.some((row) => row[at] !== null);
  const kept = [...columns.keys()].filter((at) => at < leading || isShown(at));
  const table = { columns: kept.map((at) => columns[at]), rows: rows.map((row) => kept.map((at) => row[at])) };
  return { table, ...(options && { options }) };
}

// Metrics by their titles; params and options as they are called.
function columnHeading(column: string): string {
  if (known.includes(column)) return titleText(column);
  return metricTitle(column) ?? column;
}

const known: readonly string[] = [
  ...["metric", "session", "rank", "rankValue", "curve", "note", "value", "low", "high", "noAnswer"],
  ...["difference", "better"],
];

// The other columns are named after sessions.
function firstHeading(column: string): string {
  return ["metric", "setting", "session"].includes(column) ? titleText(column) : column;
}
