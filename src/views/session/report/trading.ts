import type { Table } from "../../../core/table";
import { compactTable } from "../../../output/columns-that-fit";
import { titleText } from "../../../output/formats";
import type { CardTable } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { tableOf } from "../../tables";
import { dayOf } from "../days";
import { pricePlot, tradesPlot } from "../figures";
import { type TradeGrouping, type TradeMetricRow, tradeMetrics } from "../tables/trade-metrics";
import { tradeColumns, trades as tradeTable } from "../tables/trades";
import type { TradeRow } from "../tracking/held";
import type { ReportSection } from "./section";

const titles: Readonly<Record<string, string>> = {
  direction: "Side",
  returnOnEntry: "Return",
  adverseExcursion: "Worst profit",
  favorableExcursion: "Best profit",
  sqn: "SQN",
  longestWinStreak: "Longest streak of wins",
  longestLossStreak: "Longest streak of losses",
};
const headings = (column: string) => titles[column] ?? titleText(column);

const mostOfEnd = 5;
const mostGroups = 30;

/** What trades say: by direction, symbol and tag, and the best and worst of them. */
export const tradeStatistics: ReportSection = {
  heading: "Trades",
  contents(core) {
    const { trades } = core.content;
    if (trades.length === 0) return { text: "No trade was closed." };
    const rows = tradeTable.rows(core);
    const ranked = [...rows].sort((one, other) => other.netPnl - one.netPnl);
    const count = Math.min(mostOfEnd, Math.ceil(ranked.length / 2));
    const worst = ranked.slice(Math.max(count, ranked.length - mostOfEnd)).reverse();
    return {
      text: "Each is an entry order matched with an exit order, first in, first out.",
      figures: [tradesPlot(core)],
      tables: [
        directionTable(core),
        ...groupTable(core, "symbol", "By symbol"),
        ...(trades.some(({ tag }) => tag !== undefined) ? groupTable(core, "tag", "By tag") : []),
        endTable(core, "Best trades", ranked.slice(0, count)),
        ...(worst.length === 0 ? [] : [endTable(core, "Worst trades", worst)]),
      ],
    };
  },
};

// Statistics below each other, so that a phone has room for them.
function directionTable(core: SessionCore): CardTable {
  const groups = [
    ...tradeMetrics.rows(core).map((row) => ["All", row] as const),
    ...tradeMetrics.rows(core, "direction").map((row) => [titleText(String(row.direction)), row] as const),
  ];
  const columns = tradeMetrics.columns ?? [];
  const rows = columns.map(([name]) => [name, ...groups.map(([, row]) => row[name as keyof TradeMetricRow] ?? null)]);
  const formats = Object.fromEntries(
    columns.map(([name, format]) => [headings(name), name === "averageDays" ? "days" : format]),
  );
  return {
    heading: "By direction",
    table: {
      columns: ["Statistic", ...groups.map(([name]) => name)],
      rows: rows.map(([name, ...cells]) => [headings(String(name)), ...cells]),
    },
    options: { formats: (column, [name]) => (column === "Statistic" ? "text" : formats[String(name)]), maxRows: 50 },
  };
}

function groupTable(core: SessionCore, by: TradeGrouping, heading: string): CardTable[] {
  const rows = tradeMetrics.rows(core, by);
  if (rows.length < 2) return [];
  const { table, formats, importance } = tableOf(
    rows,
    [[by, "text", "context"], ...(tradeMetrics.columns ?? [])],
    undefined,
  );
  const options = { formats, headings, maxRows: mostGroups };
  return [{ heading, table: compactTable(table, importance), options }];
}

const endColumns: readonly string[] = ["id", "symbol", "direction", "quantity", "entryTime", "exitTime", "days"];
const endProfits: readonly string[] = ["netPnl", "returnOnEntry", "adverseExcursion", "favorableExcursion", "tag"];

function endTable(core: SessionCore, heading: string, rows: readonly TradeRow[]): CardTable {
  const shown = [...endColumns, ...endProfits];
  const columns = (tradeTable.columns ?? []).filter(([name]) => shown.includes(name));
  const order = columns.sort(([one], [other]) => shown.indexOf(one) - shown.indexOf(other));
  const { table, formats } = tableOf(rows, order, dayOf(core));
  return {
    heading,
    table: withoutBlanks(dayOf(core) === undefined ? table : withoutInstants(table)),
    options: { formats, headings },
  };
}

function withoutInstants(table: Table): Table {
  return picked(table, (at) => !table.columns[at].endsWith("Time"));
}

function withoutBlanks(table: Table): Table {
  return picked(table, (at) => table.rows.some((row) => row[at] !== null));
}

function picked({ columns, rows }: Table, isKept: (at: number) => boolean): Table {
  const kept = [...columns.keys()].filter(isKept);
  return { columns: kept.map((at) => columns[at]), rows: rows.map((row) => kept.map((at) => row[at])) };
}

const mostPrices = 6;

/** The bars of the symbols that were traded most, with fills and trades. */
export const prices: ReportSection = {
  heading: "Prices",
  contents(core) {
    const { symbols } = core.record.config;
    if (core.content.curve.length < 2) return undefined;
    const counts = new Map(symbols.map((symbol) => [symbol, 0]));
    for (const { symbol } of core.content.fills) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    const ranked = [...symbols].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
    const shown = ranked.slice(0, mostPrices);
    const figures = symbols.filter((symbol) => shown.includes(symbol)).map((symbol) => pricePlot(core, symbol));
    const text = `Of ${symbols.length} symbols, the ${mostPrices} that were traded most are shown.`;
    return { figures, ...(symbols.length > mostPrices && { text }) };
  },
};

/** Every trade, as far as there is room. */
export const trades: ReportSection = {
  heading: "All trades",
  contents(core) {
    if (core.content.trades.length === 0) return undefined;
    const { table, formats, importance } = tableOf(core.content.trades, tradeColumns, dayOf(core));
    return { tables: [{ table: compactTable(table, importance), options: { formats, headings } }] };
  },
};
