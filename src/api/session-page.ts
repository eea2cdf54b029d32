import { formatOfMetricCell, metricsTable } from "./metrics-display";
import { writePage } from "./pages";
import type { SessionCore } from "./session-core";
import { drawdownPlot, equityPlot, pricePlot } from "./session-figures";
import { tableOf, tradeColumns } from "./session-tables";

/** Writes a page of one session: its curves, prices with fills, metrics and trades. */
export async function writeSessionPage(core: SessionCore, path: string): Promise<void> {
  const { config } = core.parts;
  const trades = tableOf(core.content.trades, tradeColumns, core);
  const prices = config.symbols.slice(0, 8).map((symbol) => pricePlot(core, symbol));
  await writePage(path, {
    title: `Session ${core.name}`,
    sections: [
      { heading: "Equity", text: config.strategy.name, figures: [equityPlot(core), drawdownPlot(core)] },
      { heading: "Prices", figures: prices },
      {
        heading: "Metrics",
        tables: [{ table: metricsTable(core.metrics()), options: { formats: formatOfMetricCell } }],
      },
      { heading: "Trades", tables: [{ table: trades.table, options: { formats: trades.formats } }] },
    ],
  });
}
