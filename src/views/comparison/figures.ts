import { drawdownFigure } from "../../output/figures/drawdown";
import { equityFigure } from "../../output/figures/equity";
import { rollingFigure } from "../../output/figures/rolling";
import type { Figure } from "../../output/plotly/figure";
import { clockOf } from "../session/figures/clock";
import {
  checkedRolling,
  type RollingPlotOptions,
  returnsClock,
  rollingLook,
  rollingPlotKeys,
  rollingSeries,
} from "../session/figures/rolling";
import { type CurveChoice, checkCurves, chosenCurves, curveKeys, equityOf } from "./curves";
import type { Compared } from "./tables";

/** Draws the equity curves, overlaid, over the benchmark if all that have one have the same. */
export function equityCurves(sessions: Compared, options: CurveChoice = {}): Figure {
  checkCurves("plotEquity", options);
  const { names, chosen } = chosenCurves(sessions, options);
  const { series, benchmark, unit } = equityOf(sessions, names);
  const title = `Equity${countText(sessions)}`;
  return equityFigure(series, { title, benchmark, chosen, unit, ...clockOf(...sessions) });
}

/** Draws the drawdowns, overlaid, over that of the benchmark if all that have one have the same. */
export function drawdownCurves(sessions: Compared, options: CurveChoice = {}): Figure {
  checkCurves("plotDrawdown", options);
  const { names, chosen } = chosenCurves(sessions, options);
  const { series, benchmark } = equityOf(sessions, names);
  return drawdownFigure(series, {
    title: `Drawdown${countText(sessions)}`,
    benchmark,
    chosen,
    ...clockOf(...sessions),
  });
}

/** Draws a metric of each window of returns of each session, overlaid. */
export function rollingCurves(sessions: Compared, options: RollingPlotOptions & CurveChoice = {}): Figure {
  const checked = checkedRolling(options, [...rollingPlotKeys, ...curveKeys]);
  const { names, chosen } = chosenCurves(sessions, options);
  const series = sessions.map((core, at) => rollingSeries(core, checked, names[at]));
  return rollingFigure(series, { ...rollingLook(checked, countText(sessions)), chosen, ...returnsClock(...sessions) });
}

function countText({ length }: Compared): string {
  return ` of ${length} sessions`;
}
