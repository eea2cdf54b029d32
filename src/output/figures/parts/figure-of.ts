import { displayable } from "../../../notebook/display";
import type { Figure, Layout, Trace } from "../../plotly/figure";
import { figureText } from "../../plotly/figure-text";
import { stillImage } from "../../still/still";

/** Makes a figure that prints itself: interactive, as a still picture, and as lines of text. */
export function figureOf(data: readonly Trace[], layout: Layout): Figure {
  // Nothing selects points, and only charts with markers would offer it.
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d"] };
  const figure: Figure = { data, layout, config };
  return displayable(figure, {
    text: () => figureText(figure),
    html: () => stillImage(figure),
    bundle: () => ({ "application/vnd.plotly.v1+json": { ...figure } }),
  });
}
