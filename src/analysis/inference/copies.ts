/**
 * Returns, for each series, the place of the first one that is equal to it in every return: its own place, unless it is a
 * copy. Two runs of one strategy are copies, and between copies there is nothing to tell.
 */
export function firstsOf(series: readonly Float64Array[]): number[] {
  const known = new Map<number, number[]>();
  return series.map((returns, at) => {
    const key = keyOf(returns);
    const alike = known.get(key) ?? [];
    known.set(key, alike);
    const first = alike.find((other) => isEqual(series[other], returns));
    if (first === undefined) alike.push(at);
    return first ?? at;
  });
}

/** Equal for equal series, and hardly ever for others. */
function keyOf(returns: Float64Array): number {
  let key = 0;
  for (let at = 0; at < returns.length; at++) key += returns[at] * (at + 1);
  return key;
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
