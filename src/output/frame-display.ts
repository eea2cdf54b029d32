import type { NDframe } from "../../vendor/danfo";
import type { Cell } from "../core/table";
import { type Display, displayable } from "./display";
import { htmlTable } from "./html";
import { type CellFormats, type Excerpt, excerptOf, textTable } from "./text";

const formatsOfFrame = new WeakMap<object, CellFormats>();

/** Remembers how the cells of one frame are written when it prints itself; frames made from it do not inherit it. */
export function rememberFormats(frame: NDframe, formats: CellFormats): void {
  formatsOfFrame.set(frame, formats);
}

/** Lets every frame and series of a danfo print itself, those that its own methods return included. */
export function displayFrames(danfo: { readonly NDframe: { readonly prototype: NDframe } }): void {
  displayable(danfo.NDframe.prototype, frameDisplay);
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
