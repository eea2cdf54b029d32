import type { BarContext, SignalColumns } from "../../src/index";

/** The params of the canonical pairs. */
export interface Pair {
  readonly fast: number;
  readonly slow: number;
}

/** What the canonical sweep comes to: 100 pairs of params over 100,000 minutes. */
export const expectedOfPairs = { sum: 99_756_198.0232, fills: 346_072 };

/** The canonical strategy of one symbol with the lengths of its means as params, bar by bar; `defineStrategy` takes it. */
export const pairParts = {
  name: "canonical pairs",
  params: { fast: 10, slow: 30 },
  state: (): PairState => ({ bars: 0, fast: 0, slow: 0, difference: 0.5, closes: new Float64Array(128) }),
  onBar({ bar, params, state, position, buy, sell }: BarContext<Pair, PairState>): void {
    const { closes, bars, difference: before } = state;
    const { fast, slow } = params;
    state.fast += bar.close;
    state.slow += bar.close;
    if (bars >= fast) state.fast -= closes[(bars - fast) & 127];
    if (bars >= slow) state.slow -= closes[(bars - slow) & 127];
    closes[bars & 127] = bar.close;
    state.bars = bars + 1;
    if (bars < slow - 1) return;
    const now = state.fast / fast - state.slow / slow;
    state.difference = now;
    if (bars === slow - 1) return;
    const side = before <= 0 && now > 0 ? 1 : before >= 0 && now < 0 ? -1 : 0;
    if (side === 0) return;
    const { quantity } = position(bar.symbol);
    if (side > 0 && quantity === 0) buy(bar.symbol, 100);
    if (side < 0 && quantity > 0) sell(bar.symbol, quantity);
  },
};

interface PairState {
  bars: number;
  fast: number;
  slow: number;
  difference: number;
  readonly closes: Float64Array;
}

/** The same as signals, of whole columns; `defineSignals` takes it. The check for a look ahead is not part of the work. */
export const pairSignalParts = {
  name: "canonical pairs as signals",
  params: { fast: 10, slow: 30 },
  signals({ close, params, sma }: SignalColumns<Pair>) {
    const [fast, slow] = [sma(close, params.fast), sma(close, params.slow)];
    const entries = new Uint8Array(close.length);
    const exits = new Uint8Array(close.length);
    for (let at = params.slow; at < close.length; at++) {
      const before = fast[at - 1] - slow[at - 1];
      const now = fast[at] - slow[at];
      if (before <= 0 && now > 0) entries[at] = 1;
      else if (before >= 0 && now < 0) exits[at] = 1;
    }
    return { entries, exits, quantity: 100 };
  },
  lookAhead: "allow" as const,
};
