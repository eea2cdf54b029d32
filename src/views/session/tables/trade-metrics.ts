import {
  exitPeriods,
  type GroupName,
  groupOf,
  periodNameOf,
  type TradeGroup,
  tradeGroups,
} from "../../../analysis/tracking/trade-groups";
import { unknownColumn } from "../../../core/checks";
import type { Trade } from "../../../core/orders/trade";
import type { SessionCore } from "../../../session/core";
import { frameOfRows } from "../../frames";
import { type Column, columnsOf } from "../../tables";
import { dayOf } from "../days";
import { type TradeRow, tradeRowsOf } from "../tracking/held";
import type { SessionTable } from "./session-table";
import { trades } from "./trades";

/** What trades are grouped by: a column of `trades()`, or the period in which they were over. */
export type TradeGrouping = keyof TradeRow | (typeof exitPeriods)[number];

/** The metrics of a group of trades, under the name of what they are grouped by. */
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
    const key: readonly Column[] = by === undefined ? [] : [[by, "text", "context"]];
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
  const isPeriod = isOneOf(by, exitPeriods);
  if (!isPeriod && !fields.includes(by)) throw unknownColumn("trades()", String(by), [...fields, ...exitPeriods]);
  const rows = ofBars.includes(by) ? tradeRowsOf(core) : core.content.trades;
  const periodOf = isPeriod ? periodNameOf(by, core.calendar) : undefined;
  const nameOf = (trade: Trade): GroupName =>
    periodOf === undefined ? ((trade as unknown as Record<string, GroupName>)[by] ?? null) : periodOf(trade.exitTime);
  return tradeGroups(rows, by, nameOf).map(([name, group]) => ({ [by]: name, ...group }));
}

function isOneOf<Word extends string>(word: string, words: readonly Word[]): word is Word {
  return words.some((one) => one === word);
}
