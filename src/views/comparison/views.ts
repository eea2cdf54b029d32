import { frameOf } from "../../output/frames/frames";
import type { MethodsOf } from "../methods";
import { drawdownCurves, equityCurves, rollingCurves } from "./figures";
import { type Compared, correlationFrame, metricsOf, sessionsFrame, winnersTable } from "./tables";

/** Every frame and figure of a comparison, by the name of its method. */
export const comparisonViews = {
  metrics: (sessions: Compared) => frameOfTable(metricsOf(sessions)),
  winners: (sessions: Compared) => frameOfTable(winnersTable(sessions)),
  sessions: sessionsFrame,
  correlation: correlationFrame,
  plotEquity: equityCurves,
  plotDrawdown: drawdownCurves,
  plotRolling: rollingCurves,
};

/** The frames and figures of a comparison. */
export type ComparisonViews = MethodsOf<typeof comparisonViews>;

function frameOfTable({ table, options }: ReturnType<typeof metricsOf>) {
  return frameOf(table, options);
}
