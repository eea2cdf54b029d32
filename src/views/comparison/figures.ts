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
import type { ComparedNow } from "./compared";
import { type CurveChoice, checkCurves, chosenCurves, curveKeys, equityOf, pointsIn } from "./curves";

/** Draws the equity curves in their window, overlaid, over the benchmark if all that have one have the same. */
export function equityCurves(now: ComparedNow, options: CurveChoice = {}): Figure {
  checkCurves("plotEquity", options);
  const { names, chosen } = chosenCurves(now, options);
  const { series, benchmark, unit } = equityOf(now, names);
  const title = `Equity${countText(now)}`;
  return equityFigure(series, { title, benchmark, chosen, unit, ...clockOf(...coresOf(now)) });
}

/** Draws the drawdowns in their window, overlaid, over that of the benchmark if all that have one have the same. */
export function drawdownCurves(now: ComparedNow, options: CurveChoice = {}): Figure {
  checkCurves("plotDrawdown", options);
  const { names, chosen } = chosenCurves(now, options);
  const { series, benchmark } = equityOf(now, names);
  return drawdownFigure(series, { title: `Drawdown${countText(now)}`, benchmark, chosen, ...clockOf(...coresOf(now)) });
}

/** Draws a metric of each window of returns of each session, overlaid, over the time that they share. */
export function rollingCurves(now: ComparedNow, options: RollingPlotOptions & CurveChoice = {}): Figure {
  const checked = checkedRolling(options, [...rollingPlotKeys, ...curveKeys]);
  const { names, chosen } = chosenCurves(now, options);
  const seriesOf = (times?: Float64Array) => (member: ComparedNow["members"][number], at: number) =>
    pointsIn(member, rollingSeries(member.core, checked, names[at], times));
  // Of the sessions that are not lines, only the points that are drawn are measured.
  const isLine = (at: number) => chosen === undefined || chosen.includes(at);
  const unseen = { time: new Float64Array(0), value: new Float64Array(0) };
  const series = now.members.map((member, at) =>
    isLine(at) ? seriesOf()(member, at) : { name: names[at], ...unseen },
  );
  const all = (times: Float64Array) => now.members.map(seriesOf(times));
  const look = rollingLook(checked, countText(now));
  return rollingFigure(series, { ...look, chosen, all, ...returnsClock(...coresOf(now)) });
}

function coresOf({ members }: ComparedNow) {
  return members.map(({ core }) => core);
}

function countText({ members: { length } }: ComparedNow): string {
  return ` of ${length} sessions`;
}
