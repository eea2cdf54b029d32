import { expected, shown, unknownColumn } from "../core/checks";
import { PaperLabError } from "../errors";
import { displayable } from "../notebook/display";
import { show as showAnything } from "../notebook/show";
import { columnsOfFrame, type FrameChoice, frameDisplay, isFrame } from "../output/frames/frame-display";
import { checkNumber, checkOptions } from "../session/options/checks";

export { clearOutput } from "../notebook/show";

/** Which part of a frame `show` shows. */
export type ShowOptions = FrameChoice;

/**
 * Shows a value where it is called, not only at the end of a cell. Figures are drawn. Frames, cards and sessions appear
 * as they print themselves. In plain Node it prints the plain text. `options` choose which part of a frame is shown.
 * Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_COLUMN.
 *
 * ```ts
 * show(session.trades(), { columns: ["exitDate", "netPnl"], rows: 50 });
 * ```
 */
export function show(value: unknown, options?: ShowOptions): void;
/** Shows each value of an array: `figures.forEach(show)`. */
export function show(value: unknown, index: number, all: readonly unknown[]): void;
export function show(value: unknown, options: ShowOptions | number = {}): void {
  const choice = typeof options === "number" ? {} : options;
  checkIsChoice(choice);
  checkOptions("show", choice, ["columns", "rows", "width"]);
  if (!isFrame(value)) {
    if (Object.keys(choice).length > 0) throw expected("value", "a DataFrame if options choose what is shown", value);
    showAnything(value);
    return;
  }
  checkChoice(choice, columnsOfFrame(value));
  showAnything(displayable({}, frameDisplay(value, choice)));
}

/** The same as `show`. */
export const display = show;

// A second value has members too, but they are no options.
function checkIsChoice(options: unknown): void {
  const isObject = typeof options === "object" && options !== null;
  if (isObject && [Object.prototype, null].includes(Object.getPrototypeOf(options))) return;
  const wanted = "Expected options of show to be an object such as { rows: 50 }";
  throw new PaperLabError("INVALID_OPTION", `${wanted}, was ${shown(options)}. Show each value by itself`);
}

function checkChoice({ columns, rows = 1, width = 1 }: ShowOptions, known: readonly string[]): void {
  const isCount = (count: number) => (count >= 1 && count % 1 === 0) || count === Infinity;
  checkNumber("rows", rows, "a whole number of at least 1", isCount);
  checkNumber("width", width, "a whole number of characters, at least 1", isCount);
  if (columns === undefined) return;
  if (!Array.isArray(columns) || columns.length === 0) throw expected("columns", "a list of names of columns", columns);
  for (const [at, name] of columns.entries()) {
    if (typeof name !== "string") throw expected(`columns[${at}]`, "the name of a column", name);
    if (!known.includes(name)) throw unknownColumn("this frame", name, known);
  }
}
