import { defineSignals, defineStrategy } from "../..";

/** What the strategy remembers of one symbol. */
interface Sums {
  bars: number;
  sum10: number;
  sum30: number;
  difference: number;
  readonly closes: Float64Array;
}

/** Running sums of the last 10 and 30 closes and the difference of their means. */
export function freshSums(): Sums {
  return { bars: 0, sum10: 0.5, sum30: 0.5, difference: 0.5, closes: new Float64Array(32) };
}

/** Takes in a close; returns 1 where the 10-bar mean crosses above the 30-bar mean, -1 below, else 0. */
export function crossing(sums: Sums, close: number): number {
  const { closes, bars } = sums;
  if (bars === 0) sums.sum10 = sums.sum30 = 0;
  sums.sum10 += close;
  sums.sum30 += close;
  if (bars >= 10) sums.sum10 -= closes[(bars - 10) & 31];
  if (bars >= 30) sums.sum30 -= closes[(bars - 30) & 31];
  closes[bars & 31] = close;
  sums.bars = bars + 1;
  if (bars < 29) return 0;
  const before = sums.difference;
  sums.difference = sums.sum10 / 10 - sums.sum30 / 30;
  if (bars === 29) return 0;
  if (before <= 0 && sums.difference > 0) return 1;
  return before >= 0 && sums.difference < 0 ? -1 : 0;
}

/** The canonical strategy: buys 100 on a crossing above while flat, sells all on a crossing below while long. */
export function canonicalStrategy() {
  return defineStrategy({
    name: "canonical",
    state: () => new Map<string, Sums>(),
    onBar({ bar, state, position, buy, sell }) {
      let sums = state.get(bar.symbol);
      if (sums === undefined) {
        sums = freshSums();
        state.set(bar.symbol, sums);
      }
      const side = crossing(sums, bar.close);
      if (side === 0) return;
      const { quantity } = position(bar.symbol);
      if (side > 0 && quantity === 0) buy(bar.symbol, 100);
      if (side < 0 && quantity > 0) sell(bar.symbol, quantity);
    },
  });
}

/** The same for one symbol, whose state is one object. */
export function canonicalOfOne() {
  return defineStrategy({
    name: "canonical",
    state: freshSums,
    onBar({ bar, state, position, buy, sell }) {
      const side = crossing(state, bar.close);
      if (side === 0) return;
      const { quantity } = position(bar.symbol);
      if (side > 0 && quantity === 0) buy(bar.symbol, 100);
      if (side < 0 && quantity > 0) sell(bar.symbol, quantity);
    },
  });
}

/** The same as signals, of whole columns. The check for a look ahead is not part of the work. */
export function canonicalSignals() {
  return defineSignals({
    name: "canonical signals",
    signals({ close, sma }) {
      const [fast, slow] = [sma(close, 10), sma(close, 30)];
      const entries = new Uint8Array(close.length);
      const exits = new Uint8Array(close.length);
      for (let at = 30; at < close.length; at++) {
        const before = fast[at - 1] - slow[at - 1];
        const now = fast[at] - slow[at];
        if (before <= 0 && now > 0) entries[at] = 1;
        else if (before >= 0 && now < 0) exits[at] = 1;
      }
      return { entries, exits, quantity: 100 };
    },
    lookAhead: "allow",
  });
}
