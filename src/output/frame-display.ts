import type { NDframe } from "../../vendor/danfo";
import type { Cell } from "../core/table";
import { type Display, displayable } from "./display";
import { htmlTable } from "./html";
import { type CellFormats, type Excerpt, excerptOf, textTable } from "./text";

const formatsOfFrame = new WeakMap<object, CellFormats>();

// Methods that pick rows or columns: what they return is written like the frame it comes from.
const picking = ["head", "tail", "query", "loc", "iloc", "sortValues", "sample", "drop", "copy"];

/** Remembers how the cells of one frame are written when it prints itself, and the frames that are picked from it. */
export function rememberFormats(frame: NDframe, formats: CellFormats): void {
  formatsOfFrame.set(frame, formats);
}

/** Lets every frame and series of a danfo print itself, those that its own methods return included. */
export function displayFrames(danfo: Prototypes): void {
  displayable(danfo.NDframe.prototype, frameDisplay);
  for (const name of picking) inheritFormats(danfo.DataFrame.prototype as unknown as Methods, name);
}

interface Prototypes {
  readonly NDframe: { readonly prototype: NDframe };
  readonly DataFrame: { readonly prototype: NDframe };
}

type Methods = Record<string, ((...given: unknown[]) => unknown) | undefined>;

function inheritFormats(frames: Methods, name: string): void {
  const method = frames[name];
  if (method === undefined) return;
  frames[name] = function (this: object, ...given: unknown[]) {
    const picked = method.apply(this, given);
    const formats = formatsOfFrame.get(this);
    if (formats !== undefined && typeof picked === "object" && picked !== null) formatsOfFrame.set(picked, formats);
    return picked;
  };
}

function frameDisplay(frame: NDframe): Display {
  const excerpt = excerptOfFrame(frame);
  const options = { formats: formatsOfFrame.get(frame) };
  return { text: () => textTable(excerpt, options), html: () => htmlTable(excerpt, options) };
}

function excerptOfFrame(frame: NDframe): Excerpt {
  const order = { columns: [], rows: frame.values as unknown as Cell[][] };
  const { rows, leftOut, cut } = excerptOf(order);
  const cells: Cell[][] = frame.$isSeries
    ? rows.map((value) => [value as unknown as Cell])
    : rows.map((row) => [...row]);
  const columns = frame.$isSeries ? [seriesName(frame)] : [...frame.columns];
  const { index } = frame;
  if (index.every((label, i) => label === i)) return { columns, rows: cells, leftOut, cut };
  const labelOf = (i: number) => index[i < cut ? i : i + leftOut];
  return { columns: ["", ...columns], rows: cells.map((row, i) => [labelOf(i), ...row]), leftOut, cut };
}

// danfo keeps the name of a series as an array or as text, "0" when it has none.
function seriesName(series: NDframe): string {
  const name = String(series.columns);
  return name === "0" ? "values" : name;
}
