import { createHash } from "node:crypto";
import { didYouMean, expected } from "../../core/checks";
import { dateOf } from "../../core/days";
import { counted } from "../../core/short-text";
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
import { misspelledMembers } from "../../session/misspelled/misspelled-members";
import { misspelledParams } from "../../session/misspelled/misspelled-params";
import { readMembers } from "../../session/misspelled/read-params";
import { insteadOfChances, isAllRead, type Unread, unreadText } from "../../session/models/unread";
import type { BenchmarkBasket, BenchmarkOption } from "../../session/options/benchmark";
import type { SessionOptions } from "../../session/options/options";
import { limitAdvice } from "../../session/plan/limit-advice";
import { checkedNew, checkedParams, type PreparedSession, prepareSession } from "../../session/plan/plan";
import { paramsOf } from "../../strategy/params";
import type { AnyStrategy } from "../../strategy/strategy";
import { travelingCode } from "../code/travel";
import { drawnPoints } from "../points/draws";
import { gridPoints, MOST_POINTS, type PointParams, whereTest } from "../points/grid";
import type { Growth } from "../points/growth";
import { listPoints } from "../points/list";
import { decidingOf, trainingPoints, type WalkForward, WalkForwardGrowth } from "../windows/walk-forward";
import { windowsIn } from "../windows/windows";
import { type ChosenMetrics, chosenMetrics } from "./chosen-metrics";
import type { SweepMaterial } from "./executor";
import { checkSweepOptions, type SweepOptions, sharedOptions } from "./options";
import type { FeedBenchmark, PointRange, SweepPlan, SweepPoint } from "./plan";
import { searchOf } from "./searched";
import { sharedBarsOfFeed } from "./shared-bars";

/** Everything that is decided before a sweep is made. */
export interface PreparedSweep {
  readonly plan: SweepPlan;
  readonly rank: ChosenMetrics["rank"];
  /** Hash of everything that decides its results, as far as it can be read. */
  readonly identity: string;
  /** A session of the strategy's own params on the feed. */
  readonly session: PreparedSession;
  /** What the user should know, one line each. */
  readonly notes: readonly string[];
  /** Says which runs it adds later; absent if it has all from the beginning. Each call of the sweep begins a new one. */
  readonly growth?: () => Growth | Promise<Growth>;
  /** Returns feed and options of a session that does the same as a run in its place. Throws INVALID_OPTION if there is none. */
  sessionOf(point: SweepPoint, run: number): { readonly feed: FeedSource; readonly options: SessionOptions<never> };
  /** Returns what runs need besides the plan. It copies the bars, unless a sweep before it has. */
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
  const { metrics, rank, notes } = chosenMetrics(options.metrics, options.rank, session.benchmark !== undefined);
  const found = walked(feed as BoundedSource, options, session, rank, pointsOf(feed, strategy, options, session));
  checkedNew(session, found.points);
  const { windows } = found;
  const { symbols } = config;
  const search =
    options.sampler &&
    searchOf(feed as BoundedSource, strategy, options, { symbols, rank }, wantedTest(strategy, options).isWanted);
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
    ...(windows && { windows }),
    ...(search && { search: search.planned }),
  };
  return {
    plan,
    rank,
    identity: hashOf([
      identity?.hash,
      plan.points,
      metrics,
      plan.keep ?? null,
      ...(windows ? [decidingOf(windows)] : []),
      ...(search ? [search.planned] : []),
    ]),
    session,
    notes: [
      ...notes,
      ...found.notes,
      ...unreadNotes(identity?.unread),
      ...limitAdvice(session),
      ...misspelledMembers(strategy),
      ...misspelledParams(strategy),
    ],
    ...(windows && { growth: () => new WalkForwardGrowth(windows) }),
    ...(search && { growth: () => search.growth() }),
    sessionOf: (point, run) => sessionOf(feed, options, session.against, point, run),
    material: () => materialOf(feed as BoundedSource, session, options.seeds !== undefined),
  };
}

