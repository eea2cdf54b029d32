import { createHash } from "node:crypto";
import { PaperLabError } from "../../errors";
import { remakeSource } from "../../feeds/remake";
import { reseededSource, seededRecipe } from "../../feeds/reseeded";
import {
  type BoundedSource,
  type FeedRecipe,
  type FeedSource,
  isRecorded,
  withColumns,
  withEnd,
} from "../../feeds/source/source";
import type { BenchmarkOption } from "../../session/options/benchmark";
import type { SessionOptions } from "../../session/options/options";
import { checkedParams, type PreparedSession, prepareSession } from "../../session/plan/plan";
import { paramsOf } from "../../strategy/params";
import type { AnyStrategy } from "../../strategy/strategy";
import { travelingCode } from "../code/travel";
import { drawnPoints } from "../points/draws";
import { gridPoints, type PointParams, whereTest } from "../points/grid";
import { listPoints } from "../points/list";
import { type ChosenMetrics, chosenMetrics } from "./chosen-metrics";
import type { SweepMaterial } from "./executor";
import { checkSweepOptions, type SweepOptions, sharedOptions } from "./options";
import type { FeedBenchmark, SweepPlan, SweepPoint } from "./plan";
import { sharedBarsOf } from "./shared-bars";

/** Everything that is decided before a sweep is made. */
export interface PreparedSweep {
  readonly plan: SweepPlan;
  readonly rank: ChosenMetrics["rank"];
  /** Hash of everything that decides its results, as far as it can be read. */
  readonly identity: string;
  /** The names of what cannot be read of its strategy. */
  readonly unread: readonly string[];
  /** A session of the strategy's own params on the feed. */
  readonly session: PreparedSession;
  /** What the user should know, one line each. */
  readonly notes: readonly string[];
  /** Returns feed and options of a session that does the same as the run in a place. */
  sessionOf(run: number): { readonly feed: FeedSource; readonly options: SessionOptions<never> };
  /** Returns what runs need besides the plan. It copies the bars. */
  material(): SweepMaterial;
}

/**
 * Checks feed, strategy and options together, and finds the runs of a sweep. Throws before anything is stored or run:
 * INVALID_OPTION, UNKNOWN_OPTION, CANNOT_TRAVEL, and what a session would throw.
 */
export function prepareSweep(feed: FeedSource, strategy: AnyStrategy, options: SweepOptions<never>): PreparedSweep {
  checkSweepOptions(options);
  withEnd(feed, "a sweep");
  // Only a session with a name is told by what its strategy reaches.
  const shared = { ...sharedOptions(options), name: options.name ?? "sweep" };
  const session = prepareSession(feed, strategy, shared);
  const { config, identity } = session;
  const { metrics, rank } = chosenMetrics(options.metrics, options.rank, session.benchmark !== undefined);
  const found = pointsOf(feed, strategy, options, session);
  const { returnsEvery, periodsPerYear, riskFree } = config.options;
  const plan: SweepPlan = {
    format: 1,
    config,
    code: travelingCode(strategy, shared, options.module),
    points: found.points,
    metrics,
    measuring: { returnsEvery, periodsPerYear, riskFree },
    ...(options.seeds !== undefined && ofFeed(session.against)),
    ...(options.keep && { keep: options.keep }),
  };
  return {
    plan,
    rank,
    identity: hashOf([identity?.hash, plan.points, metrics, plan.keep ?? null]),
    unread: identity?.unread ?? [],
    session,
    notes: found.notes,
    sessionOf: (run) => sessionOf(feed, options, plan.points, run),
    material: () => materialOf(feed as BoundedSource, session, options.seeds !== undefined),
  };
}

function sessionOf(feed: FeedSource, options: SweepOptions<never>, points: readonly SweepPoint[], run: number) {
  const { params, seed } = points[run];
  const { list, seeds = 1 } = options;
  const item = (list?.[Math.floor(run / seeds)] ?? {}) as SessionOptions<never>;
  const own = points[run].options === undefined ? {} : item;
  const whole = { ...(options.params as PointParams | undefined), ...params } as never;
  const base = (recipe: FeedRecipe) => (isRecorded(feed) ? feed.base : undefined) ?? remakeSource(recipe);
  const on =
    seed === undefined
      ? feed
      : reseededSource(feed.manifest, seed, () => base(seededRecipe(feed.manifest).base as FeedRecipe));
  return { feed: on, options: { ...sharedOptions(options), ...own, params: whole } };
}

interface FoundPoints {
  readonly points: readonly SweepPoint[];
  readonly notes: readonly string[];
}

