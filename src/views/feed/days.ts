import { dateOf } from "../../core/days";
import type { FeedSource } from "../../feeds/source/source";

/** Returns a function that writes the trading day of a bar's time; `undefined` if the bars of a feed are not days. */
export function feedDay({ daily, calendar }: FeedSource): ((time: number) => string) | undefined {
  return daily ? (time) => dateOf(calendar.dayOf(time)) : undefined;
}
