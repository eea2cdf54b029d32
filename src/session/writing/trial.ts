import { dayReturns, daysOfCurve } from "../../analysis/day-returns";
import { periodSharpe } from "../../analysis/inference/sharpe-ratio";
import { calendarFrom } from "../../core/market/calendar";
import type { SessionContent } from "../../run/content";
import type { StoredTrial } from "../../store/store";
import { triedOptions } from "../models/unread-models";
import { combinationOf, dataOf } from "../plan/combination";
import type { SessionRecord } from "../record/record";

/** Returns what a session that has ended adds to the ledger of trials; `undefined` if it has taken no step. */
export function trialOf({ name, config, status }: SessionRecord, { curve }: SessionContent): StoredTrial | undefined {
  if (curve.length < 2) return undefined;
  const calendar = calendarFrom(config.calendar);
  const returns = dayReturns(curve, calendar);
  const { sharpe, skewness, kurtosis } = periodSharpe(returns) ?? {};
  return {
    identity: combinationOf(config),
    data: dataOf(config),
    name,
    strategy: config.strategy.name,
    params: config.params,
    options: triedOptions(config),
    symbols: config.symbols,
    feed: config.feed.name,
    ...{ sharpe, skewness, kurtosis, n: returns.length },
    firstTime: curve.time[0],
    lastTime: curve.time[curve.length - 1],
    ...daysOfCurve(curve, calendar),
    ranAt: status.endedAt ?? 0,
  };
}
