import { drawdownFigure } from "../../output/figures/drawdown";
import { equityFigure } from "../../output/figures/equity";
import type { Figure } from "../../output/plotly/figure";
import { dayOf } from "../session/days";
import { equitySeries } from "../session/figures";
import type { Compared } from "./tables";

/** Draws the equity curves, overlaid. */
export function equityCurves(sessions: Compared): Figure {
  return equityFigure(seriesOf(sessions), { title: "Equity", day: dayOf(...sessions) });
}

/** Draws the drawdowns, overlaid. */
export function drawdownCurves(sessions: Compared): Figure {
  return drawdownFigure(seriesOf(sessions), { title: "Drawdown", day: dayOf(...sessions) });
}

function seriesOf(sessions: Compared) {
  return sessions.map((core) => equitySeries(core));
}
