// Plotly for the browser with exactly the traces that paperlab's figures use.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/candlestick"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/histogram"),
]);

// Pictures from outside the figure are left out, because they would be requested from the network.
const images = require("plotly.js/src/components/images");
const { supplyLayoutDefaults } = images;
images.supplyLayoutDefaults = (given, layout, ...rest) => {
  supplyLayoutDefaults(given, layout, ...rest);
  for (const image of layout.images ?? []) if (!/^data:/.test(image.source)) image.visible = false;
};

// The settings that a figure may choose. None of them leads to somebody's server.
const settings = ["displayModeBar", "doubleClick", "modeBarButtonsToRemove", "responsive", "scrollZoom", "staticPlot"];

/** Draws a figure in an element, or says there why it cannot be drawn. Resolves to whether it was drawn. */
Plotly.drawFigure = async (place, figure) => {
  if (!place.classList.contains("js-plotly-plot")) place.replaceChildren();
  try {
    checkFigure(figure);
    const { data, layout, frames } = figure;
    await Plotly.react(place, { data, layout, frames, config: configOf(figure) });
    return true;
  } catch (error) {
    Plotly.purge(place);
    place.replaceChildren(`This figure cannot be drawn. ${error.message}`);
    return false;
  }
};

function configOf({ config = {} }) {
  const given = settings.filter((name) => config?.[name] !== undefined).map((name) => [name, config[name]]);
  return { ...Object.fromEntries(given), displaylogo: false };
}

function checkFigure(figure) {
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!Array.isArray(figure?.data) || !figure.data.every(isObject) || !isObject(figure.layout ?? {})) {
    throw new Error("Expected a figure of the form { data: [{ type, x, y }], layout: {} }, was another one");
  }
  const known = Object.keys(Plotly.PlotSchema.get().traces).sort();
  const unknown = figure.data.map(({ type = "scatter" }) => type).find((type) => !known.includes(type));
  if (unknown === undefined) return;
  throw new Error(`Expected traces of the types ${known.join(", ")}, was "${unknown}": draw it with one of these`);
}

module.exports = Plotly;
