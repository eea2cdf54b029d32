import type { Calendar } from "../core/calendar";
import { expected } from "../core/checks";
import type { Engine } from "../core/engine";
import type { FeedSource } from "../feeds/feed";
import { seededRandom } from "../feeds/seeded-random";
import { bindStrategy } from "../strategy/bind-strategy";
import { checkStrategy } from "../strategy/define-strategy";
import type { AnyStrategy, Params, Strategy } from "../strategy/strategy";
import { type Benchmark, benchmarkOf } from "./benchmark";
import { checkPace } from "./pacer";
import { describeSession, type IdentifiedConfig } from "./session-config";
import type { RunKit } from "./session-core";
import { checkSessionOptions, engineTerms, type SessionOptions, snapshotInterval } from "./session-options";

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
  const terms = engineTerms(feed, options);
  const { symbols, calendar, initialCapital } = terms;
  const snapshotEvery = snapshotInterval(options.snapshotEvery);
  const pace = checkPace(options.pace ?? "max");
  const params = { ...(strategy as Strategy<Params, unknown>).params, ...(options.params as Params | undefined) };
  copied(params);
  const benchmark = benchmarkOf(options.benchmark, feed);
  const { seed = 1 } = options;
  const bind = (engine: Engine) =>
    bindStrategy(strategy as Strategy<Params, unknown>, engine.desk, copied(params), seededRandom(seed));
  const parts = { terms, snapshotEvery, points: feed.length + 2, blocks: () => feed.blocks(symbols), bind };
  const described = describeSession(feed, strategy, params, symbols, options, benchmark);
  return { ...described, feed, calendar, initialCapital, benchmark, kit: { parts, pace } };
}

// Each run gets params of its own, so that a strategy that changes them changes nothing of the session.
function copied(params: Params): Params {
  try {
    return structuredClone(params);
  } catch {
    throw expected("params", "plain data without functions", params);
  }
}
