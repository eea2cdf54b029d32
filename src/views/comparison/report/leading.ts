import { counted } from "../../../core/short-text";
import type { CardTable } from "../../../output/pages/cards";
import type { ComparedNow, Member } from "../compared";
import type { Comparing } from "../comparing";
import { byPlace } from "../rank";

/** Of more sessions, a table with several rows or a column for each says nothing any more. */
const most = 12;

/** The sessions of a comparison that a report has room for, those that lead. */
export interface Leading {
  readonly members: readonly Member[];
  /** How many they are of; absent if they are all. */
  readonly of?: number;
}

/** Returns the sessions of a comparison that a report has room for, by rank if there are more. The baseline is always one. */
export function leadingOf({ now: { members }, ranks, baseline }: Comparing): Leading {
  if (members.length <= most) return { members };
  const first = byPlace(members, ranks).slice(0, most);
  const base = members.find(({ name }) => name === baseline);
  if (base === undefined || first.includes(base)) return { members: first, of: members.length };
  return { members: [...first.slice(0, most - 1), base], of: members.length };
}

/** Returns what is left out, and which call has it; nothing if nothing is. */
export function leftOutText({ members, of }: Leading, call: string): string | undefined {
  if (of === undefined) return undefined;
  return `Of the ${counted(members.length, "session")} that lead; ${call} has all ${of}.`;
}

/** Returns a comparison of those alone, on the same window. */
export function onlyLeading(now: ComparedNow, { members }: Leading): ComparedNow {
  return { ...now, members };
}

/** Returns the rows of a table that are about those, all of them. */
export function rowsOfLeading({ table, options }: CardTable, { members }: Leading): CardTable {
  const names = new Set(members.map(({ name }) => name));
  const at = table.columns.indexOf("session");
  const rows = table.rows.filter((row) => names.has(String(row[at])));
  return { table: { columns: table.columns, rows }, options: { ...options, maxRows: rows.length } };
}
