import { dayReturns } from "../../analysis/day-returns";
import { isEquityLost } from "../../analysis/inference/lost-equity";
import { triedReturns } from "../../analysis/inference/trial-ledger";
import type { CurvePart } from "../../analysis/record/part-of-record";
import type { EquityCurve, LevelSeries } from "../../analysis/record/track-record";
import { samplePlaces, withFirst } from "../../analysis/returns/sampling";
import { returnsOfLevels } from "../../analysis/returns/series";
import { thrownText } from "../../core/checks";
import type { RunRoom } from "../../core/journal/run-room";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, calendarFrom } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import { keptSource } from "../../feeds/kept";
import { remakeSource } from "../../feeds/remake";
import { reseededSource, seededRecipe } from "../../feeds/reseeded";
import type { FeedManifest, FeedSource } from "../../feeds/source/source";
import { LiveContent } from "../../run/content";
import { ended, fingerprintOf } from "../../run/headless";
import { someMetricsOfPart, someMetricsOfRun } from "../../run/metrics";
import type { Models } from "../../run/models";
import type { RunPart } from "../../run/parts/parts";
import { rulesOf } from "../../run/rules";
import { type RunMaterial, SessionRun } from "../../run/run";
import { initialCapitalOf } from "../../run/terms";
import { benchmarkOf } from "../../session/options/benchmark";
import { onFeed, type SessionConfig } from "../../session/plan/config";
import { SharedSignals } from "../../strategy/signals/shared-signals";
import { arrivedCode } from "../code/travel";
import type { DonePoint, PointResult, PointTrial, SharedBars, SweepMaterial } from "../plan/executor";
import type { PointRange, SweepPlan, SweepPoint } from "../plan/plan";
import { pointConfig } from "../plan/point-config";
import { blocksOfShared, partOfShared } from "../plan/shared-bars";
import type { MemorySlice } from "./memory";

/** What a run is made on. */
interface Ground {
  readonly config: SessionConfig;
  readonly blocks: () => Iterator<BarColumns>;
  /** How many points its curve may have. */
  readonly points: number;
  readonly benchmark?: LevelSeries;
  readonly shared?: SharedSignals;
  /** When the strategy is called with which params, if that is not always. */
  readonly parts?: readonly RunPart[];
}

/** What the runs of several plans share, one after the other. */
export interface RunnersShare {
  /** Series of indicators over the bars, if all of the plans have the same. */
  series?: SharedSignals["series"];
  /** The room of a run that is over. */
  room?: RunRoom;
}

/** Runs the points of one plan, one after the other, in this thread. What they can share is made once. */
export class PointRunner {
  /** Those of the plan; a sweep that grows gets others. */
  points: readonly SweepPoint[];
  /** Whether its runs change nothing that others share. */
  readonly keepsToItself: boolean;
  readonly #plan: SweepPlan;
  readonly #material: SweepMaterial;
  readonly #calendar: Calendar;
  readonly #shared: SharedSignals;
  readonly #sharedOfRanges = new Map<string, SharedSignals>();
  readonly #share: RunnersShare;
  readonly #loaded: () => void;
  #base: FeedSource | undefined;

  /**
   * `share`: what it shares with runners before it; it runs nothing while one of them does. `loaded` is called when the module of a
   * strategy was loaded for a run, before anything of the run.
   */
  constructor(plan: SweepPlan, material: SweepMaterial, share: RunnersShare = {}, loaded = () => {}) {
    this.#loaded = loaded;
    this.#plan = plan;
    this.keepsToItself = plan.code.keepsToItself === true;
    this.#share = share;
    this.#shared = this.#newShared(share.series);
    share.series = this.#shared.series;
    this.points = plan.points;
    this.#material = material;
    this.#calendar = calendarFrom(plan.config.calendar);
  }

