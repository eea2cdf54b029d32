import { counted, grouped } from "../../../core/short-text";
import type { Cell } from "../../../core/table";
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
  /** Whether the last of them is the baseline, which does not lead. */
  readonly withBaseline?: boolean;
}

/** Returns the sessions of a comparison that a report has room for, by rank if there are more. The baseline is always one. */
export function leadingOf({ now: { members }, ranks, baseline }: Comparing): Leading {
  if (members.length <= most) return { members };
  const first = byPlace(members, ranks).slice(0, most);
  const base = members.find(({ name }) => name === baseline);
  if (base === undefined || first.includes(base)) return { members: first, of: members.length };
  return { members: [...first.slice(0, most - 1), base], of: members.length, withBaseline: true };
}

/** Returns what is left out, and which call has it; nothing if nothing is. */
export function leftOutText({ members, of, withBaseline }: Leading, call: string): string | undefined {
  if (of === undefined) return undefined;
  const lead = counted(members.length - (withBaseline ? 1 : 0), "session");
  return `Of the ${lead} that lead${withBaseline ? ", and the baseline" : ""}; ${call} has all ${grouped(of)}.`;
}

/** Returns a comparison of those alone, on the same window. */
export function onlyLeading(now: ComparedNow, { members }: Leading): ComparedNow {
  return { ...now, members };
}

/** Returns the rows of a table that are about those, all of them; of more sessions, those of each metric by rank. */
export function rowsOfLeading({ table, options }: CardTable, { members, of }: Leading): CardTable {
  const places = new Map(members.map(({ name }, place) => [name, place]));
  const [at, metric] = ["session", "metric"].map((name) => table.columns.indexOf(name));
  const placeOf = (row: readonly Cell[]) => places.get(String(row[at])) ?? 0;
  const rows = table.rows.filter((row) => places.has(String(row[at])));
  const metrics = [...new Set(rows.map((row) => row[metric]))];
  const byRank = metrics.flatMap((one) =>
    rows.filter((row) => row[metric] === one).sort((a, b) => placeOf(a) - placeOf(b)),
  );
  const shown = of === undefined ? rows : byRank;
  return { table: { columns: table.columns, rows: shown }, options: { ...options, maxRows: shown.length } };
}
