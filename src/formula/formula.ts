import { didYouMean, expected } from "../core/checks";
import { PaperLabError } from "../errors";
import { type Evaluate, type FormulaValue, quoted, type Subject } from "./evaluate";
import { Kinds } from "./kinds";
import { type Ordered, parseFormula, type Times } from "./parse";

export type { FormulaValue, Subject } from "./evaluate";
export type { Ordered, Times } from "./parse";

/** A formula over named values. */
export interface Formula {
  readonly text: string;
  /** The names that it reads, in the order in which they appear: `sharpe`, `params.fast`. */
  readonly names: readonly string[];
  /** What it was given as, for messages. */
  readonly option: string;
  readonly evaluate: Evaluate;
}

/** What a formula may read. */
export interface Readable {
  /** Its names; without them, any. */
  readonly known?: ReadonlySet<string>;
  /** Those that are times, so that they compare with dates. */
  readonly times?: Times;
  /** How an order is written, for messages; absent for a condition, which has none. */
  readonly ordered?: Ordered;
}

/** Writes an order where the smallest value of a formula comes first. */
export const smallestFirst: Ordered = (formula, negative, isDescending) => (isDescending ? negative : formula);

/**
 * Reads a formula such as `"sharpe > 1 and params.fast < 20"`: numbers, texts, names, arithmetic, comparison, `and`, `or`,
 * `not`, `has(tags, "odd")`, and `abs`, `min`, `max`, `sqrt`, `log`, `exp`, `round`. Nothing else is allowed, so a text from
 * somewhere else does no harm. What has an undefined value in it is undefined, except where it does not matter: `false
 * and x` is false. `option`: what the text was given as, for messages. Throws INVALID_FORMULA, and UNKNOWN_COLUMN for an
 * unknown name, with its near match.
 */
export function formulaOf(option: string, text: string, { known, times = {}, ordered }: Readable = {}): Formula {
  if (typeof text !== "string" || text.trim() === "") throw expected(option, "a formula", text, "INVALID_FORMULA");
  const names = new Set<string>();
  const evaluate = parseFormula(option, text, names, { times, ordered });
  if (known !== undefined) for (const name of names) if (!known.has(name)) throw unknownName(option, name, known);
  return { text, names: [...names], option, evaluate };
}

/**
 * Returns the value of a formula for each of some subjects; `null` where it cannot be said. Throws INVALID_FORMULA, with one
 * of them and its value, for a number or text where a condition is needed, and if all compare or calculate with what
 * is of another kind: that would find nobody without a word.
 */
export function valuesFor({ option, evaluate }: Formula, subjects: readonly Subject[]): FormulaValue[] {
  const kinds = new Kinds(option);
  const values = subjects.map(({ read, who }) => evaluate({ read, who, kinds }));
  kinds.check();
  return values;
}

/**
 * Returns whether a condition holds for each of some subjects. Where that cannot be said, it does not. Throws as `valuesFor`
 * does, and if the condition is a number or a text.
 */
export function holdsFor(formula: Formula, subjects: readonly Subject[]): boolean[] {
  return valuesFor(formula, subjects).map((value, at) => {
    if (value === null || typeof value === "boolean") return value === true;
    const { option, text } = formula;
    const { message } = expected(option, 'a condition, which is true or false, such as "sharpe > 1"', text);
    throw new PaperLabError("INVALID_FORMULA", `${message}, which is ${quoted(value)} in ${subjects[at].who}`);
  });
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

/** Returns ` Did you mean "params.fast"?` for what is meant by an unknown name; an empty text if nothing is near. */
export function nearNames(name: string, known: ReadonlySet<string>): string {
  const all = [...known];
  // Where a formula has a name with a hyphen, what comes before it is read as a name.
  const [part, key] = all.find((one) => one.startsWith(`${name}-`))?.split(/\.(.*)/) ?? [];
  if (key !== undefined) return ` Did you mean ${part}[${JSON.stringify(key)}]?`;
  // A param is most often missed by its short name.
  const longer = all.find((one) => one.endsWith(`.${name}`));
  return longer === undefined ? didYouMean(name, known) : ` Did you mean "${longer}"?`;
}

/** What is known of a name that nothing resembles: that texts are in quotes, as `name == "base"`. */
export function quotesText(name: string): string {
  return name.includes(".") ? "" : `; a text is written in quotes: '${name}'`;
}

function unknownName(option: string, name: string, known: ReadonlySet<string>): PaperLabError {
  const near = nearNames(name, known);
  const listed = [...known];
  const some = listed.length > 40 ? `${listed.slice(0, 40).join(", ")}, ...` : listed.join(", ");
  const why = near || `${quotesText(name)}. Known: ${some}`;
  return new PaperLabError("UNKNOWN_COLUMN", `Unknown name "${name}" in ${option}${near && "."}${why}`);
}
