/** A row whose time of day clocks showed twice, as they were put back. */
export interface TwiceShown {
  /** Its place among the bars, and that of its symbol. */
  readonly row: number;
  readonly place: number;
  /** The two instants. */
  readonly time: number;
  readonly later: number;
}

/**
 * Returns the rows that are of the second time, as told by their order: those of a symbol from the one on that is not later
 * than the one before it; in a table with the newest first, those before it. Without such a row all are of the first.
 */
export function secondOnes(rows: readonly TwiceShown[], newestFirst: boolean): TwiceShown[] {
  const nights = new Map<string, TwiceShown[]>();
  for (const one of rows) {
    // The hours of one night are less than a day apart.
    const night = `${one.place} ${Math.floor(one.later / 86_400_000)}`;
    const others = nights.get(night);
    if (others === undefined) nights.set(night, [one]);
    else others.push(one);
  }
  return [...nights.values()].flatMap((night) => secondOfNight(night, newestFirst));
}

function secondOfNight(night: readonly TwiceShown[], newestFirst: boolean): TwiceShown[] {
  const turn = night.findIndex((one, at) => {
    if (at === 0) return false;
    const { time } = night[at - 1];
    return newestFirst ? one.time >= time : one.time <= time;
  });
  if (turn < 0) return [];
  return newestFirst ? night.slice(0, turn) : night.slice(turn);
}
