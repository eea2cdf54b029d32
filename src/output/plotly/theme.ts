import type { Axis, Layout } from "./figure";

/** Colors of the series, in order. They are readable on white and on dark pages. */
export const seriesColors = [
  "#3b82f6",
  "#f08c2e",
  "#14a38b",
  "#9466e0",
  "#d6559f",
  "#2aa5c9",
  "#a3961f",
  "#e5484d",
] as const;

/** Returns the color of the series at an index. Colors repeat. */
export function seriesColor(position: number): string {
  return seriesColors[position % seriesColors.length];
}

/** Colors with a meaning. Text and grid are readable on white and on dark pages. */
export const colors = {
  text: "#7a828e",
  grid: "rgba(128,128,128,0.18)",
  benchmark: "#8b93a1",
  up: "#14a38b",
  down: "#e5484d",
  buy: "#3b82f6",
  sell: "#f08c2e",
} as const;

/** Returns a color of the form `#rrggbb` with an opacity from 0 to 1. */
export function translucent(color: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

/** Escapes text for Plotly, which would read `<b>` and `&amp;` in it as markup. */
export function plotText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Returns the text that was passed to `plotText`. */
export function textOfPlot(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** What a figure adds to the common layout. */
export interface LayoutChoices {
  readonly title?: string;
  readonly legend: boolean;
  readonly height?: number;
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly yaxis2?: Axis;
}

/**
 * Returns the layout that all figures share: a quiet grid, a transparent background, one hover label for all series.
 */
export function layoutOf(choices: LayoutChoices): Layout {
  const { title, legend, xaxis, yaxis, yaxis2 } = choices;
  const line = { gridcolor: colors.grid, linecolor: colors.grid, zerolinecolor: colors.grid, automargin: true };
  return {
    ...(title !== undefined && {
      title: { text: plotText(title), x: 0, xref: "paper", xanchor: "left", y: 0.97, font: { size: 15 } },
    }),
    height: choices.height ?? 420,
    showlegend: legend,
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.01, yanchor: "bottom" },
    hovermode: "x unified",
    font: { family: "system-ui, sans-serif", size: 12, color: colors.text },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: { bgcolor: "rgba(31,41,51,0.94)", bordercolor: colors.benchmark, font: { color: "#f4f6f8" } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colors.benchmark, activecolor: seriesColors[0] },
    margin: { l: 64, r: 24, t: 20 + (title === undefined ? 0 : 32) + (legend ? 28 : 0), b: 40 },
    xaxis: { ...line, showgrid: false, type: "date", ...xaxis },
    yaxis: { ...line, ...yaxis },
    ...(yaxis2 === undefined ? {} : { yaxis2: { ...line, ...yaxis2 } }),
  };
}
