import {
  exitPeriods,
  type GroupName,
  groupOf,
  periodNameOf,
  type TradeGroup,
  tradeGroups,
} from "../../../analysis/tracking/trade-groups";
import { expected, unknownColumn } from "../../../core/checks";
import type { Trade } from "../../../core/orders/trade";
import type { SessionCore } from "../../../session/core";
import { frameOfRows } from "../../frames";
import { columnsOf, type TableColumn } from "../../tables";
import { dayOf } from "../days";
import { type TradeRow, tradeRowsOf } from "../tracking/held";
import type { SessionTable } from "./session-table";
import { trades } from "./trades";

/** What trades are grouped by: a column of `trades()`, or the period in which they were over. */
export type TradeGrouping = keyof TradeRow | keyof typeof dateFields | (typeof exitPeriods)[number];

// The columns that stand beside times where bars are days.
const dateFields = { entryDate: "entryTime", exitDate: "exitTime" } as const;

/**
 * The metrics of a group of trades, under the name of what they are grouped by; of `netPnl`, `commission` and `slippage`, under
 * `tradeNetPnl` and so on.
 */
export type TradeMetricRow = { readonly [By in TradeGrouping]?: GroupName } & TradeGroup;

const columns = columnsOf<TradeGroup>({
  trades: ["count", "result"],
  netPnl: ["currency", "result"],
  winRate: ["percent", "result"],
  profitFactor: ["ratio", "result"],
  expectancy: ["currency", "result"],
  averageWin: ["currency", "part"],
  averageLoss: ["currency", "part"],
  payoffRatio: ["ratio", "part"],
  sqn: ["ratio", "result"],
  kelly: ["percent", "result"],
  best: ["currency", "part"],
  worst: ["currency", "part"],
  longestWinStreak: ["count", "detail"],
  longestLossStreak: ["count", "detail"],
  averageDays: ["span", "detail"],
  commission: ["currency", "detail"],
  slippage: ["currency", "detail"],
});

/** The metrics of all trades, or by group. */
export const tradeMetrics: SessionTable<TradeMetricRow[], [by?: TradeGrouping]> = {
  columns,
  rows: tradeMetricRows,
  frame(core, by) {
    const key: readonly TableColumn[] = by === undefined ? [] : [[keyOf(by), "text", "context"]];
    return frameOfRows(tradeMetricRows(core, by), [...key, ...columns], dayOf(core));
  },
};

const fields = (trades.columns ?? []).map(([name]) => name);
// Fields for which bars are read.
const ofBars: readonly string[] = ["bars", "adverseExcursion", "favorableExcursion", "days"];

function tradeMetricRows(core: SessionCore, by?: TradeGrouping): TradeMetricRow[] {
  if (by === undefined) {
    const inOrder = [...core.content.trades].sort((one, other) => one.exitTime - other.exitTime);
    return [groupOf(inOrder)];
  }
  const nameOf = groupNamesOf(core, by);
  const rows = ofBars.includes(by) ? tradeRowsOf(core) : core.content.trades;
  return tradeGroups(rows, by, nameOf).map(([name, group]) => ({ [keyOf(by)]: name, ...group }));
}

// A field of trades that is a metric of groups too has a column of its own: `tradeNetPnl`.
function keyOf(by: TradeGrouping): string {
  return columns.some(([name]) => name === by) ? `trade${by[0].toUpperCase()}${by.slice(1)}` : by;
}

// Returns the group of a trade. Throws INVALID_OPTION, UNKNOWN_COLUMN.
function groupNamesOf(core: SessionCore, by: TradeGrouping): (trade: Trade) => GroupName {
  if (isOneOf(by, exitPeriods)) {
    const periodOf = periodNameOf(by, core.calendar);
    return ({ exitTime }) => periodOf(exitTime);
  }
  const day = dayOf(core);
  if (day !== undefined && (by === "entryDate" || by === "exitDate")) return (trade) => day(trade[dateFields[by]]);
  const dates = day === undefined ? [] : Object.keys(dateFields);
  if (typeof by !== "string") throw expected("by", 'the name of a column of trades(), such as "tag"', by);
  if (!fields.includes(by)) throw unknownColumn("trades()", by, [...fields, ...dates, ...exitPeriods]);
  return (trade) => (trade as unknown as Record<string, GroupName>)[by] ?? null;
}

function isOneOf<Word extends string>(word: string, words: readonly Word[]): word is Word {
  return words.some((one) => one === word);
}
