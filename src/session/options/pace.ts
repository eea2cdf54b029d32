import { checkKeys, expected } from "../../core/checks";
import { isFields } from "../../core/plain-data";
import { isLive } from "../../feeds/source/live-source";

/**
 * How fast a session runs: as fast as it can, at a number of updates per second (an update is all bars of one time; 1
 * without a number), or `speed` times as fast as the bars' own time.
 */
export type Pace = "max" | { readonly updatesPerSecond?: number } | { readonly speed: number };

/** One update per second. */
export const defaultPace: Pace = { updatesPerSecond: 1 };

/** Says when updates are due, in milliseconds after the pacer was made. */
export interface Pacer {
  /** Returns when the update number `index`, of time `time`, is due. Number 0 is due at once. */
  dueAt(index: number, time: number): number;
}

/** Throws INVALID_OPTION unless `pace` is a pace. */
export function checkPace(pace: Pace): Pace {
  if (pace === "max") return pace;
  const wanted = '"max", { updatesPerSecond } or { speed }';
  if (!isFields(pace)) throw expected("pace", wanted, pace);
  checkKeys("pace", pace, ["updatesPerSecond", "speed"]);
  const [first, ...others] = Object.entries(pace).filter(([, rate]) => rate !== undefined);
  if (first === undefined) return pace;
  if (others.length > 0) throw expected("pace", "either { updatesPerSecond } or { speed }", "both");
  const [name, rate] = first;
  if (!(typeof rate === "number" && rate > 0 && rate < Infinity))
    throw expected(`pace.${name}`, "a positive number", rate);
  return pace;
}

/** Throws INVALID_OPTION unless the pace is that of a live feed, whose bars come on their own. */
export function checkLivePace(pace: Pace, feed: string): void {
  if (pace !== "max") throw expected("pace", `"max" on feed "${feed}", whose bars come live`, pace);
}

/** Throws INVALID_OPTION if something would never end: at the pace `"max"`, on a feed without an end. */
export function checkEnds(what: string, pace: Pace, feed: { readonly name: string; readonly bounded: boolean }): void {
  // A live feed ends with its source.
  if (feed.bounded || isLive(feed) || pace !== "max") return;
  const wanted = `{ updatesPerSecond } or { speed } for ${what} on feed "${feed.name}", which has no end`;
  throw expected("pace", wanted, pace);
}

/** Returns the pacer of a pace, `undefined` for `"max"`. `first`: time of the update number 0. */
export function pacerOf(pace: Pace, first: number): Pacer | undefined {
  if (pace === "max") return undefined;
  if ("speed" in pace) return { dueAt: (_index, time) => (time - first) / pace.speed };
  const { updatesPerSecond = 1 } = pace;
  return { dueAt: (index) => (index * 1000) / updatesPerSecond };
}
