import { expected } from "../core/checks";
import type { Engine } from "../core/engine/engine";
import type { Calendar } from "../core/market/calendar";
import { unplainPart } from "../core/plain-data";
import { seededRandom } from "../core/random";
import { PaperLabError } from "../errors";
import type { FeedSource } from "../feeds/source";
import { bindStrategy } from "../strategy/bind-strategy";
import { checkStrategy } from "../strategy/define-strategy";
import type { AnyStrategy, Params, Strategy } from "../strategy/strategy";
import { describeSession, type IdentifiedConfig } from "./config";
import type { RunKit } from "./core";
import { checkPace } from "./life/pacer";
import { type Benchmark, benchmarkOf } from "./terms/benchmark";
import { engineTerms } from "./terms/engine-terms";
import type { SessionOptions } from "./terms/options";
import { checkParams, checkSessionOptions, snapshotInterval } from "./terms/session-checks";

/** Everything that is decided before a session is made: checked, described, and ready to run. */
export interface SessionPlan extends IdentifiedConfig {
  readonly feed: FeedSource;
  readonly calendar: Calendar;
  readonly initialCapital: number;
  readonly benchmark: Benchmark | undefined;
  readonly kit: RunKit;
}

/** Checks feed, strategy and options together. Throws what is wrong with them before anything is stored. */
export function planSession(feed: FeedSource, strategy: AnyStrategy, options: SessionOptions<never>): SessionPlan {
  checkStrategy(strategy);
  checkSessionOptions(options);
  checkParams(strategy, options.params);
  const terms = engineTerms(feed, options);
  const { symbols, calendar, initialCapital } = terms;
  const snapshotEvery = snapshotInterval(options.snapshotEvery);
  const pace = checkPace(options.pace ?? "max");
  const params = paramsOf(strategy as Strategy<Params, unknown>, options.params);
  const benchmark = benchmarkOf(options.benchmark, feed);
  checkBars(feed, symbols);
  const { seed = 1 } = options;
  // Each run gets params of its own, so that a strategy that changes them changes nothing of the session.
  const bind = (engine: Engine) =>
    bindStrategy(strategy as Strategy<Params, unknown>, engine.desk, structuredClone(params), seededRandom(seed));
  // A guess: the symbols of a feed have bars at mostly the same times.
  const points = Math.ceil(feed.length / feed.symbols.length) + 2;
  const parts = { terms, snapshotEvery, points, blocks: () => feed.blocks(symbols), bind };
  const described = describeSession(feed, strategy, params, symbols, options, benchmark);
  return { ...described, feed, calendar, initialCapital, benchmark, kit: { parts, pace } };
}

function paramsOf(strategy: Strategy<Params, unknown>, given: Params | undefined): Params {
  const params = { ...strategy.params, ...given };
  const part = unplainPart(params);
  if (part === undefined) return structuredClone(params);
  const wanted = "plain data: texts, finite numbers, true, false, null, arrays and objects";
  throw expected(`params${part.place}`, wanted, part.value);
}

// A feed that was cut may have symbols without a bar.
function checkBars(feed: FeedSource, symbols: readonly string[]): void {
  if (symbols.length === feed.symbols.length || feed.blocks(symbols).next().done === false) return;
  const message = `Expected feed "${feed.name}" to have bars of ${symbols.join(", ")}, but it has none`;
  throw new PaperLabError("EMPTY_DATA", message);
}
