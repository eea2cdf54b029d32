import { axesOf } from "../../analysis/surface/axis";
import { type SurfaceCell, surfaceOf } from "../../analysis/surface/surface";
import { formatValue, titleText } from "../../output/formats";
import type { CardTable } from "../../output/pages/cards";
import type { Highlight, PageSection } from "../../output/pages/page";
import { type Excerpt, excerptOf } from "../../output/text";
import { optionValue } from "../../session/options/option-value";
import type { SweepResults } from "../../sweep/kept/results";
import { metricFormat, metricTitle } from "../metrics-display";
import { type Report, writePage } from "../pages";
import { type MoreOfSweep, mainFigure } from "./card";
import { chanceOf } from "./chance";
import { fanOf } from "./fan";
import { chanceByRank, distributionPlot, fanPlot, heatmapPlot, rankPlot } from "./figures";
import { placeText } from "./heat";
import { bestChoice, bestRun, rankedValues, rankingOf } from "./ranking";
import { bestPairs, progressText, sweptPairs, troublePairs } from "./standing";
import { sweptOf } from "./swept";
import { errorRows, rowsOf, runTable } from "./tables";

/** A part of the report of a sweep. Nothing is shown if it has nothing to say. */
interface ReportSection {
  readonly heading: string;
  contents(results: SweepResults): Omit<PageSection, "heading"> | undefined;
}

const rowsOfPage = 100;
const rowsOfErrors = 40;

const sections: readonly ReportSection[] = [
  { heading: "Surface", contents: surfaceContents },
  {
    heading: "By rank",
    contents: (results) =>
      sweptOf(results).combinationCount < 2 ? undefined : { text: rankText(results), figures: [rankPlot(results)] },
  },
  { heading: "Distribution", contents: (results) => ({ figures: [distributionPlot(results)] }) },
  {
    heading: "Growth",
    contents: (results) => (fanOf(results) === undefined ? undefined : { figures: [fanPlot(results)] }),
  },
  { heading: "One param at a time", contents: marginContents },
  { heading: "Runs", contents: (results) => ({ text: runsText(results), tables: [runsTable(results)] }) },
  { heading: "Failed runs", contents: failedContents },
  { heading: "Params and options", contents: (results) => ({ tables: [settingsTable(results)] }) },
];

/** Writes a sweep as one page. Throws INVALID_OPTION, REPORT_FAILED. */
export function writeSweepReport(results: SweepResults, path: string, more?: MoreOfSweep): Promise<Report> {
  return writePage(path, () => {
    const hasBest = bestRun(results) !== undefined;
    const shown = hasBest ? sections : sections.slice(-3);
    const ahead =
      more === undefined || more.figures.length === 0
        ? []
        : [{ heading: "Out of sample", pairs: more.pairs, figures: more.figures }];
    return {
      title: results.name,
      note: `sweep, ${results.state}, ${progressText(results)}`,
      highlights: highlightsOf(results),
      pairs: [...sweptPairs(results), ...bestPairs(results), ...troublePairs(results)],
      sections: [
        ...ahead,
        ...shown.flatMap(({ heading, contents }) => {
          const found = contents(results);
          return found === undefined ? [] : [{ heading, ...found }];
        }),
      ],
    };
  });
}

function highlightsOf(results: SweepResults): Highlight[] {
  const best = bestChoice(results);
  if (best === undefined || sweptOf(results).combinationCount < 2) return [];
  const { metric } = results.rank;
  const chance = chanceOf(results);
  const ratio = (value: number | null) => formatValue(value, "ratio");
  return [
    {
      label: `Best: ${metricTitle(metric) ?? metric}`,
      value: formatValue(best.value, metricFormat(metric)),
    },
    ...(chance === undefined
      ? []
      : [
          { label: "Chance alone", value: ratio(chance.expected), beside: `Sharpe ratio, best of ${chance.trials}` },
          { label: "Deflated Sharpe", value: formatValue(chance.deflated, "chance") },
        ]),
    ...(chance?.overfitting
      ? [{ label: "Overfitting", value: formatValue(chance.overfitting.probability, "percent") }]
      : []),
  ];
}