function sessionOf(
  feed: FeedSource,
  options: SweepOptions<never>,
  against: BenchmarkOption | undefined,
  point: SweepPoint,
  run: number,
) {
  const { params, seed, range } = point;
  const { list, seeds = 1 } = options;
  const item = (list?.[Math.floor(run / seeds)] ?? {}) as SessionOptions<never>;
  const own = point.options === undefined ? {} : item;
  const whole = { ...(options.params as PointParams | undefined), ...params } as never;
  const base = (recipe: FeedRecipe) => (isRecorded(feed) ? feed.base : undefined) ?? remakeSource(recipe);
  const on =
    seed === undefined
      ? partOf(feed as BoundedSource, range)
      : reseededSource(feed.manifest, seed, () => base(seededRecipe(feed.manifest).base as FeedRecipe));
  const benchmark = options.windows && benchmarkOfWhole(feed, against);
  return { feed: on, options: { ...sharedOptions(options), ...own, params: whole, ...(benchmark && { benchmark }) } };
}

// Runs on a window are measured against levels of the whole, so that there is one from before the window. That
// window alone has none.
function benchmarkOfWhole(source: FeedSource, against: BenchmarkOption | undefined): BenchmarkOption | undefined {
  const found = ofFeed(against).benchmark;
  if (found === undefined) return undefined;
  const feed = { source, manifest: source.manifest, symbols: source.symbols, name: source.name };
  if (typeof found === "string") return { feed, symbol: found };
  return isBasket(found) ? { ...found, feed } : { weights: found, feed };
}

// Windows have whole days.
function partOf(feed: BoundedSource, range: PointRange | undefined): FeedSource {
  if (range === undefined) return feed;
  if (range.tradeFrom !== undefined) {
    const message =
      "Expected a run that begins with its first bar, but this one is on a test window: the bars before it only warm its indicators, and a session has no such bars. Sessions are made of the runs of training windows";
    throw new PaperLabError("INVALID_OPTION", message);
  }
  const dayAt = (time: number) => dateOf(feed.calendar.dayOf(time));
  return feed.slice(dayAt(range.from), dayAt(range.to));
}

// A symbol may be named so too.
function isBasket(found: Exclude<FeedBenchmark, string>): found is Pick<BenchmarkBasket, "weights" | "rebalance"> {
  return typeof found.weights === "object";
}

function unreadNotes(unread: Unread | undefined): string[] {
  if (unread === undefined || isAllRead(unread)) return [];
  const advice = insteadOfChances(unread);
  return [
    `I${unreadText(unread).slice(1)}. Its runs may decide otherwise when they are made again${advice === undefined ? "" : `. ${advice}`}`,
  ];
}

interface WalkedPoints extends FoundPoints {
  readonly windows?: WalkForward;
}

