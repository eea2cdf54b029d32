import { frameOf } from "../../output/frames/frames";
import type { CardTable } from "../../output/pages/cards";
import type { MethodsOf } from "../methods";
import type { RollingPlotOptions } from "../session/figures/rolling";
import type { Comparing } from "./comparing";
import type { CurveChoice } from "./curves";
import { drawdownCurves, equityCurves, paramsHeatmap, rollingCurves } from "./figures";
import { againstFrame, againstRows, intervalRows, intervalsFrame } from "./intervals";
import { sessionsFrame } from "./sessions";
import { settingsOf } from "./settings/settings";
import { correlationFrame, metricsOf } from "./tables";
import { winnerRows, winnersTable } from "./winners";

/** Every frame and figure of a comparison, by the name of its method. */
export const comparisonViews = {
  metrics: ({ now }: Comparing) => frameOfTable(metricsOf(now)),
  winners: (comparing: Comparing) => frameOfTable(winnersTable(comparing)),
  winnerRows,
  intervals: intervalsFrame,
  intervalRows,
  against: againstFrame,
  againstRows,
  sessions: sessionsFrame,
  settings: ({ now }: Comparing) => frameOfTable(settingsOf(now)),
  correlation: ({ now }: Comparing) => correlationFrame(now),
  plotEquity: ({ now }: Comparing, options?: CurveChoice) => equityCurves(now, options),
  plotDrawdown: ({ now }: Comparing, options?: CurveChoice) => drawdownCurves(now, options),
  plotRolling: ({ now }: Comparing, options?: RollingPlotOptions & CurveChoice) => rollingCurves(now, options),
  plotHeatmap: paramsHeatmap,
};

/** The frames and figures of a comparison. */
export type ComparisonViews = MethodsOf<typeof comparisonViews>;

function frameOfTable({ table, options }: CardTable) {
  return frameOf(table, options);
}
