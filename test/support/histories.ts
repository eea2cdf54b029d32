import { SymbolHistory } from "../../src/core/market/history";
import { type Column, column } from "../../src/strategy/indicators";
import type { BarColumn } from "../../src/strategy/indicators/mechanism/of-bars";

/** Columns of bars. */
export type Bars = Readonly<Record<BarColumn, Column>>;

/** Prices of two decimals that wander around 100, by a generator that is the same everywhere (Park and Miller). */
export function walk(count: number, seed = 7): Bars {
  let state = seed;
  const draw = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const round = (value: number) => Math.round(value * 100) / 100;
  const rows = { high: [] as number[], low: [] as number[], close: [] as number[], volume: [] as number[] };
  let close = 100;
  for (let at = 0; at < count; at++) {
    const start = close;
    close = round(start * (1 + (draw() - 0.5) * 0.03));
    rows.high.push(round(Math.max(start, close) * (1 + draw() * 0.01)));
    rows.low.push(round(Math.min(start, close) * (1 - draw() * 0.01)));
    rows.close.push(close);
    rows.volume.push(Math.floor(draw() * 10_000));
  }
  return { high: column(rows.high), low: column(rows.low), close: column(rows.close), volume: column(rows.volume) };
}

/** Calls `see` with a history at each of its bars. */
export function eachBar(bars: Bars, see: (history: SymbolHistory, at: number) => void): void {
  const history = new SymbolHistory("A");
  for (let at = 0; at < bars.close.length; at++) {
    history.append(at, bars.close[at], bars.high[at], bars.low[at], bars.close[at], bars.volume[at]);
    see(history, at);
  }
}
