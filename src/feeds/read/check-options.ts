import { checkKeys, expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import { checkSymbols } from "../bars/symbols";
import { checkAdjust } from "../source/adjust";
import { checkColumnNames } from "../text/header";
import type { ReplayOptions } from "./replay";

const optionKeys = [
  "symbol",
  "symbols",
  "from",
  "to",
  "columns",
  "header",
  "decimal",
  "dateFormat",
  "interval",
  "stamp",
  "timezone",
  "calendar",
  "onBadRow",
  "actions",
  "adjust",
  "inChunks",
];

/** Throws INVALID_OPTION and UNKNOWN_OPTION. */
export function checkOptions(options: ReplayOptions): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  checkKeys("replay", options, optionKeys);
  const { symbol, symbols, columns, from, to, stamp, onBadRow } = options;
  if (symbol !== undefined && (typeof symbol !== "string" || symbol === ""))
    throw expected("symbol", "a symbol", symbol);
  if (symbols !== undefined) checkSymbols(symbols);
  if (columns !== undefined) checkColumnNames(columns);
  checkTextOptions(options);
  if (from !== undefined) dayOfDate(from, "from");
  if (to !== undefined) dayOfDate(to, "to");
  if (stamp !== undefined && stamp !== "open" && stamp !== "close") throw expected("stamp", '"open" or "close"', stamp);
  checkAdjust(options.adjust, options.actions);
  if (options.inChunks !== undefined && typeof options.inChunks !== "boolean")
    throw expected("inChunks", "true or false", options.inChunks);
  if (onBadRow !== undefined && onBadRow !== "error" && onBadRow !== "skip") {
    throw expected("onBadRow", '"error" or "skip"', onBadRow);
  }
}

function checkTextOptions({ header, decimal, dateFormat }: ReplayOptions): void {
  if (header !== undefined && header !== false && !(Number.isInteger(header) && header > 0))
    throw expected("header", "the number of a line, from 1, or false", header);
  if (decimal !== undefined && decimal !== "." && decimal !== ",") throw expected("decimal", '"." or ","', decimal);
  const formats = ["DMY", "MDY", "YMD", "s", "ms", "us", "ns"];
  if (dateFormat !== undefined && !formats.includes(dateFormat))
    throw expected("dateFormat", formats.map((format) => `"${format}"`).join(", "), dateFormat);
}
