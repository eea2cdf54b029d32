import { dayReturns } from "../../analysis/day-returns";
import { periodSharpe } from "../../analysis/inference/sharpe-ratio";
import type { LevelSeries } from "../../analysis/record/track-record";
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
import { someMetricsOfRun } from "../../run/metrics";
import type { Models } from "../../run/models";
import { rulesOf } from "../../run/rules";
import { type RunMaterial, SessionRun } from "../../run/run";
import { initialCapitalOf } from "../../run/terms";
import { benchmarkOf } from "../../session/options/benchmark";
import { dataOf } from "../../session/plan/combination";
import { onFeed, type SessionConfig } from "../../session/plan/config";
import { SharedSignals } from "../../strategy/signals/shared-signals";
import { arrivedCode } from "../code/travel";
import type { DonePoint, PointResult, PointTrial, SweepMaterial } from "../plan/executor";
import type { SweepPlan, SweepPoint } from "../plan/plan";
import { pointConfig } from "../plan/point-config";
import { blocksOfShared } from "../plan/shared-bars";

/** What a run is made on. */
interface Ground {
  readonly config: SessionConfig;
  readonly blocks: () => Iterator<BarColumns>;
  /** How many points its curve may have. */
  readonly points: number;
  readonly benchmark?: LevelSeries;
  readonly shared?: SharedSignals;
  /** Hash of its data, if they are not the plan's. */
  readonly data?: string;
}

/** Runs the points of one plan, one after the other, in this thread. What they can share is made once. */
export class PointRunner {
  readonly #plan: SweepPlan;
  readonly #material: SweepMaterial;
  readonly #calendar: Calendar;
  readonly #shared = new SharedSignals();
  #base: FeedSource | undefined;
  #room: RunRoom | undefined;

  constructor(plan: SweepPlan, material: SweepMaterial) {
    this.#plan = plan;
    this.#material = material;
    this.#calendar = calendarFrom(plan.config.calendar);
  }

  /** Runs one point to its end, alone. It does not reject: what a run throws is its result. */
  async run(index: number): Promise<PointResult> {
    const begun = performance.now();
    try {
      const result = await this.#result(index);
      return { ...result, milliseconds: performance.now() - begun };
    } catch (error) {
      const code = error instanceof PaperLabError ? error.code : "RUN_FAILED";
      return { index, state: "failed", code, message: thrownText(error), milliseconds: performance.now() - begun };
    }
  }

  async #result(index: number): Promise<Omit<DonePoint, "milliseconds">> {
    const { points, metrics: keys, measuring, keep } = this.#plan;
    const point = points[index];
    const { config, benchmark, data, ...ground } = this.#ground(point);
    // All new, so that no run sees what another has changed.
    const { strategy, models, rebalance } = arrivedCode(this.#plan.code);
    const own = {
      strategy,
      models: withoutThose(models, point),
      rebalance: point.options?.rebalance ? undefined : rebalance,
    };
    const material: RunMaterial = { ...ground, points: this.#roomFor(ground.points), ...own };
    const run = new SessionRun(config, material);
    run.checkLookAhead();
    const endReason = await ended(run);
    const content = new LiveContent(run);
    const all = { ...measuring, ...(benchmark && { benchmark }) };
    const returns = dayReturns(content.curve, this.#calendar);
    const result: Omit<DonePoint, "milliseconds"> = {
      index,
      state: "done",
      fingerprint: fingerprintOf(run),
      endReason,
      steps: content.steps,
      metrics: someMetricsOfRun(config, content, initialCapitalOf(config), all, keys),
      trial: { ...trialOf(content, returns), ...(data !== undefined && { data }) },
      ...(keep === "returns" && datedReturns(content, this.#calendar)),
    };
    const { curve, journal } = run.engine;
    this.#room = { curve: { time: curve.time, equity: curve.equity }, journal };
    return result;
  }

  // The curve and the journal of a run are not looked at once the next one begins. Those of a run that failed are not used again.
  #roomFor(points: number): number | RunRoom {
    const room = this.#room;
    this.#room = undefined;
    return room === undefined || room.curve.time.length < points ? Math.ceil(points) : room;
  }

  #ground(point: SweepPoint): Ground {
    const config = pointConfig(this.#plan, point);
    if (point.seed !== undefined) return this.#seeded(config, point.seed);
    const { bars, benchmark } = this.#material;
    if (bars === undefined) return this.#remade(config);
    const points = bars.columns.length / Math.max(1, config.symbols.length) + 2;
    return { config, blocks: () => blocksOfShared(bars), points, benchmark, shared: this.#shared };
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
      data: dataOf(own),
    };
  }

  #baseOf({ feed }: SessionConfig): FeedSource {
    const { base } = seededRecipe(feed);
    const { bars } = this.#material;
    this.#base ??= bars === undefined ? remakeSource(base ?? feed) : keptSource(base as FeedManifest, bars.columns);
    return this.#base;
  }
}

/** Returns the returns of a curve by trading day with their days. Those that are not finite are left out, as `dayReturns` does. */
function datedReturns({ curve }: LiveContent, calendar: Calendar): Pick<DonePoint, "returns" | "returnDays"> {
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

function trialOf({ curve }: LiveContent, returns: Float64Array): PointTrial {
  const { sharpe, skewness, kurtosis } = periodSharpe(returns) ?? {};
  return {
    sharpe,
    skewness,
    kurtosis,
    n: returns.length,
    firstTime: curve.time[0],
    lastTime: curve.time[curve.length - 1],
  };
}
