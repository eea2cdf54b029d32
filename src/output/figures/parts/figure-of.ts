import { displayable } from "../../../notebook/display";
import type { Figure, Layout, Trace } from "../../plotly/figure";
import { figureText } from "../../plotly/figure-text";
import { stillImage } from "../../still/still";

// Nothing selects points, and a drag, a double click and the house do what the others do.
const needless = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"];

/** Makes a figure that prints itself: interactive, as a still picture, and as lines of text. */
export function figureOf(data: readonly Trace[], layout: Layout): Figure {
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: needless };
  const figure: Figure = { data, layout, config };
  return displayable(figure, {
    text: () => figureText(figure),
    html: () => stillImage(figure),
    bundle: () => ({ "application/vnd.plotly.v1+json": { ...figure } }),
  });
}