  #newShared(series?: SharedSignals["series"]): SharedSignals {
    return new SharedSignals(series, this.keepsToItself);
  }

  /** Runs one point to its end, alone. It does not reject: what a run throws is its result. `memory` watches it. */
  async run(index: number, memory?: MemorySlice): Promise<PointResult> {
    const begun = performance.now();
    try {
      const result = await this.#result(index, memory);
      return { ...result, milliseconds: performance.now() - begun };
    } catch (error) {
      const code = error instanceof PaperLabError ? error.code : "RUN_FAILED";
      return { index, state: "failed", code, message: thrownText(error), milliseconds: performance.now() - begun };
    }
  }

  async #result(index: number, memory: MemorySlice | undefined): Promise<Omit<DonePoint, "milliseconds">> {
    const { metrics: keys, measuring, keep } = this.#plan;
    const point = this.points[index];
    const { config, benchmark, ...ground } = this.#ground(point);
    // All new, so that no run sees what another has changed.
    const { strategy, models, rebalance } = arrivedCode(this.#plan.code);
    if (this.#plan.code.module !== undefined) this.#loaded();
    const own = {
      strategy,
      models: withoutThose(models, point),
      rebalance: point.options?.rebalance ? undefined : rebalance,
    };
    const material: RunMaterial = { ...ground, points: this.#roomFor(ground.points), ...own };
    const run = new SessionRun(config, material);
    run.checkLookAhead();
    const endReason = await ended(run, memory, () => memory?.fail() ?? Promise.resolve());
    const content = new LiveContent(run);
    const all = { ...measuring, ...(benchmark && { benchmark }) };
    const part = partOf(content.curve, point);
    const curve = part === undefined ? content.curve : curveOf(content.curve, part);
    const isLost = part === undefined ? run.engine.curve.isLost : isEquityLost(curve);
    const returns = dayReturns(curve, this.#calendar);
    const capital = initialCapitalOf(config);
    const result: Omit<DonePoint, "milliseconds"> = {
      index,
      state: "done",
      fingerprint: fingerprintOf(run),
      endReason,
      steps: content.steps - (part?.base ?? 0),
      metrics:
        part === undefined
          ? someMetricsOfRun(config, content, capital, all, keys)
          : someMetricsOfPart(config, content, part, all, keys),
      trial: trialOf(curve, returns, isLost, this.#calendar),
      ...((keep === "returns" || point.parts !== undefined) && datedReturns(curve, this.#calendar)),
    };
    this.#share.room = roomOf(run);
    return result;
  }

  // The curve and the journal of a run are not looked at once the next one begins. Those of a run that failed are not used again.
  #roomFor(points: number): number | RunRoom {
    const { room } = this.#share;
    this.#share.room = undefined;
    return room === undefined || room.curve.time.length < points ? Math.ceil(points) : room;
  }

  #ground(point: SweepPoint): Ground {
    const config = pointConfig(this.#plan, point);
    if (point.seed !== undefined) return this.#seeded(config, point.seed);
    const { bars, benchmark } = this.#material;
    if (bars === undefined) return this.#remade(config);
    if (point.range !== undefined) return this.#ranged(config, point, point.range);
    const points = bars.columns.length / Math.max(1, config.symbols.length) + 2;
    return { config, blocks: () => blocksOfShared(bars), points, benchmark, shared: this.#shared };
  }

  #ranged(config: SessionConfig, point: SweepPoint, range: PointRange): Ground {
    const bars = partOfShared(this.#material.bars as SharedBars, range);
    const key = `${range.from} ${range.to}`;
    let shared = this.#sharedOfRanges.get(key);
    if (shared === undefined) {
      if (this.#sharedOfRanges.size >= MOST_RANGES) this.#sharedOfRanges.clear();
      shared = this.#newShared();
      this.#sharedOfRanges.set(key, shared);
    }
    return {
      config,
      blocks: () => blocksOfShared(bars),
      points: bars.columns.length / Math.max(1, config.symbols.length) + 2 + (point.parts?.length ?? 0),
      benchmark: this.#material.benchmark,
      shared,
      ...(range.tradeFrom !== undefined && { parts: partsOf(point, range.tradeFrom, range.flat === true) }),
    };
  }

  // A feed that the manifest alone makes.
  #remade(config: SessionConfig): Ground {
    this.#base ??= remakeSource(config.feed);
    const feed = this.#base;
    const { benchmark } = this.#material;
    return {
      config,
      blocks: () => feed.blocks(config.symbols),
      points: pointsOf(feed),
      benchmark,
      shared: this.#shared,
    };
  }

  #seeded(config: SessionConfig, seed: string): Ground {
    const feed = reseededSource(config.feed, seed, () => this.#baseOf(config));
    const own = onFeed(config, feed);
    const { benchmark: against } = this.#plan;
    const holds = rulesOf(config)?.behavior.appliesActions === true;
    const benchmark = against === undefined ? this.#material.benchmark : benchmarkOf(against, feed, holds)?.series;
    return {
      config: own,
      blocks: () => feed.blocks(own.symbols),
      points: pointsOf(feed),
      benchmark,
    };
  }

  #baseOf({ feed }: SessionConfig): FeedSource {
    const { base } = seededRecipe(feed);
    const { bars } = this.#material;
    this.#base ??= bars === undefined ? remakeSource(base ?? feed) : keptSource(base as FeedManifest, bars.columns);
    return this.#base;
  }
}

// Windows come one after the other, each with all of its runs.
const MOST_RANGES = 4;

function partsOf({ parts }: SweepPoint, from: number, isFlat: boolean): RunPart[] {
  if (parts === undefined) return [{ from, params: {}, isFlat }];
  return parts.map(({ from: time, params }) => ({
    from: time,
    params: params ?? undefined,
    isFlat: isFlat || params === null,
  }));
}

// Steps that only fill the histories do not count.
function partOf({ time, length }: EquityCurve, { range }: SweepPoint): CurvePart | undefined {
  if (range?.tradeFrom === undefined) return undefined;
  let base = 0;
  while (base + 1 < length && time[base + 1] < range.tradeFrom) base++;
  return { base, end: length - 1 };
}

function curveOf({ time, equity }: EquityCurve, { base, end }: CurvePart): EquityCurve {
  return { length: end - base + 1, time: time.subarray(base, end + 1), equity: equity.subarray(base, end + 1) };
}

/** Returns the returns of a curve by trading day with their days. Those that are not finite are left out, as `dayReturns` does. */
function datedReturns(curve: EquityCurve, calendar: Calendar): Pick<DonePoint, "returns" | "returnDays"> {
  const places = samplePlaces(curve.time, 1, curve.length, "day", calendar);
  const all = returnsOfLevels(withFirst(curve.equity, places));
  const kept = Array.from(all.keys()).filter((at) => Number.isFinite(all[at]));
  return {
    returns: Float64Array.from(kept, (at) => all[at]),
    returnDays: Int32Array.from(kept, (at) => calendar.dayOf(curve.time[places[at]])),
  };
}

function pointsOf(feed: FeedSource): number {
  return feed.bounded ? Math.ceil(feed.length / feed.symbols.length) + 2 : 1024;
}

// What a point has of its own is made from its options.
function withoutThose(models: Models, { options }: SweepPoint): Models {
  if (options === undefined) return models;
  return Object.fromEntries(Object.entries(models).filter(([key]) => !Object.hasOwn(options, key)));
}

function trialOf(curve: EquityCurve, returns: Float64Array, isLost: boolean, calendar: Calendar): PointTrial {
  return {
    ...triedReturns(returns, isLost),
    firstTime: curve.time[0],
    lastTime: curve.time[curve.length - 1],
    ...(curve.length > 1 && { firstDay: calendar.dayOf(curve.time[1]) }),
  };
}

function roomOf({ engine: { curve, journal } }: SessionRun): RunRoom {
  return { curve: { time: curve.time, equity: curve.equity }, journal };
}
