/** Returns the common gap of trades, which any two have: one that came twice at least. */
export function commonGapOfTrades(gaps: ReadonlyMap<number, number>): number | undefined {
  const common = commonGap(gaps);
  return common !== undefined && (gaps.get(common) ?? 0) > 1 ? common : undefined;
}

/**
 * Counts gaps and returns the most common one if at least half of all are of that length, else `undefined`. Of two that
 * are equally common, the shorter.
 */
export function commonGap(gaps: Iterable<readonly [gap: number, count: number]>): number | undefined {
  let total = 0;
  let most = 0;
  let common: number | undefined;
  for (const [gap, count] of gaps) {
    total += count;
    if (count < most || (count === most && common !== undefined && gap > common)) continue;
    [most, common] = [count, gap];
  }
  return most * 2 >= total ? common : undefined;
}

/** How often each gap comes. */
type Gaps = Map<number, number>;

/**
 * Counts the gaps between consecutive bars of each of `symbols` symbols. `each` is called with what is to be told of every
 * bar: the place of its symbol, and what gaps are counted in, its time or day.
 */
export function gapsBySymbol(
  symbols: number,
  each: (add: (symbol: number, place: number) => void) => void,
): readonly Gaps[] {
  const gaps = Array.from({ length: symbols }, (): Gaps => new Map());
  const last = new Float64Array(symbols).fill(Number.NaN);
  // Runs of one gap are counted at once.
  const gap = new Float64Array(symbols).fill(Number.NaN);
  const count = new Float64Array(symbols);
  const close = (symbol: number) => {
    if (count[symbol] > 0) gaps[symbol].set(gap[symbol], (gaps[symbol].get(gap[symbol]) ?? 0) + count[symbol]);
  };
  each((symbol, place) => {
    const next = place - last[symbol];
    last[symbol] = place;
    if (next === gap[symbol]) count[symbol]++;
    else if (!Number.isNaN(next)) {
      close(symbol);
      gap[symbol] = next;
      count[symbol] = 1;
    }
  });
  for (let symbol = 0; symbol < symbols; symbol++) close(symbol);
  return gaps;
}

/** Counts the gaps of all symbols together: `symbol` holds their places, `place` what is counted in. */
export function gapsOf(symbol: Uint16Array, place: Float64Array, length: number, symbols: number): Gaps {
  const all: Gaps = new Map();
  const each = gapsBySymbol(symbols, (add) => {
    for (let row = 0; row < length; row++) add(symbol[row], place[row]);
  });
  for (const gaps of each) for (const [gap, count] of gaps) all.set(gap, (all.get(gap) ?? 0) + count);
  return all;
}
