import type { ReturnsEvery } from "../../analysis/returns/returns-every";
import { expected } from "../../core/checks";
import { dateOf } from "../../core/days";
import { PaperLabError } from "../../errors";
import { chosenSymbols } from "../../feeds/bars/symbols";
import { isLive } from "../../feeds/source/live-source";
import { type FeedFacts, type FeedSource, withEnd } from "../../feeds/source/source";
import type { Models } from "../../run/models";
import { newestRules, type Rules } from "../../run/rules";
import type { RunMaterial } from "../../run/run";
import { hasSignals } from "../../strategy/define-signals";
import { checkStrategy } from "../../strategy/define-strategy";
import { checkNeeds } from "../../strategy/needs";
import { sessionParams } from "../../strategy/params";
import { checkComes, rebalanceRule } from "../../strategy/rebalance";
import type { AnyStrategy, Params } from "../../strategy/strategy";
import { warmUpBars } from "../../strategy/warm-up";
import { checkModelsRead } from "../misspelled/models-read";
import { type Benchmark, type BenchmarkOption, benchmarkOf } from "../options/benchmark";
import { checkNotOfStrategy, checkOptions } from "../options/checks";
import { optionKinds, sessionOptionKeys } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";
import { checkRuleSymbols } from "../options/risk";
import { describeSession, type SessionConfig } from "./config";
import { type Identity, identityOf, stateRoots } from "./identity";
import { StrategyState } from "./strategy-state";

/** Everything that is decided before a session is made: its config, and the parts that are not plain data. */
export interface PreparedSession {
  readonly config: SessionConfig;
  readonly feed: FeedSource;
  readonly material: RunMaterial;
  readonly benchmark: Benchmark | undefined;
  /** What was given, or is implied, as its benchmark. */
  readonly against: BenchmarkOption | undefined;
  /**
   * What decides whether it is the same as another session. Absent without a name: then it is never the same as
   * another.
   */
  readonly identity: Identity | undefined;
  /** What its strategy reaches, now and later. */
  readonly state: StrategyState;
}

/**
 * Checks feed, strategy and options together, for a session under some rules, by default the newest. Throws before
 * anything is stored.
 */
export function prepareSession(
  feed: FeedSource,
  strategy: AnyStrategy,
  options: SessionOptions<never>,
  rules: Rules = newestRules(),
): PreparedSession {
  checkStrategy(strategy);
  if (hasSignals(strategy)) withEnd(feed, "whole columns of signals");
  checkSessionOptions(feed, options);
  const params = checkedParams(feed, strategy, options);
  const against = options.benchmark === undefined ? indexOf(feed, options) : options.benchmark;
  const benchmark = benchmarkOf(against, feed, rules.behavior.appliesActions);
  if (benchmark !== undefined) checkMeets(benchmark, feed);
  const symbols = chosenSymbols(feed.name, feed.symbols, options.symbols ?? tradedOf(feed));
  checkBars(feed, symbols);
  checkRuleSymbols(options.risk, symbols);
  const config = describeSession({ feed, strategy, params, symbols, options, benchmark }, rules.number);
  const { commission, slippage, latency, risk, borrowRate } = options;
  const models = { commission, slippage, latency, risk, borrowRate };
  const material = materialOf(
    feed,
    symbols,
    strategy,
    { ...models, rebalance: options.rebalance },
    options.returnsEvery,
  );
  const read = identityOf(config, strategy, options, benchmark);
  const described = { config: read.config, feed, material, benchmark, against };
  if (options.name !== undefined) return { ...described, identity: read, state: read.state };
  // It is never found again, but counts as one of the combinations that were tried.
  return { ...described, identity: undefined, state: new StrategyState(stateRoots(strategy, options)) };
}

/**
 * Throws what the strategy of a new session throws if it lacks what the strategy needs, and UNKNOWN_OPTION if the text of
 * one of its models reads what a model is not given. Returns the plan.
 * `points`: how the runs of a sweep differ from it.
 */
export function checkedNew(
  plan: PreparedSession,
  points: readonly { readonly params?: object; readonly options?: object }[] = [{}],
): PreparedSession {
  const { symbols, params, options } = plan.config;
  for (const point of points) {
    const planned = { symbols, params: { ...params, ...point.params }, options: { ...options, ...point.options } };
    checkNeeds(plan.material.strategy, planned);
  }
  checkModelsRead(plan.material.models);
  return plan;
}

