import { isShortRecord } from "../../analysis/measured";
import { PaperLabError } from "../../errors";
import { compactTable } from "../../output/columns-that-fit";
import { titleText } from "../../output/formats";
import type { Figure } from "../../output/plotly/figure";
import type { SessionCore } from "../../session/core";
import { metricCellFormats, metricsTable, noteOf, titledMetrics } from "../metrics-display";
import { writePage } from "../pages";
import { tableOf } from "../tables";
import { sessionNote, sessionPairs } from "./card";
import { dayOf } from "./days";
import { drawdownPlot, equityPlot, pricePlot } from "./figures";
import { tradeColumns } from "./tables/trades";

const MOST_PRICES = 8;

/** Writes a page of one session: its curves, prices with fills, metrics and trades. */
export async function writeSessionPage(core: SessionCore, path: string): Promise<void> {
  await writePage(path, {
    title: core.name,
    note: sessionNote(core),
    pairs: sessionPairs(core),
    sections: [
      { heading: "Equity", figures: [equityPlot(core), drawdownPlot(core)] },
      { heading: "Prices", ...pricesOf(core) },
      { heading: "Metrics", ...metricsOf(core) },
      { heading: "Trades", ...tradesOf(core) },
    ],
  });
}

// If a session's data cannot be found, the page still has everything else.
function pricesOf(core: SessionCore): { text?: string; figures?: Figure[] } {
  try {
    return { figures: core.record.config.symbols.slice(0, MOST_PRICES).map((symbol) => pricePlot(core, symbol)) };
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    return { text: error.message };
  }
}

function metricsOf(core: SessionCore) {
  const measured = core.metrics();
  const table = titledMetrics(metricsTable(measured));
  const options = { formats: metricCellFormats(() => isShortRecord(measured)), headings: titleText };
  return { text: `From ${noteOf(measured)}.`, tables: [{ table, options }] };
}

function tradesOf(core: SessionCore) {
  const { table, formats, importance } = tableOf(core.content.trades, tradeColumns, dayOf(core));
  return { tables: [{ table: compactTable(table, importance), options: { formats, headings: titleText } }] };
}
