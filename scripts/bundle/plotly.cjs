// Plotly for the browser with exactly the traces that paperlab's figures use.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/candlestick"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/histogram"),
]);

/**
 * Draws a figure in a place, or says there why it cannot be drawn. Pictures that do not lie in the figure itself are left
 * out: they would be asked for on the network. Resolves to whether it was drawn.
 */
Plotly.drawFigure = async (place, figure) => {
  const fault = faultOf(figure);
  const isDrawn = place.classList.contains("js-plotly-plot");
  if (fault !== undefined && isDrawn) Plotly.purge(place);
  if (fault !== undefined || !isDrawn) place.replaceChildren();
  if (fault !== undefined) {
    place.append(fault);
    return false;
  }
  await Plotly.react(place, figure.data, withoutForeign(figure.layout ?? {}), figure.config);
  return true;
};

function faultOf(figure) {
  if (!Array.isArray(figure?.data)) return "Expected a figure of the form { data: [...], layout: {...} }";
  const known = Object.keys(Plotly.PlotSchema.get().traces);
  const unknown = figure.data.map((trace) => trace?.type ?? "scatter").find((type) => !known.includes(type));
  if (unknown === undefined) return undefined;
  return `Expected traces of the types ${known.sort().join(", ")}, was "${unknown}": draw it with one of these`;
}

function withoutForeign(layout) {
  const { images, template } = layout;
  const own = Array.isArray(images) ? { images: images.filter(({ source }) => /^data:/.test(source)) } : {};
  const inner =
    template?.layout === undefined ? {} : { template: { ...template, layout: withoutForeign(template.layout) } };
  return { ...layout, ...own, ...inner };
}

module.exports = Plotly;
