// Plotly for the browser with exactly the traces that paperlab's figures use.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/candlestick"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/histogram"),
]);

module.exports = Plotly;
