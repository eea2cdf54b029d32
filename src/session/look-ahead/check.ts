import { checkKeys, expected, isError } from "../../core/checks";
import { dateOf } from "../../core/days";
import { timeText } from "../../core/market/instant";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { perturbSource } from "../../feeds/shaped/bootstrap";
import { type BoundedSource, type FeedSource, withEnd } from "../../feeds/source/source";
import { begun, takenTo } from "../../run/headless";
import { SessionRun, type Slice } from "../../run/run";
import type { Root } from "../../strategy/reach/reach";
import { rootsOf } from "../../strategy/reach/source";
import type { AnyStrategy } from "../../strategy/strategy";
import { foreignModels } from "../models/own-models";
import { sessionOptionKeys } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";
import { checkedNew, prepareSession } from "../plan/plan";
import { chosenCuts } from "./cuts";
import { decisionTimes, firstUnlike, type Mark, markOf, type Unlike } from "./decisions";
import { unseenBy } from "./unseen";

/** How a strategy is checked: the options of its session, and how often the future is drawn anew. */
export interface LookAheadOptions<P = Readonly<Record<string, unknown>>> extends SessionOptions<P> {
  /** How many times after which the future is drawn anew; default 8. */
  cuts?: number;
}

/** The first decision of a strategy that was another one with another future. */
export interface LookAheadDifference {
  /** Time of its step, epoch milliseconds UTC. */
  readonly time: number;
  /** The same for people: a date, or an instant. */
  readonly at: string;
  /** Absent where it is about none, such as a line of the log. */
  readonly symbol?: string;
  /** What the strategy did on the feed. */
  readonly decided: string;
  /** What it did with another future, or the second time. */
  readonly otherwise: string;
  /** The time up to which both had the same bars. Absent if it differed on the very same feed. */
  readonly cut?: number;
}

/** What a look-ahead check found. */
export interface LookAheadFinding {
  /** Whether every decision was the same. */
  readonly same: boolean;
  readonly firstDifference?: LookAheadDifference;
  /** What the check cannot tell: sentences such as "it reads fast, threshold". */
  readonly cannotTell: readonly string[];
  /** The times after which the future was drawn anew, epoch milliseconds UTC. */
  readonly cuts: readonly number[];
  readonly strategy: string;
  readonly feed: string;
}

/** Makes the strategy for a feed, which may be the one that was given or one with another future. */
export type StrategyFor = (feed: FeedSource) => AnyStrategy;

/** What is checked: a strategy, or a function that makes it from a feed. */
export interface Checked {
  readonly strategyFor: StrategyFor;
  /** The function, if there is one: what it makes of the feed is drawn anew with it. */
  readonly made?: object;
}

const FEWEST_STEPS = 10;
const MOST_CUTS = 1000;

/**
 * Runs a strategy twice on a feed, and then up to each of some times on a feed whose bars after that time are drawn anew, and
 * for some of these times on one that also ends soon after.
 * Returns whether it did the same each time. Nothing is stored. Throws INVALID_OPTION for a feed without an end or with
 * too few bars, and what `createSession` and the strategy throw.
 */
export async function lookAheadOf(
  source: FeedSource,
  checked: Checked,
  { cuts: count = 8, name: _, ...options }: LookAheadOptions<never>,
): Promise<LookAheadFinding> {
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_CUTS))
    throw expected("cuts", `a whole number from 1 to ${MOST_CUTS.toLocaleString("en-US")}`, count);
  checkKeys("checkLookAhead", options, ["cuts", ...sessionOptionKeys]);
  const feed = withEnd(source, "a look-ahead check");
  const first = await new Trial(feed, checked, options).run([]);
  const steps = stepsOf(first);
  if (steps.length < FEWEST_STEPS) throw tooFew(feed, steps.length);
  const cuts = chosenCuts(steps, decisionTimes(first), count);
  const trial = new Trial(feed, checked, options);
  const again = await trial.run(cuts);
  const text = (time: number) => timeText(time, feed.daily ? feed.calendar : undefined);
  const twice = firstUnlike(first, markOf(first), again);
  const found = twice ?? (await firstOfFutures(feed, checked, options, again, trial.marks, endsOf(steps, cuts)));
  return {
    same: found === undefined,
    ...(found !== undefined && { firstDifference: told(found, text) }),
    cannotTell: unseenBy([...rootsFor(checked, feed, options), ...foreignModels(options)]),
    cuts: twice === undefined ? cuts : [],
    strategy: trial.name,
    feed: feed.name,
  };
}

// One in so many cuts has a future of another length, too.
const CUTS_AN_END = 4;

