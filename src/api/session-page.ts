import { PaperLabError } from "../errors";
import type { Figure } from "../output/figures/figure";
import { formatOfMetricCell, metricsTable } from "./metrics-display";
import { writePage } from "./pages";
import type { SessionCore } from "./session-core";
import { drawdownPlot, equityPlot, pricePlot } from "./session-figures";
import { tableOf, tradeColumns } from "./session-tables";

const MOST_PRICES = 8;

/** Writes a page of one session: its curves, prices with fills, metrics and trades. */
export async function writeSessionPage(core: SessionCore, path: string): Promise<void> {
  const { config } = core.parts;
  const trades = tableOf(core.content.trades, tradeColumns, core);
  await writePage(path, {
    title: `Session ${core.name}`,
    sections: [
      { heading: "Equity", text: config.strategy.name, figures: [equityPlot(core), drawdownPlot(core)] },
      { heading: "Prices", ...pricesOf(core) },
      {
        heading: "Metrics",
        tables: [{ table: metricsTable(core.metrics()), options: { formats: formatOfMetricCell } }],
      },
      { heading: "Trades", tables: [{ table: trades.table, options: { formats: trades.formats } }] },
    ],
  });
}

// A session whose data is not at hand any more has everything else to show.
function pricesOf(core: SessionCore): { text?: string; figures?: Figure[] } {
  try {
    return { figures: core.parts.config.symbols.slice(0, MOST_PRICES).map((symbol) => pricePlot(core, symbol)) };
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    return { text: error.message };
  }
}
