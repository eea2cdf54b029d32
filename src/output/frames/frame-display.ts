import type { NDframe } from "../../../vendor/danfo";
import type { Cell } from "../../core/table";
import { type Display, displayable } from "../../notebook/display";
import { htmlTable } from "../html";
import { type Excerpt, excerptOf, type TableTextOptions, textTable } from "../text";

/** How a frame prints itself: how its cells are written, which columns give way first, and how many rows it shows. */
export type FrameOptions = Pick<TableTextOptions, "formats" | "details" | "maxRows">;

const optionsOfFrame = new WeakMap<object, FrameOptions>();

// Methods that pick rows or columns: what they return is written like the frame it comes from.
const picking = ["head", "tail", "query", "loc", "iloc", "sortValues", "sample", "drop", "copy"];

/** Remembers how a frame prints itself, and the frames that are picked from it. */
export function rememberOptions(frame: NDframe, options: FrameOptions): void {
  optionsOfFrame.set(frame, options);
}

/** Lets every frame and series of a danfo print itself, those that its own methods return included. */
export function displayFrames(danfo: Prototypes): void {
  displayable(danfo.NDframe.prototype, frameDisplay);
  for (const name of picking) inheritOptions(danfo.DataFrame.prototype as unknown as Methods, name);
}

interface Prototypes {
  readonly NDframe: { readonly prototype: NDframe };
  readonly DataFrame: { readonly prototype: NDframe };
}

type Methods = Record<string, ((...given: unknown[]) => unknown) | undefined>;

function inheritOptions(frames: Methods, name: string): void {
  const method = frames[name];
  if (method === undefined) return;
  frames[name] = function (this: object, ...given: unknown[]) {
    const picked = method.apply(this, given);
    const options = optionsOfFrame.get(this);
    if (options !== undefined && typeof picked === "object" && picked !== null) optionsOfFrame.set(picked, options);
    return picked;
  };
}

// Characters beside which a notebook still has room for the space between columns.
const pageWidth = 110;

function frameDisplay(frame: NDframe): Display {
  const options = optionsOfFrame.get(frame);
  const excerpt = excerptOfFrame(frame, options?.maxRows);
  return {
    text: () => textTable(excerpt, options),
    html: () => htmlTable(excerpt, { ...options, maxWidth: pageWidth }),
  };
}

function excerptOfFrame(frame: NDframe, most?: number): Excerpt {
  const order = { columns: [], rows: frame.values as unknown as Cell[][] };
  const { rows, leftOut, cut } = excerptOf(order, most);
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
