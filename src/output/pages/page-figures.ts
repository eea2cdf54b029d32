import { escapeHtml } from "../html";
import type { Figure } from "../plotly/figure";
import { figureText } from "../plotly/figure-text";
import { stillSvg } from "../still/still";

// With Plotly and the tables, a page stays under 2.5 MB.
const mostBytes = 1_050_000;
// A figure of many rows is not made smaller on paper, up to a whole page.
const tallFrom = 620;

/** The figures of a page as HTML, and whether any of them is interactive. */
export interface PageFigures {
  /** One list for each section. */
  readonly written: readonly (readonly string[])[];
  readonly interactive: boolean;
}

/**
 * Writes the figures of the sections of a page: each as a still picture, and as data from which it is drawn. If there is no
 * room for all, those that do not fit are still pictures only, and of those that do not fit either there are words.
 */
export function pageFigures(sections: readonly (readonly Figure[])[]): PageFigures {
  const stills = sections.map((figures) => figures.map(stillSvg));
  let left = mostBytes;
  let interactive = false;
  const takes = (length: number) => {
    if (length > left) return false;
    left -= length;
    return true;
  };
  const keptStills = stills.map((pictures) => pictures.map((picture) => takes(picture.length)));
  const written = sections.map((figures, at) =>
    figures.map((figure, place) => {
      if (!keptStills[at][place]) return `<pre>${escapeHtml(figureText(figure))}</pre>`;
      const data = dataOf(figure);
      if (!takes(data.length)) return figureHtml(figure, stills[at][place]);
      interactive = true;
      return figureHtml(figure, stills[at][place], data);
    }),
  );
  return { written, interactive };
}

function figureHtml(figure: Figure, picture: string, data?: string): string {
  const words = escapeHtml(figureText(figure)).replace(/\n\s*/g, "; ");
  const still = `<div class="still" role="img" aria-label="${words}">${picture}</div>`;
  const height = Number(figure.layout.height);
  const kind = height > tallFrom ? "figure tall" : "figure";
  if (data === undefined) return `<div class="${kind}">${still}</div>`;
  return `<div class="${kind} interactive" style="--height:${height}px">${still}<script type="application/json">${data}</script></div>`;
}

// Inside a script element, HTML only looks for "</script" and "<!--".
function dataOf({ data, layout, config }: Figure): string {
  return JSON.stringify({ data, layout, config }).replace(/</g, "\\u003c");
}