function pointsOf(
  feed: FeedSource,
  strategy: AnyStrategy,
  options: SweepOptions<never>,
  { config }: PreparedSession,
): FoundPoints {
  const { points, notes } = combinations(feed, strategy, options, config.symbols);
  for (const [at, point] of points.entries())
    checkPoint(feed, strategy, options, point, points.length > 1 ? at : undefined);
  const { seeds } = options;
  if (seeds === undefined) return { points, notes };
  const { seed } = seededRecipe(feed.manifest);
  const each = Array.from({ length: seeds }, (_, at) => `${seed}/${at + 1}`);
  return { points: points.flatMap((point) => each.map((one) => ({ ...point, seed: one }))), notes };
}

function combinations(
  feed: FeedSource,
  strategy: AnyStrategy,
  options: SweepOptions<never>,
  symbols: readonly string[],
): FoundPoints {
  const { grid, list, random, draws, seed = 1, where } = options;
  if (list !== undefined) return { points: listPoints(list, { strategy, feed, symbols }), notes: [] };
  if (grid === undefined && random === undefined) return { points: [{ params: {} }], notes: [] };
  const isChosen = whereTest(where);
  const inOrder = orderTest(strategy);
  const own = Object.fromEntries(paramsOf(strategy).map((one) => [one.name, one.default]));
  let outOfOrder = 0;
  const isWanted = (params: PointParams): boolean => {
    const whole = { ...own, ...(options.params as PointParams | undefined), ...params };
    if (!isChosen(whole)) return false;
    if (inOrder(whole)) return true;
    outOfOrder++;
    return false;
  };
  const found =
    grid !== undefined ? gridPoints(grid, isWanted) : drawnPoints(strategy, { random, draws, seed }, isWanted);
  if (found.length === 0) throw emptyGrid(where !== undefined);
  const notes = outOfOrder === 0 || grid === undefined ? [] : [leftOut(outOfOrder, strategy)];
  return { points: found.map((params) => ({ params })), notes };
}

// A grid crosses what a strategy wants in some order.
function orderTest(strategy: AnyStrategy): (params: PointParams) => boolean {
  const ordered = paramsOf(strategy).filter(({ below }) => below !== undefined);
  return (params) =>
    ordered.every(({ name, below }) => !((params[name] as number) >= (params[below as string] as number)));
}

function leftOut(count: number, strategy: AnyStrategy): string {
  const ordered = paramsOf(strategy).filter(({ below }) => below !== undefined);
  const why = ordered.map(({ name, below }) => `${name} is to be below ${below}`).join(", ");
  return `${count.toLocaleString("en-US")} combinations are left out: ${why}`;
}

function emptyGrid(hasWhere: boolean): PaperLabError {
  const why = hasWhere
    ? "where leaves none of its combinations"
    : "none of its combinations is in the order that the strategy wants";
  return new PaperLabError("INVALID_OPTION", `Expected grid to have at least one run, but ${why}`);
}

// The first that is wrong is named with its params.
function checkPoint(
  feed: FeedSource,
  strategy: AnyStrategy,
  options: SweepOptions<never>,
  { params, options: own }: SweepPoint,
  at: number | undefined,
): void {
  const whole = { ...(options.params as PointParams | undefined), ...params } as never;
  try {
    checkedParams(feed, strategy, {
      params: whole,
      rebalance: own?.rebalance ?? (options.rebalance as never),
    } as never);
  } catch (error) {
    if (!(error instanceof PaperLabError) || at === undefined) throw error;
    const which = options.list === undefined ? JSON.stringify(params) : `list[${at}]`;
    throw new PaperLabError(error.code, `${error.message} (in ${which})`, { cause: error.cause });
  }
}

// A benchmark that is part of the feed is another one with each seed.
function ofFeed(against: BenchmarkOption | undefined): { readonly benchmark?: FeedBenchmark } {
  if (typeof against === "string") return { benchmark: against };
  if (typeof against !== "object" || against === null) return {};
  const isPlain = Object.values(against).every((value) => typeof value === "number");
  if (isPlain) return { benchmark: against as FeedBenchmark };
  return "weights" in against && against.feed === undefined ? { benchmark: against as FeedBenchmark } : {};
}

function materialOf(feed: BoundedSource, { config, benchmark }: PreparedSession, hasSeeds: boolean): SweepMaterial {
  const series = benchmark && { benchmark: benchmark.series };
  if (!hasSeeds) return { bars: sharedBarsOf(feed.blocks(config.symbols), config.symbols), ...series };
  const { base } = seededRecipe(feed.manifest);
  if (base === undefined) return { ...series };
  const from = (isRecorded(feed) ? feed.base : undefined) ?? withColumns(withEnd(remakeSource(base), "seeds"));
  return { bars: sharedBarsOf(from.blocks(), from.symbols), ...series };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
