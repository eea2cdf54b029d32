import { isBroken } from "../errors/broken";

/** The MIME type of a figure in front ends. */
export const figureType = "application/vnd.plotly.v1+json";

type Members = Readonly<Record<string, unknown>>;

/** A figure as Plotly accepts it. */
export interface PlainFigure {
  readonly data: readonly Members[];
  readonly layout: Members;
}

const parts = ["data", "layout", "config", "frames"];

/**
 * Whether a value is a figure that does not show itself: an object with `data` and `layout`, perhaps `config` and
 * `frames`, and nothing else, whose traces have a type or coordinates.
 */
export function isPlainFigure(value: unknown): value is PlainFigure {
  try {
    if (!isRecord(value) || !isRecord(value.layout) || !Array.isArray(value.data)) return false;
    return Object.keys(value).every((key) => parts.includes(key)) && value.data.every(isTrace);
  } catch (error) {
    if (isBroken(error)) throw error;
    return false;
  }
}

/**
 * Returns why an object of `data` and `layout`, which is meant to be a figure, is not drawn as one; `undefined` for
 * everything else.
 */
export function figureFault(value: unknown): string | undefined {
  if (!isRecord(value) || !("data" in value && "layout" in value)) return undefined;
  if (!Object.keys(value).every((key) => parts.includes(key))) return undefined;
  const { data, layout } = value;
  if (!Array.isArray(data)) return `expected data to be a list of traces, ${wasText(data)}`;
  const at = data.findIndex((trace) => !isTrace(trace));
  if (at >= 0)
    return `expected data[${at}] to be a trace, an object with a type or with x, y or z, ${wasText(data[at])}`;
  return isRecord(layout) ? undefined : `expected layout to be an object, ${wasText(layout)}`;
}

/**
 * Returns a figure that was written without its `layout`; `undefined` for everything else. Data of other kinds may be
 * called `data` too, so each trace has a type that is drawn, and a list of coordinates.
 */
export function figureWithoutLayout(value: unknown): PlainFigure | undefined {
  try {
    if (!isRecord(value) || "layout" in value || !Array.isArray(value.data) || value.data.length === 0)
      return undefined;
    const figure = { ...value, layout: {} };
    return isPlainFigure(figure) && figure.data.every(hasCoordinates) ? figure : undefined;
  } catch (error) {
    if (isBroken(error)) throw error;
    return undefined;
  }
}

function hasCoordinates(trace: Members): boolean {
  const { type } = trace;
  if (typeof type !== "string" || !Object.hasOwn(coordinates, type)) return false;
  return coordinates[type].names.some((name) => isIterable(trace[name]));
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || "$isSeries" in value);
}

function wasText(value: unknown): string {
  if (value === null || value === undefined) return `was ${value}`;
  if (Array.isArray(value)) return "was a list";
  return typeof value === "object" ? "was an object" : `was a ${typeof value}`;
}

function isTrace(value: unknown): boolean {
  return isRecord(value) && (typeof value.type === "string" || ["x", "y", "z"].some((name) => name in value));
}

/** Describes a figure: its title, and one line per trace. `figure` is JSON. */
export function textOfFigure({ data, layout }: PlainFigure): string {
  const title = isRecord(layout.title) ? layout.title.text : layout.title;
  const lines = data.map((trace) => `  ${[typeOf(trace), trace.name].filter(isNamed).join(" ")}`);
  return [`${isNamed(title) ? title : "Figure"}: ${countOf(data.length, "trace")}`, ...lines].join("\n");
}

function isNamed(text: unknown): text is string {
  return typeof text === "string" && text !== "";
}

// The coordinates that each type of trace needs: one of these, or all of them.
const coordinates: Readonly<Record<string, { readonly names: readonly string[]; readonly all: boolean }>> = {
  bar: { names: ["x", "y"], all: false },
  candlestick: { names: ["open", "high", "low", "close"], all: true },
  heatmap: { names: ["z"], all: true },
  histogram: { names: ["x", "y"], all: false },
  scatter: { names: ["x", "y"], all: false },
};

/**
 * Returns what Plotly would silently leave out of a figure, with reasons: `data[1] (x and y are empty)`. Traces of
 * other types are left to other front ends, and the text says so. `figure` is JSON.
 */
export function undrawnParts(figure: unknown): string[] {
  if (!isRecord(figure)) return [];
  const { data, layout } = figure;
  if (Array.isArray(data) && data.length === 0) return ["data (it holds no traces)"];
  const traces = Array.isArray(data) ? data.map((trace, at) => named(`data[${at}]`, traceFault(trace))) : [];
  const images = isRecord(layout) && Array.isArray(layout.images) ? layout.images : [];
  return [...traces, ...images.map((image, at) => named(`layout.images[${at}]`, imageFault(image)))].flat();
}

function named(place: string, fault: string | undefined): string[] {
  return fault === undefined ? [] : [`${place} (${fault})`];
}

function traceFault(trace: unknown): string | undefined {
  if (!isRecord(trace) || trace.visible === false) return undefined;
  const type = typeOf(trace);
  const wanted = coordinates[type];
  if (wanted === undefined)
    return `paperlab draws ${Object.keys(coordinates).join(", ")}; "${type}" is for another front end`;
  const { names, all } = wanted;
  const given = names.filter((name) => trace[name] !== undefined);
  if (given.length === 0 || (all && given.length < names.length)) {
    return `expected ${names.join(all ? ", " : " or ")}, was without ${names.filter((name) => !given.includes(name)).join(", ")}`;
  }
  for (const name of given) {
    const fault = listFault(trace[name]);
    if (fault !== undefined) return `${name} ${fault}`;
  }
  return lengthFault(trace, [...new Set(["x", ...names])]);
}

function listFault(list: unknown): string | undefined {
  // Plotly's own form of a typed array.
  if (isRecord(list) && typeof list.bdata === "string") return undefined;
  if (!Array.isArray(list)) return `was ${typeof list === "object" ? "an object" : `a ${typeof list}`}, not a list`;
  if (list.length === 0) return "is empty";
  return list.flat().some(isDrawable) ? undefined : "holds no number, text or date";
}

function isDrawable(value: unknown): boolean {
  return ["number", "string", "boolean"].includes(typeof value);
}

// Plotly draws only as many points as the shortest list has.
function lengthFault(trace: Members, names: readonly string[]): string | undefined {
  if (["heatmap", "histogram"].includes(typeOf(trace))) return undefined;
  const lists = names.flatMap((name) => (Array.isArray(trace[name]) ? [{ name, length: trace[name].length }] : []));
  const shortest = Math.min(...lists.map(({ length }) => length));
  const longest = lists.find(({ length }) => length > shortest);
  return longest && `${longest.name} after its first ${shortest}: other lists are shorter`;
}

function imageFault(image: unknown): string | undefined {
  if (!isRecord(image) || image.visible === false || /^data:/.test(String(image.source))) return undefined;
  return "its source is not a data: address";
}

function typeOf({ type = "scatter" }: Members): string {
  return String(type);
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
