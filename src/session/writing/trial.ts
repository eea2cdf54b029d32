import { dayReturns, daysOfCurve } from "../../analysis/day-returns";
import { isEquityLost } from "../../analysis/inference/lost-equity";
import { triedReturns } from "../../analysis/inference/trial-ledger";
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
  return {
    identity: combinationOf(config),
    data: dataOf(config),
    name,
    strategy: config.strategy.name,
    params: config.params,
    options: triedOptions(config),
    symbols: config.symbols,
    feed: config.feed.name,
    ...triedReturns(dayReturns(curve, calendar), isEquityLost(curve)),
    firstTime: curve.time[0],
    lastTime: curve.time[curve.length - 1],
    ...daysOfCurve(curve, calendar),
    ranAt: status.endedAt ?? 0,
  };
}
