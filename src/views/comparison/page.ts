import type { Display } from "../../notebook/display";
import { titleText } from "../../output/formats";
import { type CardTable, cardDisplay } from "../../output/pages/cards";
import { titledMetrics } from "../metrics-display";
import { type Report, writePage } from "../pages";
import { drawdownCurves, equityCurves } from "./figures";
import { type Compared, metricsOf, winnersTable } from "./tables";

/** Returns how a comparison prints itself: the table of metrics, and the curves. */
export function comparisonCard(sessions: Compared): Display {
  const title = sessions.map(({ name }) => name).join(", ");
  return cardDisplay({ title, note: "comparison", tables: [metricsOf(sessions)], figures: [equityCurves(sessions)] });
}

/** Writes a page of a comparison: the curves, the metrics, and who wins each. */
export function writeComparisonPage(sessions: Compared, path: string): Promise<Report> {
  return writePage(path, () => ({
    title: sessions.map(({ name }) => name).join(" and "),
    sections: [
      { heading: "Equity", figures: [equityCurves(sessions), drawdownCurves(sessions)] },
      { heading: "Metrics", tables: [onPage(metricsOf(sessions), metricHeading)] },
      { heading: "Winners", tables: [onPage(winnersTable(sessions), titleText)] },
    ],
  }));
}

function onPage({ table, options }: CardTable, headings: (column: string) => string): CardTable {
  return { table: titledMetrics(table), options: { formats: options?.formats, headings } };
}

// The other columns are named after sessions.
function metricHeading(column: string): string {
  return column === "metric" ? "Metric" : column;
}
