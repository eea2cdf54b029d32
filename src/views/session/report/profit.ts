import type { AttributionKey } from "../../../analysis/tracking/attribution";
import { titleText } from "../../../output/formats";
import type { CardTable } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { tableOf } from "../../tables";
import { attributionPlot } from "../figures";
import { attribution as attributionTable } from "../tables/attribution";
import type { ReportSection } from "./section";

const mostParts = 40;

/** What each symbol, side and tag earned. */
export const attribution: ReportSection = {
  heading: "Attribution",
  contents(core) {
    if (core.content.fills.length === 0) return undefined;
    const hasTags = core.content.fills.some(({ tag }) => tag !== undefined);
    const keys: AttributionKey[] = ["symbol", "side", ...(hasTags ? (["tag"] as const) : [])];
    return {
      text: "Each table sums to the change of the equity.",
      figures: core.record.config.symbols.length > 1 ? [attributionPlot(core, "symbol")] : [],
      tables: keys.map((key) => partTable(core, key)),
    };
  },
};

/** What prices brought, and what each cost took. */
export const costs: ReportSection = {
  heading: "Costs",
  contents(core) {
    if (core.content.fills.length === 0) return undefined;
    return {
      text: "What prices without slippage brought, less what each cost took.",
      tables: [partTable(core, "cost")],
    };
  },
};

function partTable(core: SessionCore, by: AttributionKey): CardTable {
  const rows = attributionTable.rows(core, by).map((row) => ({ [by]: row[by] ?? `no ${by}`, pnl: row.pnl }));
  const total = rows.reduce((sum, row) => sum + Number(row.pnl), 0);
  const columns = [[by, "text", "context"] as const, ["pnl", "currency", "result"] as const];
  const { table, formats } = tableOf([...rows, { [by]: "Sum", pnl: total }], columns, undefined);
  return { heading: `By ${by}`, table, options: { formats, headings: titleText, maxRows: mostParts } };
}
