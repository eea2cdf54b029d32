import type { LevelSeries } from "../../analysis/record/track-record";
import { expected } from "../../core/checks";
import type { RecordLine } from "../../core/journal/recorder";
import { checkSymbol } from "../../feeds/bars/symbols";
import { seriesUntil } from "../../feeds/source/series";
import { drawdownFigure } from "../../output/figures/drawdown";
import { equityFigure } from "../../output/figures/equity";
import { priceFigure } from "../../output/figures/price";
import type { Series } from "../../output/figures/series";
import type { Figure } from "../../output/plotly/figure";
import type { SessionCore } from "../../session/core";
import type { MethodsOf } from "../methods";
import { dayOf } from "./days";

/** Returns the equity curve of a session as a series, under a name. */
export function equitySeries(core: SessionCore, name = core.name): Series {
  const { time, equity, length } = core.content.curve;
  return { name, time, value: equity, length };
}

/** Draws the equity curve, and the benchmark scaled to the initial capital at its first level within the curve. */
export function equityPlot(core: SessionCore): Figure {
  const series = equitySeries(core);
  const { initialCapital } = core;
  const { benchmark } = core.record;
  const scaled = benchmark && scaledTo(series, benchmark.name, benchmark.series, initialCapital);
  return equityFigure([series], { benchmark: scaled, day: dayOf(core) });
}

/** Draws the drawdown of the equity curve. */
export function drawdownPlot(core: SessionCore): Figure {
  return drawdownFigure([equitySeries(core)], { day: dayOf(core) });
}

// How many bars of a feed without an end are drawn. There may be any number before them.
const NEWEST = 100_000;

/** Draws the bars of one symbol with the session's fills and records; of a feed without an end, the newest bars. */
export function pricePlot(core: SessionCore, symbol?: string): Figure {
  const { config, name } = core.record;
  const only = symbol ?? (config.symbols.length === 1 ? config.symbols[0] : undefined);
  if (only === undefined) throw expected("symbol", `one of ${config.symbols.join(", ")}`, only);
  checkSymbol(`session "${name}"`, config.symbols, only);
  const { fills, records, curve } = core.content;
  const most = config.endless ? NEWEST : undefined;
  // A running session shows no bar that it has not processed yet.
  const bars = seriesUntil(core.feed(), only, curve.time[curve.length - 1] ?? -Infinity, most);
  const from = bars.length === most ? bars.time[0] : -Infinity;
  return priceFigure({
    symbol: only,
    bars,
    cut: from > -Infinity,
    daily: core.daily,
    fills: fills.filter((fill) => fill.symbol === only && fill.time >= from),
    records: records.map((record) => recordSince(record, from)),
    day: dayOf(core),
  });
}

function recordSince({ name, time, value }: RecordLine, from: number): RecordLine {
  const first = time.findIndex((at) => at >= from);
  return first < 0
    ? { name, time: time.subarray(0, 0), value: value.subarray(0, 0) }
    : { name, time: time.subarray(first), value: value.subarray(first) };
}

// Only the levels within the curve, scaled to its first level there.
function scaledTo(curve: Series, name: string, { time, level }: LevelSeries, capital: number): Series | undefined {
  const length = curve.length ?? curve.time.length;
  const from = time.findIndex((at) => length > 0 && at >= curve.time[0]);
  if (from < 0) return undefined;
  let to = from;
  while (to < time.length && time[to] <= curve.time[length - 1]) to++;
  const factor = capital / level[from];
  return { name, time: time.slice(from, to), value: level.slice(from, to).map((one) => one * factor) };
}

/** Every figure of a session, by the name of its method. */
export const sessionFigures = {
  plotEquity: equityPlot,
  plotDrawdown: drawdownPlot,
  plotPrice: pricePlot,
};

/** The figures of a session. */
export type SessionFigures = MethodsOf<typeof sessionFigures>;
