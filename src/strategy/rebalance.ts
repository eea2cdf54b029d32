import { expected, isPromise, thrownText } from "../core/checks";
import { dayLength, dayOfDate } from "../core/days";
import type { Calendar } from "../core/market/calendar";
import { zoneOf } from "../core/market/zone";
import { checkCondition } from "../core/schedule/condition";
import { DueDays } from "../core/schedule/due-days";
import { type CheckedRule, checkedRule, type DueTerms, type RuleOf } from "../core/schedule/rule";
import { PaperLabError } from "../errors";
import type { Params } from "./strategy";

/** A rule whatever its context. */
export type AnyRule = CheckedRule<never>;

/**
 * Checks a `rebalance` that may be a function of the params, and returns its rule. Throws INVALID_OPTION, UNKNOWN_OPTION,
 * and INVALID_STRATEGY if the function throws. `strategy`: what `this` is in the function.
 */
export function rebalanceRule(rebalance: unknown, params: Params, strategy?: object): AnyRule {
  if (typeof rebalance !== "function") return checkedRule("rebalance", rebalance as RuleOf<never>);
  // A condition that is not called is no function of the params.
  const given: unknown = rebalance;
  checkCondition("rebalance", given);
  let rule: unknown;
  try {
    rule = rebalance.call(strategy, params);
  } catch (cause) {
    throw new PaperLabError("INVALID_STRATEGY", `Function rebalance failed: ${thrownText(cause)}`, { cause });
  }
  if (isPromise(rule)) throw expected("what rebalance returned", 'a rule such as "monthly", at once', rule);
  return checkedRule("what rebalance returned", rule as RuleOf<never>);
}

/**
 * Throws INVALID_OPTION for a rule that is never due by a calendar, or at a time of day at which its exchange is never open.
 * `name`: what the message calls the rule; `allowsTimes`: whether any time of day is allowed, as in older sessions.
 */
export function checkComes(name: string, { due }: AnyRule, calendar: Calendar, allowsTimes = false): void {
  if (due === undefined) return;
  if (!allowsTimes) checkHours(name, due, calendar);
  const day = firstListed(calendar) ?? SOME_DAY;
  if (new DueDays(calendar, due, day).next() !== undefined) return;
  throw expected(name, `due on some day, but ${whyNever(due, calendar)}`, `every ${due.every}, on ${due.on}`);
}

// No bar of such a calendar is outside of its hours, so the time was meant in another zone.
function checkHours(
  name: string,
  { at }: DueTerms,
  { name: calendar, timezone, isTradingDay, openOf, endOf }: Calendar,
) {
  if (at === undefined || openOf === undefined) return;
  const zone = zoneOf(timezone);
  let [first, last] = [Infinity, -Infinity];
  for (let day = SOME_DAY; day < SOME_DAY + 14; day++) {
    if (!isTradingDay(day)) continue;
    const minutes = (time: number) => (zone.localOf(time) - day * dayLength) / 60_000;
    first = Math.min(first, minutes(openOf(day)));
    last = Math.max(last, minutes(endOf(day)));
  }
  if (at >= first && at <= last) return;
  const hours = `${clockText(first)} to ${clockText(last)}, the hours of calendar "${calendar}" in ${timezone}`;
  throw expected(`${name}.at`, `a time from ${hours}`, clockText(at));
}

function clockText(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

// 2000-01-01. Calendars that follow rules have all their days at any time.
const SOME_DAY = 10_957;

function firstListed({ spec }: Calendar): number | undefined {
  return typeof spec === "object" && "days" in spec ? dayOfDate(spec.days[0]) : undefined;
}

function whyNever({ every, on, offset }: DueTerms, calendar: Calendar): string {
  const { spec, name } = calendar;
  const days = typeof spec === "object" && "days" in spec ? spec.days : [];
  const range = days.length === 0 ? "" : `, whose ${days.length} days are from ${days[0]} to ${days.at(-1)},`;
  if (new DueDays(calendar, { every, on, offset: 0, at: undefined }, firstListed(calendar) ?? SOME_DAY).next())
    return `calendar "${name}"${range} has no trading day ${Math.abs(offset)} days ${offset < 0 ? "earlier" : "later"}`;
  return `calendar "${name}"${range} has no ${every} with ${Math.abs(on)} trading days`;
}
