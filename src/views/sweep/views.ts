import type { SweepResults } from "../../sweep/kept/results";
import type { MethodsOf } from "../methods";
import { distributionPlot, fanPlot, heatmapPlot, rankPlot } from "./figures";
import { type HeatMapCell, type HeatMapChoice, heatMapCells, heatMapOf } from "./heat";
import { bestOf, errorRows, errorsFrame, tableFrame, tableRows } from "./tables";

/** Returns the cells of a heat map as plain rows. */
function heatmapRows(
  results: SweepResults,
  x?: string,
  y?: string,
  metric?: string,
  choice?: HeatMapChoice,
): HeatMapCell[] {
  return heatMapCells(heatMapOf(results, x, y, metric, choice));
}

/** Every frame and figure of a sweep, by the name of its method. */
export const sweepViews = {
  table: tableFrame,
  tableRows,
  errors: errorsFrame,
  errorRows,
  best: bestOf,
  heatmap: heatmapPlot,
  heatmapRows,
  plotRank: rankPlot,
  plotFan: fanPlot,
  distribution: distributionPlot,
};

/** The frames and figures of a sweep. */
export type SweepViews = MethodsOf<typeof sweepViews>;
