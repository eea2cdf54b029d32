import { type Bar, type Feed, replay } from "../../src/index";
import { walk } from "../support/histories";

const day = 86_400_000;

/** Daily bars of some symbols, with prices of two decimals. Of those after the first, one bar in `gap` is missing. */
export function wandering(symbols: readonly string[], days: number, { seed = 7, gap = Infinity } = {}): Feed {
  const bars = symbols.flatMap((symbol, place) => {
    const { high, low, close, volume } = walk(days, seed + 1000 * place);
    return [...close]
      .map((value, at): Bar => {
        const open = at === 0 ? value : close[at - 1];
        const time = (at + 1) * day;
        return { symbol, time, open, high: high[at], low: low[at], close: value, volume: volume[at] + 1000 };
      })
      .filter((_, at) => place === 0 || (at * 7 + place) % gap !== 0);
  });
  return replay(bars, { calendar: "always" });
}

/** The bars of one symbol, oldest first. */
export function barsOf(feed: Feed, symbol: string): Bar[] {
  return [...feed.bars()].filter((bar) => bar.symbol === symbol);
}
