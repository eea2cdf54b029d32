import { shown } from "../../../core/checks";
import { dateOf, weekdayOf } from "../../../core/days";
import type { Calendar } from "../../../core/market/calendar";
import { priceRoles } from "../../text/header";
import { otherDecimal } from "../../text/number";
import type { RowNumbers, RowTexts } from "../rows";

/** A row on a day on which its calendar is closed. */
export interface ClosedDay {
  readonly day: number;
  readonly calendar: Calendar;
  /** Whether the row is a day. */
  readonly daily: boolean;
  /** The zone in which its time was read; `undefined` where it names its own. */
  readonly zone: string | undefined;
}

/** Says what is wrong with a row on a closed day; `isStart`, whether it would begin a bar of an open one. */
export function dayFault({ day, calendar, daily, zone }: ClosedDay, isStart: boolean): string {
  const fault = `Expected a trading day of the calendar ${calendar.name}, was ${dateOf(day)}`;
  if (daily) return calendar.spec === "FX" && weekdayOf(day) === 0 ? `${fault}${sundayCure}` : fault;
  if (zone !== undefined) return `${fault}${zoneText(zone)}`;
  return isStart ? `${fault}, as times are read as the ends of bars: say stamp: "open" if they are starts` : fault;
}

const sundayCure = "; without calendar, days of Sundays are read and count toward Monday";

/** Says in which zone the time of a row was read that may be of another. */
export function zoneText(zone: string): string {
  return `, as times without a zone are read as those of ${zone}: timezone says another`;
}

/** Says what a time should be that clocks of a zone never showed, as they went forward past it. */
export function skippedText(zone: string): string {
  return `to be one that clocks showed in ${zone}, which skipped it (timezone says another zone)`;
}

/** Says what is wrong with the numbers of a bar, in a feed that takes prices at and below zero or does not. */
export function numbersFault(numbers: RowNumbers, texts: RowTexts, allowsNegative: boolean): string {
  for (const role of texts.tick ? (["close"] as const) : priceRoles) {
    const name = texts.tick ? "price" : role;
    const price = numbers[role];
    if (Number.isNaN(price)) return numberFault(name, texts.cell(role), texts);
    if (Math.abs(price) === Infinity)
      return `Expected ${name} to be a ${allowsNegative ? "finite" : "positive"} number, was ${price}`;
    if (!(price > 0 || allowsNegative))
      return `Expected ${name} to be a positive number, was ${price}. ${negativeCure}`;
  }
  const { open, high, low, close, volume } = numbers;
  if (Number.isNaN(volume)) return numberFault("volume", texts.cell("volume"), texts);
  if (!(volume >= 0 && volume < Infinity)) return `Expected volume to be a number of at least 0, was ${volume}`;
  if (low > high) return `Expected low to be at most high ${high}, was ${low}`;
  const [role, price] = open < low || open > high ? ["open", open] : ["close", close];
  return `Expected ${role} to be within low ${low} and high ${high}, was ${price}`;
}

/** Says which option takes a price that is at or below zero. */
export const negativeCure = "If it is a price, say allowNegativePrices: true";

function numberFault(name: string, cell: unknown, { numberForm }: RowTexts): string {
  const fault = `Expected ${name} to be a number, was ${shown(cell)}`;
  const decimal = numberForm && typeof cell === "string" ? otherDecimal(cell, numberForm) : undefined;
  return decimal === undefined ? fault : `${fault}. If it is one, say decimal: "${decimal}"`;
}
