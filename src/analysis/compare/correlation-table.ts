import type { Cell, Table } from "../../core/table";
import type { LevelSeries } from "../record/track-record";
import { joined, pairsOfLevels } from "../returns/series";
import { isFlat, momentsOf } from "../statistics/moments";
import { correlationOf as correlationOfPairs, pairMomentsOf } from "../statistics/pairs";
import { checkTwo, distinctNames, type Named } from "./entries";
import { pairProducts } from "./pair-products";

/** The equity of one session at the ends of its days, under its name. */
export interface NamedSeries extends Named {
  readonly series: LevelSeries;
}

/**
 * Returns the correlations between sessions, one row and one column each. The levels of two sessions are joined on
 * their common times, and returns are taken after that. Levels at day ends give the correlation of day returns. 1
 * for equal returns; `null` below two common returns, and if one of the two is flat. Throws INVALID_OPTION below two sessions.
 */
export function correlationOf(sessions: readonly NamedSeries[]): Table {
  checkTwo(sessions);
  const columns = ["session", ...distinctNames(sessions, ["session"])];
  const values = sessions.map(() => new Array<number | null>(sessions.length).fill(null));
  for (const [i, row] of sessions.entries())
    for (let j = 0; j <= i; j++) values[i][j] = values[j][i] = between(row, sessions[j]);
  return { columns, rows: values.map((cells, i): Cell[] => [columns[i + 1], ...cells]) };
}

/**
 * Returns the same for returns of the same periods, one array a session, all finite. `null` below
 * two returns, and for a session that is flat or has no returns.
 */
export function correlationOfReturns(sessions: readonly NamedReturns[]): Table {
  checkTwo(sessions);
  const columns = ["session", ...distinctNames(sessions, ["session"])];
  const values = sessions.map(() => new Array<number | null>(sessions.length).fill(null));
  const scores = sessions.flatMap(({ returns }, place) => {
    const scored = returns === undefined ? undefined : scoresOf(returns);
    return scored === undefined ? [] : [{ place, scored }];
  });
  pairProducts(
    scores.map(({ scored }) => scored),
    (one, other, product) => {
      const [a, b] = [scores[one], scores[other]];
      const value = areAlike(a.scored, b.scored) ? 1 : Math.max(-1, Math.min(1, product));
      values[a.place][b.place] = values[b.place][a.place] = value;
    },
  );
  return { columns, rows: values.map((cells, i): Cell[] => [columns[i + 1], ...cells]) };
}

// Whether they are equal, so that rounding must not say otherwise.
function areAlike(one: Float64Array, other: Float64Array): boolean {
  return one.every((score, at) => score === other[at]);
}

/** The returns of one session, under its name. */
export interface NamedReturns extends Named {
  readonly returns: Float64Array | undefined;
}

// Deviations from the mean over the root of the sum of their squares.
function scoresOf(returns: Float64Array): Float64Array | undefined {
  const moments = momentsOf(returns);
  if (returns.length < 2 || isFlat(moments)) return undefined;
  const size = Math.sqrt(moments.squares);
  return returns.map((value) => (value - moments.mean) / size);
}

function between({ series: a }: NamedSeries, { series: b }: NamedSeries): number | null {
  const levels = joined({ key: a.time, value: a.level }, { key: b.time, value: b.level });
  const { own, benchmark } = pairsOfLevels(...levels);
  return correlationOfPairs(pairMomentsOf(own, benchmark));
}
