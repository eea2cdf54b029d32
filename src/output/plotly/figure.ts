/** Where the value axis of a trace is: `y2` and `y3` are panels below. */
export type ValueAxis = "y" | "y2" | "y3";

/**
 * A line, an area or markers. `x` are dates (`2014-06-09`, `2014-06-09 15:30`) or numbers, `null` in `y` is a gap.
 */
export interface ScatterTrace {
  readonly type: "scatter";
  readonly mode: "lines" | "markers";
  readonly name: string;
  readonly x: readonly (string | number | null)[];
  readonly y: readonly (number | null)[];
  readonly yaxis?: ValueAxis;
  readonly line?: LineLook;
  readonly fill?: "tozeroy" | "tonexty";
  readonly fillcolor?: string;
  readonly marker?: Marker;
  readonly text?: readonly string[];
  readonly hovertemplate?: string;
  readonly hoverinfo?: "skip";
  readonly showlegend?: boolean;
  /** The whole name, in lines, where `name` is shortened: the pointer tells it. */
  readonly meta?: string;
}

/** How a line looks. */
export interface LineLook {
  readonly color: string;
  readonly width?: number;
  /** The dashes of a curve have short gaps: beside its ups and downs those of `dash` look like missing values. */
  readonly dash?: "dash" | "dot" | "6px,2px";
  /** In steps, each level as far as half of the way to the next point; straight from point to point if absent. */
  readonly shape?: "hvh";
}

/** How the markers of a trace look. */
export interface Marker {
  readonly symbol: "triangle-up" | "triangle-down" | "circle" | "x";
  readonly size: number;
  readonly color: string;
  readonly line?: { readonly color: string; readonly width: number };
}

/** Candles, one per bar. */
export interface CandlestickTrace {
  readonly type: "candlestick";
  readonly name: string;
  readonly x: readonly string[];
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
  readonly increasing: CandleColors;
  readonly decreasing: CandleColors;
  readonly showlegend?: boolean;
}

/** Colors of the candles of one direction. */
export interface CandleColors {
  readonly line: { readonly color: string; readonly width: number };
  readonly fillcolor: string;
}

/** Bars over names, numbers or times. With `orientation: "h"` they lie: `y` are names, and `x` lengths. */
export interface BarTrace {
  readonly type: "bar";
  readonly name: string;
  readonly orientation?: "h";
  readonly x: readonly (string | number)[];
  readonly y: readonly (string | number)[];
  /** Where each bar begins; 0 if absent. */
  readonly base?: readonly number[];
  readonly width?: number;
  readonly yaxis?: ValueAxis;
  /** What is written at each bar. */
  readonly text?: readonly string[];
  readonly textposition?: "outside" | "none";
  readonly cliponaxis?: false;
  readonly hovertemplate: string;
  readonly marker: { readonly color: string | readonly string[] };
  readonly showlegend?: boolean;
}

/** Colored cells of a table: `z[row][column]`, `null` for no cell. */
export interface HeatmapTrace {
  readonly type: "heatmap";
  readonly name: string;
  /** Names of the columns. */
  readonly x: readonly string[];
  /** Names of the rows. */
  readonly y: readonly string[];
  readonly z: readonly (readonly (number | null)[])[];
  /** What is written in each cell. */
  readonly text: readonly (readonly string[])[];
  readonly texttemplate: "%{text}" | "";
  readonly hovertemplate: string;
  readonly hoverongaps: false;
  readonly colorscale: readonly (readonly [number, string])[];
  readonly zmin: number;
  readonly zmax: number;
  readonly xgap: number;
  readonly ygap: number;
  readonly showscale: boolean;
  readonly showlegend?: false;
  readonly [option: string]: unknown;
}

/** A frame around a cell of a heat map: places of its columns and rows. */
export interface CellFrame {
  readonly type: "rect";
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly line: { readonly color: string; readonly width: number; readonly dash: "solid" | "dash" };
}

/** One thing that a figure draws. */
export type Trace = ScatterTrace | CandlestickTrace | BarTrace | HeatmapTrace;

/** An axis of a figure; formats are those of d3. */
export interface Axis {
  readonly type?: "date" | "linear" | "category";
  readonly title?: AxisTitle;
  readonly tickformat?: string;
  readonly hoverformat?: string;
  readonly rangemode?: "tozero";
  readonly domain?: readonly [number, number];
  readonly [option: string]: unknown;
}

/** What stands beside an axis: what it measures, and in which unit. */
export interface AxisTitle {
  readonly text: string;
  readonly font?: { readonly size: number };
  readonly standoff?: number;
}

/** The layout of a figure, as Plotly reads it. */
export interface Layout {
  readonly title?: { readonly text: string; readonly [option: string]: unknown };
  readonly showlegend: boolean;
  readonly height: number;
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly yaxis2?: Axis;
  readonly yaxis3?: Axis;
  /** What is written over it. */
  readonly annotations?: readonly { readonly text: string; readonly [option: string]: unknown }[];
  /** Frames around cells of a heat map. */
  readonly shapes?: readonly CellFrame[];
  readonly [option: string]: unknown;
}

/** A figure as plain Plotly JSON. It draws itself at the end of a cell, as a still picture if Plotly is missing. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly config: Readonly<Record<string, unknown>>;
}
