import { displayable } from "../../../notebook/display";
import type { Figure, Layout, Trace } from "../../plotly/figure";
import { figureText } from "../../plotly/figure-text";
import { linesOf, plotText, textOfPlot } from "../../plotly/theme";
import { shortNames } from "../../short-names";
import { stillImage } from "../../still/still";

// Nothing selects points, and a drag, a double click and the house do what the others do.
const needless = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"];

/**
 * Makes a figure that prints itself: interactive, as a still picture, and as lines of text. If it has no value to draw,
 * it says so in place of axes that nobody measured. `why`: why that may be.
 */
export function figureOf(data: readonly Trace[], layout: Layout, why = "there is no value"): Figure {
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: needless };
  const figure: Figure = data.some(hasValue)
    ? { data: withShortNames(data), layout, config }
    : { data: [], layout: emptyLayout(layout, `Nothing to draw:<br>${plotText(why)}`), config };
  return displayable(figure, {
    text: () => figureText(figure),
    html: () => stillImage(figure),
    bundle: () => ({ "application/vnd.plotly.v1+json": { ...figure } }),
  });
}

// More letters do not fit the legend of a phone.
const longestName = 40;

/** Shortens the names of lines that no legend has room for. The pointer tells the whole name. */
function withShortNames(data: readonly Trace[]): readonly Trace[] {
  const names = data.map(({ name }) => textOfPlot(name));
  const short = shortNames(names, longestName);
  return data.map((trace, at) => {
    if (short[at] === names[at] || trace.type !== "scatter" || trace.showlegend === false) return trace;
    const meta = linesOf(names[at]).map(plotText).join("<br>");
    const hovertemplate = trace.hovertemplate ?? "%{meta}: %{y}<extra></extra>";
    return { ...trace, name: plotText(short[at]), meta, ...(trace.hoverinfo === undefined && { hovertemplate }) };
  });
}

function hasValue(trace: Trace): boolean {
  return trace.x.length > 0 && !(trace.type === "scatter" && trace.y.every((value) => value === null));
}

const emptyHeight = 160;

function emptyLayout(layout: Layout, text: string): Layout {
  const { yaxis2: _, yaxis3: __, meta: ___, ...rest } = layout;
  return {
    ...rest,
    height: emptyHeight,
    showlegend: false,
    xaxis: { type: "linear", visible: false },
    yaxis: { type: "linear", visible: false },
    annotations: [{ text, xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, font: { size: 13 } }],
  };
}
