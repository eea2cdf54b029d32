import type { BarColumns } from "../../src/core/market/bar";
import type { Fill } from "../../src/core/orders/fill";
import type { Series } from "../../src/output/figures/parts/series";

const day = 86_400_000;

/** A curve that moves the same way each time: a slow wave and a fast one around a start. */
export function wave(
  name: string,
  length: number,
  { start = Date.UTC(2014, 5, 10), step = day, level = 100_000 } = {},
): Series {
  const at = (i: number) => level * (1 + 0.1 * Math.sin(i / 40) + 0.02 * Math.sin(i * 1.7));
  return {
    name,
    time: Float64Array.from({ length }, (_, i) => start + i * step),
    value: Float64Array.from({ length }, (_, i) => at(i)),
  };
}

/** Bars whose closes are a wave. */
export function waveBars(length: number, options: { start?: number; step?: number } = {}): BarColumns {
  const { time, value: close } = wave("bars", length, { ...options, level: 100 });
  const open = close.map((_, i) => (i === 0 ? close[0] : close[i - 1]));
  return {
    length,
    time,
    symbol: new Uint16Array(length),
    open,
    high: close.map((value, i) => Math.max(value, open[i]) + 0.5),
    low: close.map((value, i) => Math.min(value, open[i]) - 0.5),
    close,
    volume: new Float64Array(length),
  };
}

/** A fill at a bar's open. */
export function fillAt(bars: BarColumns, i: number, side: "buy" | "sell", more: Partial<Fill> = {}): Fill {
  return {
    id: `fill-${i}`,
    orderId: `order-${i}`,
    symbol: "AAPL",
    side,
    quantity: 100,
    price: bars.open[i],
    commission: 0,
    slippage: 0,
    time: bars.time[i],
    ...more,
  };
}
