import type { Cell, Table } from "../../core/table";
import type { LevelSeries } from "../record/track-record";
import { joined, pairsOfLevels } from "../returns/series";
import { correlationOf as correlationOfPairs, pairMomentsOf } from "../statistics/pairs";
import { checkTwo, distinctNames, type Named } from "./entries";

/** The equity of one session at the ends of its days, under its name. */
export interface NamedSeries extends Named {
  readonly series: LevelSeries;
}

/**
 * Returns the correlations between sessions, one row and one column each. The levels of two sessions are joined on
 * their common times, and returns are taken after that. Levels at day ends give the correlation of day returns. `null`
 * below two common returns, and if one of the two is flat. Throws INVALID_OPTION below two sessions.
 */
export function correlationOf(sessions: readonly NamedSeries[]): Table {
  checkTwo(sessions);
  const columns = ["session", ...distinctNames(sessions, ["session"])];
  const rows = sessions.map((row, i): Cell[] => [columns[i + 1], ...sessions.map((other) => between(row, other))]);
  return { columns, rows };
}

function between({ series: a }: NamedSeries, { series: b }: NamedSeries): number | null {
  const levels = joined({ key: a.time, value: a.level }, { key: b.time, value: b.level });
  const { own, benchmark } = pairsOfLevels(...levels);
  return correlationOfPairs(pairMomentsOf(own, benchmark));
}
