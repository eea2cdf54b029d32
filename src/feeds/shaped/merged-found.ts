import { isDeepStrictEqual } from "node:util";
import type { Calendar } from "../../core/market/calendar";
import { type Adjusted, actionTypes, type CorporateAction } from "../../core/market/corporate-action";
import type { Year } from "../../core/year";
import type { Found } from "../source/found";
import type { RecordedSource } from "../source/source";

/** Returns the actions of all feeds, sorted as those of one. */
export function mergedActions(
  parts: readonly RecordedSource[],
  symbols: readonly string[],
): readonly CorporateAction[] | undefined {
  const place = ({ symbol, type }: CorporateAction) =>
    symbols.indexOf(symbol) * actionTypes.length + actionTypes.indexOf(type);
  const date = ({ ex_date }: CorporateAction) => Date.parse(ex_date);
  const actions = parts.flatMap((feed) => feed.actions ?? []);
  return actions.length === 0 ? undefined : actions.sort((a, b) => date(a) - date(b) || place(a) - place(b));
}

/** Returns what the prices of all feeds were adjusted for. */
export function mergedAdjusted(parts: readonly RecordedSource[]): Adjusted | undefined {
  const each = parts.flatMap(({ adjusted }) => (adjusted === undefined ? [] : [adjusted]));
  if (each.length === 0) return undefined;
  return {
    by: each.some(({ by }) => by === "all") ? "all" : "splits",
    applied: each.flatMap(({ applied }) => applied),
    others: each.flatMap(({ others }) => others),
  };
}

/** Returns what was found in the rows of all feeds. */
export function mergedFound(
  parts: readonly RecordedSource[],
  calendar: Calendar,
  year: Year | undefined,
): Found | undefined {
  const each = parts.flatMap(({ found }) => (found === undefined ? [] : [found]));
  if (each.length === 0 && year === undefined) return undefined;
  const joined = sum(each, ({ joined }) => joined);
  const footers = sum(each, (found) => found.footers);
  const strays = sum(each, ({ strays }) => strays);
  const outsideHours = sum(each, (found) => found.outsideHours);
  const clockDays = each.flatMap((found) => found.clockDays ?? []);
  const unused = new Set(each.flatMap((found) => found.unusedActions ?? []));
  const midnights = each.find((found) => found.midnights !== undefined)?.midnights;
  const zone = each.find((found) => found.zone !== undefined)?.zone;
  const stamp = stampOf(parts);
  const periods = Object.assign({}, ...each.map((found) => found.periods ?? {}));
  return {
    ...(each.some(({ turned }) => turned) && { turned: true as const }),
    ...(joined !== undefined && { joined }),
    ...(footers !== undefined && { footers }),
    ...(midnights !== undefined && { midnights }),
    ...(zone !== undefined && { zone }),
    ...(stamp !== undefined && { stamp }),
    ...(strays !== undefined && { strays }),
    ...(outsideHours !== undefined && { outsideHours }),
    ...(clockDays.length > 0 && { clockDays }),
    ...(Object.keys(periods).length > 0 && { periods }),
    ...(unused.size > 0 && { unusedActions: [...unused] }),
    ...(calendar.found && { calendar: calendarOf(parts, each) }),
    ...(year && { year }),
  };
}

function sum(each: readonly Found[], of: (found: Found) => number | undefined): number | undefined {
  const counts = each.flatMap((found) => of(found) ?? []);
  return counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0);
}

/** An assumed stamp beside a series of another length may be one bar late, as in a list of files. */
function stampOf(parts: readonly RecordedSource[]): Found["stamp"] {
  const stamps = parts.flatMap(({ found }) => found?.stamp ?? []);
  const assumed = parts.find(({ found }) => found?.stamp?.by === "assumption");
  const asWritten = stamps.flatMap((stamp) => stamp.asWritten ?? []);
  const told = assumed?.found?.stamp ?? stamps[0];
  const isMerged =
    stamps.some(({ merged }) => merged) ||
    (assumed !== undefined && parts.some(({ interval }) => interval !== assumed.interval));
  if (told === undefined) return undefined;
  return { ...told, ...(asWritten.length > 0 && { asWritten }), ...(isMerged && { merged: true as const }) };
}

function calendarOf(parts: readonly RecordedSource[], each: readonly Found[]): Found["calendar"] {
  const names = [...new Set(parts.map(({ calendar }) => calendar.name))];
  const outside = sum(each, ({ calendar }) => calendar?.outside) ?? 0;
  const sundays = each.some(({ calendar }) => calendar?.sundays);
  const [currencies, ...others] = each.flatMap(({ calendar }) => calendar?.currencies ?? []);
  const isOne = currencies !== undefined && others.every((one) => isDeepStrictEqual(one, currencies));
  return {
    ...(isOne && { currencies }),
    outside,
    ...(sundays && { sundays: true as const }),
    ...(names.length > 1 && { widerThan: names }),
  };
}
