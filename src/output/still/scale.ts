/** Maps the values of an axis to pixels. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  (value: number): number;
}

/** Returns the scale that puts `from` at pixel `start` and `to` at pixel `end`. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const factor = (end - start) / (to - from);
  return Object.assign((value: number) => start + (value - from) * factor, { from, to });
}

/** Widens the range of some values by a share of it at both ends. Equal values get some room too. */
export function paddedRange(values: Iterable<number>, share: number): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return [0, 1];
  const room = most > least ? (most - least) * share : Math.abs(most) * 0.05 || 1;
  return [least - room, most + room];
}

/** Returns multiples of 1, 2 or 5 times a power of ten within a range, about `wanted` of them. */
export function niceTicks(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.85) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  // 0.1 * 3 is not 0.3, so it is rounded to the digits of the step.
  const digits = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toFixed(Math.min(100, digits))),
  );
}

/** Returns how many decimals tell the ticks apart. */
export function decimalsOfTicks(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : Math.abs(ticks[0] ?? 1) || 1;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
