import { dayLength } from "../../core/days";

// Nights, weekends and holidays are shorter, those of bars of a month apart.
const restDays = 10;
const restPoints = 10;

/**
 * Returns how many points until each, itself included, lie where another series has no record. A short time without a level, with
 * levels on both sides, is a rest, such as a weekend. Where the record begins and ends, as many points as the longest rest has
 * may be missing, or one.
 */
export function lackingUntil(time: Float64Array, has: (at: number) => boolean): Int32Array {
  const gaps = gapsOf(time.length, has);
  const isInside = ({ from, to }: Gap) => from > 0 && to < time.length;
  const isRest = (gap: Gap) =>
    gap.to - gap.from <= restPoints || time[gap.to] - time[gap.from - 1] <= restDays * dayLength;
  const rests = gaps.filter((gap) => isInside(gap) && isRest(gap));
  const longest = rests.reduce((most, { from, to }) => Math.max(most, to - from), 1);
  const isMissed = (gap: Gap) => (isInside(gap) ? isRest(gap) : gap.to - gap.from <= longest);
  const lacking = new Int32Array(time.length);
  for (const gap of gaps) if (!isMissed(gap)) lacking.fill(1, gap.from, gap.to);
  for (let at = 1; at < lacking.length; at++) lacking[at] += lacking[at - 1];
  return lacking;
}

/** Points without a level, the second one not included. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

function gapsOf(length: number, has: (at: number) => boolean): Gap[] {
  const gaps: Gap[] = [];
  for (let at = 0; at < length; at++) {
    if (has(at)) continue;
    const from = at;
    while (at < length && !has(at)) at++;
    gaps.push({ from, to: at });
  }
  return gaps;
}
