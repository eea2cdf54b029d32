import { roundForFigure } from "../../decimate";
import type { LineLook, ScatterTrace } from "../../plotly/figure";
import { plotText } from "../../plotly/theme";
import { type Candles, candleAt } from "./candles";
import { lengthOf, type Series } from "./series";

/**
 * Draws what a strategy recorded at the candles in which it did. If a candle has several values, it is the lowest or
 * highest of them, whichever is farther from the one before. Candles without a value are passed over, but a value that is not
 * finite is a gap.
 */
export function recordLine(record: Series, candles: Candles, line: LineLook): ScatterTrace {
  const values = new Map<number, number>();
  const length = lengthOf(record);
  const { bars } = candles;
  let before = Number.NaN;
  let candle = -1;
  for (let i = 0; i < length; i++) {
    const time = record.time[i];
    if (bars.length === 0 || time < bars.time[0] || time > bars.time[bars.length - 1]) continue;
    const at = candleAt(candles, time);
    const value = record.value[i];
    if (at !== candle) {
      before = values.get(candle) ?? Number.NaN;
      candle = at;
      values.set(at, value);
    } else if (!(Math.abs(value - before) <= Math.abs((values.get(at) as number) - before))) values.set(at, value);
  }
  const places = [...values.keys()];
  return {
    type: "scatter",
    mode: "lines",
    name: plotText(record.name),
    x: places.map((at) => candles.labels[at]),
    y: places.map((at) => {
      const value = values.get(at) as number;
      return Number.isFinite(value) ? roundForFigure(value) : null;
    }),
    line: { width: 1.3, ...line },
  };
}
