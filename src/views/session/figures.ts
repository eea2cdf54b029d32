import type { AttributionKey } from "../../analysis/tracking/attribution";
import { attributionFigure } from "../../output/figures/attribution";
import { drawdownFigure } from "../../output/figures/drawdown";
import { equityFigure } from "../../output/figures/equity";
import { exposureFigure } from "../../output/figures/exposure";
import { monthsFigure } from "../../output/figures/months";
import { priceFigure } from "../../output/figures/price";
import { profitByMonthFigure } from "../../output/figures/profit-by-month";
import { returnsFigure } from "../../output/figures/returns";
import { rollingFigure } from "../../output/figures/rolling";
import { tradesFigure } from "../../output/figures/trades";
import type { Figure } from "../../output/plotly/figure";
import type { SessionCore } from "../../session/core";
import type { MethodsOf } from "../methods";
import { benchmarkTitle } from "./figures/benchmark";
import { clockOf, whenOf } from "./figures/clock";
import { benchmarkSeries, equitySeries } from "./figures/curves";
import { type PriceOptions, priceInput } from "./figures/price";
import { monthsOf, returnsAtRisk } from "./figures/returns";
import {
  checkedRolling,
  dayClock,
  type RollingPlotOptions,
  returnsClock,
  rollingBenchmark,
  rollingLook,
  rollingSeries,
} from "./figures/rolling";
import { partsOf, tradesWithExcursions } from "./figures/trades";
import { relative } from "./tables/relative";
import type { ReturnPeriod } from "./tables/returns";
import type { TimeRange } from "./tracking/times";

/** Draws the equity curve, the benchmark scaled to it where that begins, and the drawdown below. */
export function equityPlot(core: SessionCore): Figure {
  return equityFigure([equitySeries(core)], { benchmark: benchmarkSeries(core), drawdown: true, ...clockOf(core) });
}

/** Draws the drawdown of the equity curve. */
export function drawdownPlot(core: SessionCore): Figure {
  return drawdownFigure([equitySeries(core)], clockOf(core));
}

/** Draws how often returns of each size were made, with their mean and the values at risk. */
export function returnsPlot(core: SessionCore, period?: ReturnPeriod): Figure {
  const { returns, marks, title, unit } = returnsAtRisk(core, period);
  return returnsFigure(returns, marks, title, unit);
}

/** Draws the return of each month, one row a year. */
export function monthsPlot(core: SessionCore): Figure {
  return monthsFigure(monthsOf(core), `Returns of ${core.name} by month, percent`);
}

/** Draws a metric of each window of returns, over that of the benchmark. */
export function rollingPlot(core: SessionCore, options: RollingPlotOptions = {}): Figure {
  const checked = checkedRolling(options);
  const look = rollingLook(checked, ` of ${core.name}`, core.record.benchmark !== undefined);
  const benchmark = rollingBenchmark(core, checked);
  return rollingFigure([rollingSeries(core, checked)], {
    ...look,
    ...(benchmark && { benchmark }),
    ...returnsClock(core),
  });
}

/** Draws how much more a session grew than its benchmark, since the first time that both have. Without one, it is empty. */
export function relativePlot(core: SessionCore): Figure {
  const rows = relative.rows(core);
  const column = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
  const series = { name: core.name, time: column(({ time }) => time), value: column((row) => row.relative) };
  const benchmark = benchmarkTitle(core);
  const title = `${core.name} relative to ${benchmark ?? "a benchmark"}`;
  const why = benchmark === undefined ? "it has no benchmark" : "it has no time in common with its benchmark";
  const look = { title, unit: "Growth over the benchmark's", percent: true, why };
  return rollingFigure([series], { ...look, ...returnsClock(core) });
}

/** Draws the gross and net exposure at the end of each day. */
export function exposurePlot(core: SessionCore): Figure {
  const { time, equity, gross, net, length } = core.content.days;
  const share = (values: Float64Array) =>
    values.subarray(0, length).map((value, at) => (equity[at] > 0 ? value / equity[at] : Number.NaN));
  const series = (name: string, values: Float64Array) => ({ name, time, value: share(values), length });
  const title = `Exposure of ${core.name} at the end of the day`;
  return exposureFigure(series("Gross", gross), series("Net", net), title, dayClock(core));
}

/** Draws each trade as a mark: its return, over how far the price went against it or how long it was held. */
export function tradesPlot(core: SessionCore): Figure {
  return tradesFigure(tradesWithExcursions(core), core.name, whenOf(core));
}

// More lying bars with their amounts are higher than a screen.
const mostMonths = 18;

/** Draws what each symbol, side, month, tag or cost earned. Many months are columns over time. */
export function attributionPlot(core: SessionCore, by: AttributionKey = "symbol", range?: TimeRange): Figure {
  const parts = partsOf(core, by, range);
  const draw = by === "month" && parts.length > mostMonths ? profitByMonthFigure : attributionFigure;
  return draw(parts, `Profit of ${core.name} by ${by}`);
}

/** Draws the bars of one symbol with the session's fills, trades and records; of a feed without an end, the newest bars. */
export function pricePlot(core: SessionCore, symbol?: string, options?: PriceOptions): Figure {
  return priceFigure(priceInput(core, symbol, options));
}

/** Every figure of a session, by the name of its method. */
export const sessionFigures = {
  plotEquity: equityPlot,
  plotDrawdown: drawdownPlot,
  plotReturns: returnsPlot,
  plotMonths: monthsPlot,
  plotRolling: rollingPlot,
  plotRelative: relativePlot,
  plotExposure: exposurePlot,
  plotTrades: tradesPlot,
  plotAttribution: attributionPlot,
  plotPrice: pricePlot,
};

/** The figures of a session. */
export type SessionFigures = MethodsOf<typeof sessionFigures>;
