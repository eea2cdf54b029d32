import { displayable } from "../display";
import { stillImage } from "../still";
import type { Figure, Layout, Trace } from "./figure";
import { figureText } from "./figure-text";

/** Makes a figure that prints itself: interactive, as a still picture, and as lines of text. */
export function figureOf(data: readonly Trace[], layout: Layout): Figure {
  const figure: Figure = { data, layout, config: { displaylogo: false, responsive: true } };
  return displayable(figure, {
    text: () => figureText(figure),
    html: () => stillImage(figure),
    bundle: () => ({ "application/vnd.plotly.v1+json": { ...figure } }),
  });
}
