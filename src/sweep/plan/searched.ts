import type { BoundedSource } from "../../feeds/source/source";
import type { AnyStrategy } from "../../strategy/strategy";
import { drawnPoints } from "../points/draws";
import type { PointParams } from "../points/grid";
import { SearchGrowth, type SearchMeans } from "../search/growth";
import type { Sampler } from "../search/sampler";
import { searchParams } from "../search/space";
import { firstDays } from "../windows/windows";
import type { RunRank } from "./chosen-metrics";
import type { SweepOptions } from "./options";
import type { PlannedSearch } from "./plan";

/** A search as its plan keeps it, and what chooses its runs. */
export interface PreparedSearch {
  readonly planned: PlannedSearch;
  growth(): SearchGrowth;
}

/** Returns the search that the options of a sweep describe. Throws INVALID_OPTION, UNKNOWN_OPTION. */
export function searchOf(
  feed: BoundedSource,
  strategy: AnyStrategy,
  options: SweepOptions<never>,
  { symbols, rank }: { readonly symbols: readonly string[]; readonly rank: RunRank },
  isWanted: (params: PointParams) => boolean,
): PreparedSearch {
  const { random = true, where } = options;
  const sampler = options.sampler as Sampler;
  const draws = options.draws as number;
  const params = searchParams(strategy, random);
  const means: SearchMeans = {
    sampler,
    terms: {
      params,
      draws,
      better: rank.ascending ? "lower" : "higher",
      isWanted,
      drawn: (count, seed) => drawnPoints(strategy, { random, draws: count, seed }, isWanted),
    },
    metric: rank.metric,
    rangeOf: (share) => (share === 1 ? undefined : firstDays(feed.blocks(symbols), feed.calendar, share)),
  };
  return {
    planned: {
      sampler: sampler.name,
      params,
      draws,
      ...(sampler.batch !== undefined && { batch: sampler.batch }),
      rank,
      ...(where !== undefined && { where: String(where) }),
    },
    growth: () => new SearchGrowth(means),
  };
}