function walked(
  feed: BoundedSource,
  options: SweepOptions<never>,
  { config }: PreparedSession,
  rank: ChosenMetrics["rank"],
  { points, notes }: FoundPoints,
): WalkedPoints {
  if (options.windows === undefined) return { points, notes };
  const listed = points.findIndex((point) => point.options !== undefined);
  if (listed >= 0)
    throw expected(
      `list[${listed}]`,
      "params only, because a run over windows has one account",
      options.list?.[listed],
    );
  const { windows, partial, passed } = windowsIn(feed.blocks(config.symbols), feed.calendar, options.windows);
  if (windows.length * points.length > MOST_POINTS) {
    const most = MOST_POINTS.toLocaleString("en-US");
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected at most ${most} training runs, but there are more. Take a longer step`,
    );
  }
  const { positions = "carried" } = options.windows;
  const told =
    partial !== undefined &&
    `The last test window is partial: ${partial.span.firstDay} to ${partial.span.lastDay}, of ${partial.wanted}`;
  const without =
    passed > 0 &&
    `${counted(passed, "test window")} ${passed === 1 ? "is" : "are"} left out, because ${passed === 1 ? "it has" : "they have"} no bars, or none to be trained on`;
  return {
    points: trainingPoints(points, windows),
    notes: [...notes, ...[told, without].filter((one) => typeof one === "string")],
    windows: { windows, positions, ...(partial && { isPartial: true }), combinations: points.length, rank },
  };
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
  const params = options.params as PointParams | undefined;
  if (list !== undefined) return { points: listPoints(list, { strategy, params, feed, symbols }), notes: [] };
  if (options.sampler !== undefined) return { points: [], notes: [] };
  if (grid === undefined && random === undefined) return { points: [{ params: {} }], notes: [] };
  const { isWanted, outOfOrder } = wantedTest(strategy, options);
  const found =
    grid !== undefined ? gridPoints(grid, isWanted) : drawnPoints(strategy, { random, draws, seed }, isWanted);
  if (found.length === 0) throw emptyGrid(where !== undefined);
  const left = outOfOrder() === 0 || grid === undefined ? [] : [leftOut(outOfOrder(), strategy)];
  const notes = [...left, ...unusedOf(params, found[0], grid === undefined ? "random" : "grid")];
  return { points: found.map((params) => ({ params })), notes };
}

// Tells which params are to be run, and counts those that are only in the wrong order.
function wantedTest(strategy: AnyStrategy, { where, params: shared }: SweepOptions<never>) {
  const isChosen = whereTest(where);
  const inOrder = orderTest(strategy);
  const own = Object.fromEntries(paramsOf(strategy).map((one) => [one.name, one.default]));
  checkWhereReads(where, Object.keys(own), strategy.name);
  let count = 0;
  const isWanted = (params: PointParams): boolean => {
    const whole = { ...own, ...(shared as PointParams | undefined), ...params };
    if (!isChosen(whole)) return false;
    if (inOrder(whole)) return true;
    count++;
    return false;
  };
  return { isWanted, outOfOrder: () => count };
}

// A grid crosses what a strategy wants in some order.
function orderTest(strategy: AnyStrategy): (params: PointParams) => boolean {
  const ordered = paramsOf(strategy).filter(({ below }) => below !== undefined);
  return (params) =>
    ordered.every(({ name, below }) => !((params[name] as number) >= (params[below as string] as number)));
}

// All runs have the same names.
function unusedOf(params: PointParams = {}, run: PointParams, by: string): string[] {
  const names = Object.keys(params).filter((name) => Object.hasOwn(run, name));
  return names.map((name) => `params.${name} is not used, because each run has the ${name} of ${by}`);
}

function leftOut(count: number, strategy: AnyStrategy): string {
  const ordered = paramsOf(strategy).filter(({ below }) => below !== undefined);
  const why = ordered.map(({ name, below }) => `${name} is to be below ${below}`).join(", ");
  return `${counted(count, "combination")} ${count === 1 ? "is" : "are"} left out: ${why}`;
}

// A param that is never there is undefined, and `!(fats > 5)` keeps everything.
function checkWhereReads(where: unknown, declared: readonly string[], name: string): void {
  if (typeof where !== "function" || declared.length === 0) return;
  for (const read of readMembers(String(where), 0)) {
    if (declared.includes(read) || read in Object.prototype) continue;
    const near = didYouMean(read, declared) || ` It has ${declared.join(", ")}`;
    throw new PaperLabError("UNKNOWN_OPTION", `Unknown param "${read}" of "${name}" in where.${near}`);
  }
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
  if (!hasSeeds) return { bars: sharedBarsOfFeed(feed, config.symbols), ...series };
  const { base } = seededRecipe(feed.manifest);
  if (base === undefined) return { ...series };
  const from = (isRecorded(feed) ? feed.base : undefined) ?? withColumns(withEnd(remakeSource(base), "seeds"));
  return { bars: sharedBarsOfFeed(from, from.symbols), ...series };
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
