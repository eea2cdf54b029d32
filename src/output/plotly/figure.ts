/** A line, an area or markers. `x` are dates (`2014-06-09`, `2014-06-09 15:30`), `null` in `y` is a gap. */
export interface ScatterTrace {
  readonly type: "scatter";
  readonly mode: "lines" | "markers";
  readonly name: string;
  readonly x: readonly string[];
  readonly y: readonly (number | null)[];
  readonly yaxis?: "y" | "y2";
  readonly line?: { readonly color: string; readonly width?: number; readonly dash?: "dash" };
  readonly fill?: "tozeroy";
  readonly fillcolor?: string;
  readonly marker?: Marker;
  readonly text?: readonly string[];
  readonly hovertemplate?: string;
  readonly showlegend?: boolean;
}

/** How the markers of a trace look. */
export interface Marker {
  readonly symbol: "triangle-up" | "triangle-down" | "circle";
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

/** Bars over names, each from its base up. */
export interface BarTrace {
  readonly type: "bar";
  readonly name: string;
  readonly x: readonly string[];
  /** Heights. */
  readonly y: readonly number[];
  readonly base: readonly number[];
  /** What is written over each bar. */
  readonly text: readonly string[];
  readonly textposition: "outside";
  readonly cliponaxis: false;
  readonly hovertemplate: string;
  readonly marker: { readonly color: readonly string[] };
  readonly showlegend: false;
}

/** Colors of the candles of one direction. */
export interface CandleColors {
  readonly line: { readonly color: string; readonly width: number };
  readonly fillcolor: string;
}

/** One thing that a figure draws. */
export type Trace = ScatterTrace | CandlestickTrace | BarTrace;

/** An axis of a figure; formats are those of d3. */
export interface Axis {
  readonly type?: "date" | "linear" | "category";
  readonly title?: { readonly text: string; readonly font?: { readonly size: number } };
  readonly tickformat?: string;
  readonly hoverformat?: string;
  readonly rangemode?: "tozero";
  readonly domain?: readonly [number, number];
  readonly [option: string]: unknown;
}

/** The layout of a figure, as Plotly reads it. */
export interface Layout {
  readonly title?: { readonly text: string; readonly [option: string]: unknown };
  readonly showlegend: boolean;
  readonly height: number;
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly yaxis2?: Axis;
  readonly [option: string]: unknown;
}

/** A figure as plain Plotly JSON. It draws itself at the end of a cell, as a still picture if Plotly is missing. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly config: Readonly<Record<string, unknown>>;
}
