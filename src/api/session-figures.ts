import { dateOf } from "../core/calendar";
import { PaperLabError } from "../errors";
import { drawdownFigure } from "../output/figures/drawdown";
import { equityFigure } from "../output/figures/equity";
import type { Figure } from "../output/figures/figure";
import { priceFigure } from "../output/figures/price";
import type { Series } from "../output/figures/series";
import type { LevelSeries } from "../tracking/session-metrics";
import { columnsOf } from "./feed";
import { chosenSymbols } from "../feeds/symbols";
import type { SessionCore } from "./session-core";

/** Returns the equity curve of a session as a series, under a name. */
export function equitySeries(core: SessionCore, name = core.name): Series {
  const { time, equity, length } = core.content.curve;
  return { name, time, value: equity, length };
}

/** Returns what writes the trading day of a time, for daily data. */
export function dayOf({ daily, calendar }: Pick<SessionCore, "daily" | "calendar">): ((time: number) => string) | undefined {
  return daily ? (time) => dateOf(calendar.dayOf(time)) : undefined;
}

/** Draws the equity curve, and the benchmark scaled to the initial capital at its first level within the curve. */
export function equityPlot(core: SessionCore): Figure {
  const series = equitySeries(core);
  const { benchmark, initialCapital } = core.parts;
  const scaled = benchmark && scaledTo(series, benchmark.name, benchmark.series, initialCapital);
  return equityFigure([series], { benchmark: scaled, day: dayOf(core) });
}

/** Draws the drawdown of the equity curve. */
export function drawdownPlot(core: SessionCore): Figure {
  return drawdownFigure([equitySeries(core)], { day: dayOf(core) });
}

/** Draws the bars of one symbol with the session's fills and records. */
export function pricePlot(core: SessionCore, symbol?: string): Figure {
  const { feed, config, name } = core.parts;
  if (feed === undefined) {
    const message = `Expected session "${name}" to have its feed at hand for plotPrice; use lab.session("${name}", { feed })`;
    throw new PaperLabError("INVALID_STATE", message);
  }
  const chosen = symbol ?? (config.symbols.length === 1 ? config.symbols[0] : undefined);
  const named = chosen === undefined ? [] : [chosen];
  const [only] = chosenSymbols(`session "${name}"`, config.symbols, named);
  const { fills, records, curve } = core.content;
  return priceFigure({
    symbol: only,
    bars: barsUntil(columnsOf(feed, only), curve.time[curve.length - 1]),
    daily: core.daily,
    fills: fills.filter((fill) => fill.symbol === only),
    records,
    day: dayOf(core),
  });
}

function scaledTo(curve: Series, name: string, { time, level }: LevelSeries, capital: number): Series | undefined {
  const length = curve.length ?? curve.time.length;
  if (length === 0) return undefined;
  const first = time.findIndex((at) => at >= curve.time[0]);
  // A session of daily bars starts a day before its first close.
  let last = first < 0 ? -1 : time.findLastIndex((at) => at <= curve.time[length - 1]);
  last = Math.max(last, -1);
  if (first < 0 || last < first) return undefined;
  const factor = capital / level[first];
  return { name, time: time.subarray(first, last + 1), value: level.subarray(first, last + 1).map((one) => one * factor) };
}

// A session that still runs shows no bar that it has not seen.
function barsUntil(bars: ReturnType<typeof columnsOf>, last: number | undefined): ReturnType<typeof columnsOf> {
  if (last === undefined) return { ...bars, length: 0 };
  let length = bars.length;
  while (length > 0 && bars.time[length - 1] > last) length--;
  return { ...bars, length };
}