// By cuts that are spread over all of them, when a feed of another length ends: with the day of the step after the cut.
function endsOf(steps: readonly number[], cuts: readonly number[]): ReadonlyMap<number, number> {
  const count = Math.ceil(cuts.length / CUTS_AN_END);
  const chosen = Array.from({ length: count }, (_, at) => cuts[Math.floor(((at + 0.5) / count) * cuts.length)]);
  return new Map(chosen.map((cut) => [cut, steps.find((step) => step > cut) ?? cut]));
}

type Found = Unlike & { readonly cut?: number };

async function firstOfFutures(
  feed: BoundedSource,
  checked: Checked,
  options: SessionOptions<never>,
  asGiven: SessionRun,
  marks: ReadonlyMap<number, Mark>,
  ends: ReadonlyMap<number, number>,
): Promise<Found | undefined> {
  let first: Found | undefined;
  for (const [cut, mark] of marks) {
    const other = perturbSource(feed, { from: cut, seed: `look-ahead/${options.seed ?? 1}/${cut}` });
    const end = ends.get(cut);
    const shorter = end === undefined ? [] : [other.slice(undefined, dateOf(feed.calendar.dayOf(end)))];
    for (const future of [other, ...shorter]) {
      const trial = new Trial(future, checked, options);
      const failure = await trial.runTo(cut);
      // What cannot begin on fewer bars need not know them.
      if (future !== other && trial.started === undefined) continue;
      const found = unlikeOf(asGiven, mark, trial.started, failure);
      if (found !== undefined && (first === undefined || found.time < first.time)) first = { ...found, cut };
    }
  }
  return first;
}

function unlikeOf(asGiven: SessionRun, mark: Mark, run: SessionRun | undefined, failure: unknown): Unlike | undefined {
  const found = run && firstUnlike(asGiven, mark, run);
  if (failure === undefined) return found;
  const time = run?.engine.time ?? Number.NEGATIVE_INFINITY;
  if (found !== undefined && found.time < time) return found;
  const text = isError(failure) ? failure.message : String(failure);
  return { time, symbol: undefined, one: "it went on", other: `it failed: ${text}` };
}

function told({ time, symbol, one, other, cut }: Found, text: (time: number) => string): LookAheadDifference {
  return {
    time,
    at: text(time),
    ...(symbol !== undefined && { symbol }),
    decided: one ?? "nothing",
    otherwise: other ?? "nothing",
    ...(cut !== undefined && { cut }),
  };
}

function rootsFor({ strategyFor, made }: Checked, feed: FeedSource, options: SessionOptions<never>): Root[] {
  if (made !== undefined) return [{ path: "strategy", value: made, told: true }];
  return rootsOf(strategyFor(feed), options.rebalance);
}

function stepsOf({ engine: { curve } }: SessionRun): number[] {
  // The first point is before the first bar.
  return Array.from(curve.time.subarray(1, curve.length));
}

function tooFew({ name }: FeedSource, steps: number): PaperLabError {
  const message = `Expected feed "${name}" to have at least ${FEWEST_STEPS} steps for a look-ahead check, but it has ${counted(steps, "step")}`;
  return new PaperLabError("INVALID_OPTION", message);
}

// Others get their turn from time to time.
const slice: Slice = { bell: new Int32Array(1), rows: 50_000, isOver: () => true };
const rest = () => new Promise((resolve) => setImmediate(resolve));

/** One run of the strategy on a feed. */
class Trial {
  /** The run, once it has begun. */
  started: SessionRun | undefined;
  /** How far it was at each cut. */
  readonly marks = new Map<number, Mark>();
  name = "";
  readonly #feed: BoundedSource;
  readonly #checked: Checked;
  readonly #options: SessionOptions<never>;

  constructor(feed: BoundedSource, checked: Checked, options: SessionOptions<never>) {
    this.#feed = feed;
    this.#checked = checked;
    this.#options = options;
  }

  /** Takes it to its end, and notes how far it is at each of some times. */
  async run(cuts: readonly number[]): Promise<SessionRun> {
    const run = await this.#begin();
    for (const cut of cuts) {
      await takenTo(run, cut, slice, rest);
      this.marks.set(cut, markOf(run));
    }
    await takenTo(run, Number.POSITIVE_INFINITY, slice, rest);
    return run;
  }

  /** Takes it up to a time. Returns what was thrown, if anything was. */
  async runTo(cut: number): Promise<unknown> {
    try {
      await takenTo(await this.#begin(), cut, slice, rest);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #begin(): Promise<SessionRun> {
    const strategy = this.#checked.strategyFor(this.#feed);
    const { config, material } = checkedNew(prepareSession(this.#feed, strategy, this.#options));
    this.name = strategy.name;
    const run = new SessionRun(config, material);
    this.started = run;
    await begun(run);
    return run;
  }
}