/**
 * Returns the params of a session, with what depends on them checked: the schedule and the bars of its warm-up. Throws as
 * `sessionParams` does, and INVALID_OPTION or INVALID_STRATEGY.
 */
export function checkedParams(
  feed: FeedFacts,
  strategy: AnyStrategy,
  options: SessionOptions<never>,
): Readonly<Record<string, unknown>> {
  const params = sessionParams(strategy, options.params);
  checkRebalance(feed, strategy, options, params);
  warmUpBars(strategy.warmUp, structuredClone(params), strategy);
  return params;
}

// An index is traded only if it is named, or if the feed has nothing else.
function tradedOf({ symbols, indexes = [] }: FeedFacts): readonly string[] | undefined {
  const traded = symbols.filter((symbol) => !indexes.includes(symbol));
  return traded.length === 0 ? undefined : traded;
}

// If nobody says what is traded, the index is the benchmark.
function indexOf({ indexes = [] }: FeedFacts, { symbols }: SessionOptions<never>): string | undefined {
  return symbols === undefined ? indexes[0] : undefined;
}

// How many of the newest points of its curve a session on a feed without an end keeps, whatever they are.
const KEPT_POINTS = 100_000;

// A schedule must come at some time in the feed's calendar.
function checkRebalance(feed: FeedFacts, strategy: AnyStrategy, options: SessionOptions<never>, params: Params): void {
  const rebalance: unknown = options.rebalance ?? strategy.rebalance;
  if (rebalance === undefined) return;
  if (strategy.targetWeights === undefined) {
    const why = `left out, because strategy "${strategy.name}" has no targetWeights`;
    throw expected("rebalance", why, rebalance);
  }
  checkComes("rebalance", rebalanceRule(rebalance, structuredClone(params), strategy), feed.calendar);
}

/**
 * Returns what a run on some symbols of a feed needs besides its plan. `returnsEvery`: if it was given, the points between
 * which returns are taken are all kept.
 */
export function materialOf(
  feed: FeedSource,
  symbols: readonly string[],
  strategy: AnyStrategy,
  { rebalance, ...models }: Models & Pick<RunMaterial, "rebalance">,
  returnsEvery: ReturnsEvery | undefined,
): RunMaterial {
  // A guess: most bars of a feed's symbols have the same times.
  const points = feed.bounded ? Math.ceil(feed.length / feed.symbols.length) + 2 : undefined;
  const live = isLive(feed) ? feed : undefined;
  const isThinned = !feed.bounded && live === undefined && returnsEvery !== "bar";
  const thinning = isThinned ? { keep: KEPT_POINTS, finest: returnsEvery } : undefined;
  return { strategy, models, rebalance, points, thinning, live, blocks: () => feed.blocks(symbols) };
}

/** Throws INVALID_OPTION or UNKNOWN_OPTION for options that no session has. */
function checkSessionOptions(feed: FeedFacts, options: SessionOptions<never>): void {
  if (typeof options === "object" && options !== null) checkNotOfStrategy("a session", options);
  checkOptions("a session", options, sessionOptionKeys);
  for (const key of sessionOptionKeys) if (options[key] !== undefined) optionKinds[key].check(options[key], feed);
}

// Without a common day there is nothing to compare.
function checkMeets({ name, series: { time } }: Benchmark, feed: FeedSource): void {
  if (!feed.bounded || feed.first === undefined || feed.last === undefined) return;
  const day = (instant: number) => feed.calendar.dayOf(instant);
  const [first, last] = [day(time[0]), day(time[time.length - 1])];
  const [from, to] = [day(feed.first), day(feed.last)];
  if (first <= to && last >= from) return;
  const wanted = `to share days with feed "${feed.name}", which goes from ${dateOf(from)} to ${dateOf(to)}`;
  const found = `but it goes from ${dateOf(first)} to ${dateOf(last)}`;
  throw new PaperLabError("INVALID_OPTION", `Expected benchmark "${name}" ${wanted}, ${found}`);
}

// If a feed was cut, some symbols may have no bars left.
function checkBars(feed: FeedSource, symbols: readonly string[]): void {
  if (!feed.bounded || symbols.length === feed.symbols.length || feed.blocks(symbols).next().done === false) return;
  const message = `Expected feed "${feed.name}" to have bars of ${symbols.join(", ")}, but it has none`;
  throw new PaperLabError("EMPTY_DATA", message);
}
