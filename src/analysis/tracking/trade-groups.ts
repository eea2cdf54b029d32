import { dateOf, dayLength, weekdayOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import type { Trade } from "../../core/orders/trade";
import { profitsOf } from "../record/trade-profits";
import { type TradeStatistics, tradeStatisticsOf } from "./trade-statistics";

/** What trades can be grouped by besides their own fields: when they were over, by the calendar's dates. */
export const exitPeriods = ["hour", "weekday", "day", "week", "month", "year"] as const;

/** The statistics of a group of trades. */
export interface TradeGroup extends TradeStatistics {
  /** Mean time from entry to exit, days. */
  readonly averageDays: number | null;
  /** Commissions of both sides, currency. */
  readonly commission: number;
  /** Cost of slippage on both sides, currency; already in the prices. */
  readonly slippage: number;
}

/** The name of a group; `null` for trades that have no such field. */
export type GroupName = string | number | null;

/**
 * Returns the statistics of trades by group: numbers, hours and days of the week by their size, other groups in the order in which
 * they first closed a trade. Trades count in the order of their exits. `by`: what they are grouped by.
 */
export function tradeGroups(
  trades: readonly Trade[],
  by: string,
  nameOf: (trade: Trade) => GroupName,
): (readonly [GroupName, TradeGroup])[] {
  const groups = new Map<GroupName, Trade[]>();
  const inOrder = [...trades].sort((one, other) => one.exitTime - other.exitTime);
  for (const trade of inOrder) {
    const name = nameOf(trade);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [trade]);
    else group.push(trade);
  }
  return [...groups]
    .sort(([one], [other]) => placeOf(one, by) - placeOf(other, by))
    .map(([name, group]) => [name, groupOf(group)] as const);
}

// Of names that have no size, all places are the same, so that they stay in their order.
function placeOf(name: GroupName, by: string): number {
  if (name === null || typeof name === "number") return name ?? Number.MAX_VALUE;
  if (by === "hour") return Number(name);
  return by === "weekday" ? (weekdays.indexOf(name) + 6) % 7 : 0;
}

/** Returns the statistics of some trades, which are in the order of their exits. */
export function groupOf(trades: readonly Trade[]): TradeGroup {
  const sum = (value: (trade: Trade) => number) => trades.reduce((all, trade) => all + value(trade), 0);
  const held = sum(({ entryTime, exitTime }) => exitTime - entryTime);
  return {
    ...tradeStatisticsOf(profitsOf(trades)),
    averageDays: trades.length === 0 ? null : held / trades.length / dayLength,
    commission: sum(({ entryCommission, exitCommission }) => entryCommission + exitCommission),
    slippage: sum(({ slippage }) => slippage),
  };
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * Returns a function that writes the period of a time, in the calendar's dates: the month as `2024-01`, a week as the date of its
 * Monday, an hour as clocks in the calendar's zone show it, 00 to 23.
 */
export function periodNameOf(period: (typeof exitPeriods)[number], calendar: Calendar): (time: number) => string {
  const zone = zoneOf(calendar.timezone);
  return (time) => {
    // An exit at the end of an hour is of that hour.
    if (period === "hour") return String(new Date(zone.localOf(time - 1)).getUTCHours()).padStart(2, "0");
    const day = calendar.dayOf(time);
    if (period === "weekday") return weekdays[weekdayOf(day)];
    if (period === "week") return dateOf(day - ((weekdayOf(day) + 6) % 7));
    return dateOf(day).slice(0, { day: 10, month: 7, year: 4 }[period]);
  };
}
