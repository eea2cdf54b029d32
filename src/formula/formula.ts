import { didYouMean, expected } from "../core/checks";
import { PaperLabError } from "../errors";
import type { Evaluate, FormulaValue } from "./evaluate";
import { parseFormula } from "./parse";

export type { FormulaValue } from "./evaluate";

/** A formula over named values, ready to be evaluated many times. */
export interface Formula {
  readonly text: string;
  /** The names that it reads, in the order in which they appear: `sharpe`, `params.fast`. */
  readonly names: readonly string[];
  /** Returns its value, where `read` returns that of a name. `null` if that cannot be said. */
  readonly evaluate: (read: (name: string) => FormulaValue) => FormulaValue;
}

/**
 * Reads a formula such as `"sharpe > 1 and params.fast < 20"`: numbers, texts, names, arithmetic, comparison, `and`, `or`,
 * `not`, `has(tags, "odd")`, and `abs`, `min`, `max`, `sqrt`, `log`, `exp`, `round`. Nothing else is allowed, so a text from
 * somewhere else does no harm. What has an undefined value in it is undefined, except where it does not matter: `false
 * and x` is false. `option`: what the text was given as, for messages. `known`: the names it may read; without them,
 * any. Throws INVALID_FORMULA, and UNKNOWN_COLUMN for an unknown name, with its near match.
 */
export function formulaOf(option: string, text: string, known?: ReadonlySet<string>): Formula {
  if (typeof text !== "string" || text.trim() === "") throw expected(option, "a formula", text, "INVALID_FORMULA");
  const names = new Set<string>();
  const evaluate: Evaluate = parseFormula(option, text, names);
  if (known !== undefined) for (const name of names) if (!known.has(name)) throw unknownName(option, name, known);
  return { text, names: [...names], evaluate };
}

/**
 * Whether a condition holds. Where that cannot be said, it does not. `option`: what it was given as. Throws INVALID_FORMULA if its
 * value is a number or a text, which would hold of nobody without a word.
 */
export function holds(option: string, { text, evaluate }: Formula, read: (name: string) => FormulaValue): boolean {
  const value = evaluate(read);
  if (value === null || typeof value === "boolean") return value === true;
  throw expected(option, 'a condition, which is true or false, such as "sharpe > 1"', text, "INVALID_FORMULA");
}

/**
 * Compares two values for sorting: numbers by size, texts by their letters, then what is undefined, whatever `sign` is.
 * `sign`: -1 puts the largest first.
 */
export function compareValues(a: FormulaValue, b: FormulaValue, sign: 1 | -1 = 1): number {
  const [x, y] = [sortable(a), sortable(b)];
  if (x === y) return 0;
  if (x === null) return 1;
  if (y === null) return -1;
  if (typeof x !== typeof y) return typeof x === "number" ? -sign : sign;
  return x < y ? -sign : sign;
}

function sortable(value: FormulaValue): number | string | null {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  return value === null || typeof value === "string" ? value : value.join(", ");
}

function unknownName(option: string, name: string, known: ReadonlySet<string>): PaperLabError {
  // A param is most often missed by its short name.
  const longer = [...known].filter((one) => one.endsWith(`.${name}`));
  const near = longer.length > 0 ? ` Did you mean "${longer[0]}"?` : didYouMean(name, known);
  const listed = [...known];
  const some = listed.length > 40 ? `${listed.slice(0, 40).join(", ")}, ...` : listed.join(", ");
  return new PaperLabError("UNKNOWN_COLUMN", `Unknown name "${name}" in ${option}.${near || ` Known: ${some}`}`);
}
