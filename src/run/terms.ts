import { dayLength } from "../core/days";
import type { EngineTerms } from "../core/engine/terms";
import { sizeBySymbol } from "../core/lots";
import { calendarOf } from "../core/market/calendar";
import { haltTest } from "../core/market/halts";
import { parseInterval } from "../feeds/interval";
import { type Models, modelsOf } from "./models";
import type { RunOptions, RunPlan } from "./plan";
import { seededRandom } from "./seeded-random";

/** What a run is told where its plan says nothing. */
export const defaults = {
  initialCapital: 100_000,
  volumeLimit: Infinity,
  historyBars: Infinity,
  shorting: false,
  closeAtEnd: false,
  onInsufficientCash: "reduce",
  snapshotEvery: "1d",
  seed: 1,
} as const satisfies RunOptions;

/** Returns what the engine is told of a plan. Throws INVALID_OPTION for a model of a user's own that is not `given`. */
export function engineTerms(plan: RunPlan, given: Models = {}): EngineTerms {
  const { symbols, interval, daily, options } = plan;
  const calendar = calendarOf(plan.calendar.spec, plan.calendar.timezone);
  return {
    symbols,
    calendar,
    interval,
    daily,
    ...modelsOf(options, given),
    initialCapital: options.initialCapital ?? defaults.initialCapital,
    fill: { touch: "touch", price: "open", ...options.fill },
    // JSON has no Infinity, and says null.
    volumeLimit: options.volumeLimit ?? defaults.volumeLimit,
    historyBars: options.historyBars ?? defaults.historyBars,
    shorting: options.shorting ?? defaults.shorting,
    closeAtEnd: options.closeAtEnd ?? defaults.closeAtEnd,
    onInsufficientCash: options.onInsufficientCash ?? defaults.onInsufficientCash,
    leverage: 1,
    halted: haltTest(options.halts, calendar),
    lotSize: sizeBySymbol("lotSize", options.lotSize, 1),
    tickSize: sizeBySymbol("tickSize", options.tickSize, 0),
    randomStream: () => seededRandom(options.seed ?? defaults.seed),
  };
}

/** Returns the interval of a plan's snapshots: milliseconds, or `"day"` for the end of each trading day. */
export function snapshotEvery({ options }: RunPlan): number | "day" {
  const milliseconds = parseInterval(options.snapshotEvery ?? defaults.snapshotEvery, "snapshotEvery");
  return milliseconds === dayLength ? "day" : milliseconds;
}
