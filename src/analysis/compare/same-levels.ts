import type { LevelSeries } from "../record/track-record";

// Two sources of one market differ by less, and so does a basket that was begun at another time until it is rebalanced.
const tolerance = 0.01;

/**
 * Whether two benchmarks of one name are the same: the ratio of their levels at the times that both have is constant within
 * one percent. So they are if they have no time in common, as nothing tells them apart.
 */
export function areSameLevels(one: LevelSeries, other: LevelSeries): boolean {
  if (one === other || haveSameEnds(one, other)) return true;
  let [at, ratio] = [0, Number.NaN];
  for (let place = 0; place < one.time.length; place++) {
    while (at < other.time.length && other.time[at] < one.time[place]) at++;
    if (other.time[at] !== one.time[place]) continue;
    const now = one.level[place] / other.level[at];
    if (Number.isNaN(ratio)) ratio = now;
    if (Math.abs(now / ratio - 1) > tolerance) return false;
  }
  return true;
}

// Sessions on one feed have equal levels, each its own. All of them need not be read.
function haveSameEnds(one: LevelSeries, other: LevelSeries): boolean {
  const { length } = one.time;
  const places = [0, length >> 1, length - 1];
  return (
    length === other.time.length &&
    places.every((at) => one.time[at] === other.time[at] && one.level[at] === other.level[at])
  );
}
