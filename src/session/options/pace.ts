import { checkKeys, expected } from "../../core/checks";

/**
 * How fast a session runs: as fast as it can, at a number of updates per second (an update is all bars of one time),
 * or `speed` times as fast as the bars' own time.
 */
export type Pace = "max" | { readonly updatesPerSecond: number } | { readonly speed: number };

/** Says when updates are due, in milliseconds after the pacer was made. */
export interface Pacer {
  /** Returns when the update number `index` (from 0), of time `time`, is due. */
  dueAt(index: number, time: number): number;
}

/** Throws INVALID_OPTION unless `pace` is a pace. */
export function checkPace(pace: Pace): Pace {
  if (pace === "max") return pace;
  const wanted = '"max", { updatesPerSecond } or { speed }';
  if (typeof pace !== "object" || pace === null || Array.isArray(pace)) throw expected("pace", wanted, pace);
  checkKeys("pace", pace, ["updatesPerSecond", "speed"]);
  const [first, ...others] = Object.entries(pace);
  if (first === undefined) throw expected("pace", wanted, pace);
  if (others.length > 0) throw expected("pace", "either { updatesPerSecond } or { speed }", "both");
  const [name, rate] = first;
  if (!(typeof rate === "number" && rate > 0 && rate < Infinity))
    throw expected(`pace.${name}`, "a positive number", rate);
  return pace;
}

/** Returns the pacer of a pace, `undefined` for `"max"`. `first`: time of the next update. */
export function pacerOf(pace: Pace, first: number): Pacer | undefined {
  if (pace === "max") return undefined;
  if ("speed" in pace) return { dueAt: (_index, time) => (time - first) / pace.speed };
  return { dueAt: (index) => (index * 1000) / pace.updatesPerSecond };
}
