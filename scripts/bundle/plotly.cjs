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
    const follows = layout?.meta?.valuesFollow === true;
    await Plotly.react(place, { data, layout: follows ? alongTime(layout) : layout, frames, config: configOf(figure) });
    if (follows) await followTime(place);
    return true;
  } catch (error) {
    Plotly.purge(place);
    place.followsTime = undefined;
    place.replaceChildren(`This figure cannot be drawn. ${error.message}`);
    return false;
  }
};

// A drag zooms along time only, because the values then follow.
function alongTime(layout) {
  const axes = Object.keys(layout).filter((name) => /^yaxis\d*$/.test(name));
  return { ...layout, ...Object.fromEntries(axes.map((name) => [name, { ...layout[name], fixedrange: true }])) };
}

/** Rescales the values whenever another part of the time is shown, and now, if only a part is. */
async function followTime(place) {
  if (place.followsTime === undefined) {
    place.followsTime = (changed) => {
      if (Object.keys(changed).some((name) => name.startsWith("xaxis"))) rescale(place);
    };
    place.on("plotly_relayout", place.followsTime);
  }
  if (place.layout.xaxis?.autorange === false) await rescale(place);
}

async function rescale(place) {
  const { xaxis } = place._fullLayout;
  const changes = {};
  for (const name of Object.keys(place._fullLayout).filter((key) => /^yaxis\d*$/.test(key))) {
    const range = xaxis.autorange ? undefined : valuesWithin(place, name.replace("axis", ""), xaxis);
    if (range === undefined) changes[`${name}.autorange`] = true;
    else changes[`${name}.range`] = padded(range, place._fullLayout[name]);
  }
  await Plotly.relayout(place, changes);
}

/** Returns the least and the greatest value that a value axis shows of the time that is shown. */
function valuesWithin(place, axis, { range, r2c, d2c }) {
  const [from, to] = range.map((end) => r2c(end));
  let [least, most] = [Infinity, -Infinity];
  const see = (value) => {
    if (typeof value !== "number" || Number.isNaN(value)) return;
    if (value < least) least = value;
    if (value > most) most = value;
  };
  for (const trace of place.data) {
    if ((trace.yaxis ?? "y") !== axis || trace.visible === "legendonly" || trace.x === undefined) continue;
    const times = trace.x.map((x) => d2c(x));
    const columns = trace.type === "candlestick" ? [trace.low, trace.high] : [trace.y];
    // The lines that enter and leave belong to what is seen.
    times.forEach((time, at) => {
      const isNear = (other) => trace.mode === "lines" && other >= from && other <= to;
      const within = time >= from && time <= to;
      if (within || (time < from && isNear(times[at + 1])) || (time > to && isNear(times[at - 1])))
        for (const column of columns) see(column[at]);
    });
    if (trace.type === "bar" || trace.fill === "tozeroy") see(0);
  }
  return least > most ? undefined : [least, most];
}

function padded([least, most], { rangemode }) {
  const room = most > least ? (most - least) * 0.05 : Math.abs(most) * 0.05 || 1;
  const [low, high] = [least - room, most + room];
  if (rangemode !== "tozero") return [low, high];
  return [least >= 0 ? 0 : low, most <= 0 ? 0 : high];
}

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