function surfaceContents(results: SweepResults) {
  const { differing } = sweptOf(results);
  if (differing.length === 0) return undefined;
  const figures = [mainFigure(results)];
  if (differing.length > 1) figures.push(heatmapPlot(results, undefined, undefined, undefined, { smooth: true }));
  return { figures };
}

function rankText(results: SweepResults): string | undefined {
  if (results.rank.metric !== "sharpe" || chanceByRank(results) === undefined) return undefined;
  return "The band is where runs of each rank lie if none has skill and none depends on another, with the deviation that these runs have.";
}

// What each value of a param gives on average, whatever the others are.
function marginContents(results: SweepResults) {
  const { differing } = sweptOf(results);
  if (differing.length < 2) return undefined;
  const { metric } = results.rank;
  const values = rankedValues(results);
  const tables = axesOf(differing).map((axis): CardTable => {
    const cells = surfaceOf([axis], values).sort((a, b) => a.places[0] - b.places[0]);
    const row = ({ places, value, runs }: SurfaceCell) => [
      placeText(axis, places[0]),
      Number.isNaN(value) ? null : value,
      runs.length,
    ];
    const column = metricTitle(metric) ?? metric;
    const table = { columns: [axis.name, `Mean of ${column}`, "Runs"], rows: cells.map(row) };
    const format = metricFormat(metric);
    return {
      heading: axis.name,
      table,
      options: { formats: { [table.columns[1]]: format, Runs: "count" as const }, maxRows: 40 },
    };
  });
  return { text: "The mean over all other params.", tables };
}

function runsText({ states }: SweepResults): string | undefined {
  return states.length > rowsOfPage ? `The first and the last ${rowsOfPage / 2} by rank.` : undefined;
}

function runsTable(results: SweepResults): CardTable {
  const ranking = rankingOf(results);
  const places = { columns: ["run"], rows: Array.from(ranking.order, (run) => [run]) };
  const { rows, leftOut, cut } = excerptOf(places, rowsOfPage);
  const shown = Int32Array.from(rows, ([run]) => run as number);
  const { table, formats, importance } = runTable(results, rowsOf(results, ranking, shown));
  const names = new Set(sweptOf(results).columns.map(({ name }) => name));
  const headings = (column: string) => (names.has(column) ? column : (metricTitle(column) ?? titleText(column)));
  const excerpt: Excerpt = { ...table, leftOut, cut };
  return { table: excerpt, options: { formats, importance, headings } };
}

function failedContents(results: SweepResults) {
  const rows = errorRows(results);
  if (rows.length === 0) return undefined;
  const columns = Object.keys(rows[0]).filter((column) => rows.some((row) => row[column] !== null));
  const table = { columns, rows: rows.map((row) => columns.map((column) => row[column])) };
  return { tables: [{ table, options: { formats: { message: "sentence" as const }, maxRows: rowsOfErrors } }] };
}

// What all runs have in common.
function settingsTable({ config }: SweepResults): CardTable {
  const { params, options, symbols, feed, strategy } = config;
  const given = Object.entries({ ...options }).map(([name, value]) => [`options.${name}`, textOf(value)]);
  const own = Object.entries(params).map(([name, value]) => [`params.${name}`, textOf(value)]);
  const facts = [
    ["strategy", strategy.name],
    ["feed", feed.name],
    ["symbols", symbols.join(", ")],
  ];
  return {
    heading: "What all runs have in common",
    table: { columns: ["setting", "value"], rows: [...facts, ...own, ...given] },
    options: { formats: { setting: "text", value: "text" }, maxRows: 100 },
  };
}

function textOf(value: unknown): string {
  const plain = optionValue(value);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}
