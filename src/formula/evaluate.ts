import { shown } from "../core/checks";
import type { Kinds } from "./kinds";

/** A value in a formula; `null` is undefined. */
export type FormulaValue = number | string | boolean | readonly string[] | null;

/** One of those that a formula is asked about. */
export interface Subject {
  /** Returns the value of a name. */
  readonly read: (name: string) => FormulaValue;
  /** Who it is, for messages: `session "slow"`. */
  readonly who: string;
}

/** Says what is refused of a subject. */
export interface Asked extends Subject {
  readonly kinds: Kinds;
}

/** Returns the value of a formula or of a part of it. */
export type Evaluate = (asked: Asked) => FormulaValue;

/** A part of a formula: its value, and how it is written. */
export interface Part {
  readonly valueOf: Evaluate;
  readonly text: () => string;
}

type Arithmetic = (...values: number[]) => number;

const arithmetic: Readonly<Record<string, Arithmetic>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  // The sign of the divisor, as in mathjs.
  "%": (a, b) => (b === 0 ? a : a - b * Math.floor(a / b)),
  negative: (a) => -a,
  positive: (a) => a,
};

/** The functions that a formula may call, with the numbers of their arguments. */
export const functions: Readonly<
  Record<string, { readonly of: Arithmetic; readonly least: number; readonly most: number }>
> = {
  abs: { of: Math.abs, least: 1, most: 1 },
  min: { of: Math.min, least: 1, most: Number.POSITIVE_INFINITY },
  max: { of: Math.max, least: 1, most: Number.POSITIVE_INFINITY },
  sqrt: { of: Math.sqrt, least: 1, most: 1 },
  log: { of: Math.log, least: 1, most: 1 },
  exp: { of: Math.exp, least: 1, most: 1 },
  round: { of: rounded, least: 1, most: 2 },
};

/** The operators whose operands and result are numbers. */
export function isArithmetic(operator: string): boolean {
  return Object.hasOwn(arithmetic, operator);
}

/** Returns the result of arithmetic, in which true is 1 and false 0. What else is no number, or becomes none (1/0, the root of -1), is undefined. */
export function calculation(operator: string, operands: readonly Part[]): Evaluate {
  return applied(arithmetic[operator], operands);
}

/** Returns the result of a function of numbers, as arithmetic does. */
export function call(name: string, operands: readonly Part[]): Evaluate {
  return applied(functions[name].of, operands);
}

/** Returns whether a text or number is in a list, such as tags. Throws INVALID_FORMULA for what is no list. */
export function has(list: Part, word: Part): Evaluate {
  return (asked) => {
    const [all, one] = [list.valueOf(asked), word.valueOf(asked)];
    if (all === null || one === null) return null;
    if (typeof all !== "object") throw asked.kinds.refused(list.text, "a list, such as tags", quoted(all), asked.who);
    return all.includes(String(one));
  };
}

const comparisons = {
  "==": (a: number | string, b: number | string) => a === b,
  "!=": (a: number | string, b: number | string) => a !== b,
  "<": (a: number | string, b: number | string) => a < b,
  "<=": (a: number | string, b: number | string) => a <= b,
  ">": (a: number | string, b: number | string) => a > b,
  ">=": (a: number | string, b: number | string) => a >= b,
};

/** Whether an operator compares. */
export function isComparison(operator: string): operator is keyof typeof comparisons {
  return Object.hasOwn(comparisons, operator);
}

/** An operator that compares. */
export type Comparison = keyof typeof comparisons;

/**
 * Returns whether each operand compares with the next. Two numbers compare by size. With `==` and `!=`, anything else
 * compares as text. With the others, two texts compare by their letters, and a text with a number only if it is written
 * like one. `whole`: how it is written.
 */
export function comparison(operators: readonly Comparison[], operands: readonly Part[], whole: () => string): Evaluate {
  return (asked) => {
    const values = operands.map((operand) => operand.valueOf(asked));
    let result: boolean | null = true;
    for (const [place, operator] of operators.entries()) {
      const [a, b] = [values[place], values[place + 1]];
      const one = compared(operator, a, b);
      // A text is not equal to a number, which is no less an answer where that is asked.
      if (one === true || isAlike(a, b)) asked.kinds.fit(whole);
      else if (a !== null && b !== null) asked.kinds.differ(whole, `${quoted(a)} ${operator} ${quoted(b)}`, asked.who);
      if (one === false) return false;
      if (one === null) result = null;
    }
    return result;
  };
}

// Whether there are two values that could be equal. A list and a condition are texts here.
function isAlike(a: FormulaValue, b: FormulaValue): boolean {
  const [x, y] = [comparable(a), comparable(b)];
  if (x === null || y === null) return false;
  return typeof x === typeof y || (isNumeric(x) && isNumeric(y));
}

/** Returns the conjunction: false if an operand is false, undefined if one of the others is. */
export function conjunction(a: Part, b: Part): Evaluate {
  return (asked) => {
    const x = truth(a, asked);
    if (x === false) return false;
    const y = truth(b, asked);
    return y === false ? false : x === null || y === null ? null : true;
  };
}

/** Returns the disjunction: true if an operand is true, undefined if one of the others is. */
export function disjunction(a: Part, b: Part): Evaluate {
  return (asked) => {
    const x = truth(a, asked);
    if (x === true) return true;
    const y = truth(b, asked);
    return y === true ? true : x === null || y === null ? null : false;
  };
}

/** Returns the opposite. */
export function negation(operand: Part): Evaluate {
  return (asked) => {
    const value = truth(operand, asked);
    return value === null ? null : !value;
  };
}

function applied(calculate: Arithmetic, operands: readonly Part[]): Evaluate {
  return (asked) => {
    const numbers: number[] = [];
    for (const operand of operands) {
      const value = operand.valueOf(asked);
      if (value === null) return null;
      const number = numberOf(value);
      if (number === undefined) {
        asked.kinds.noNumber(operand.text, quoted(value), asked.who);
        return null;
      }
      asked.kinds.fit(operand.text);
      numbers.push(number);
    }
    const result = calculate(...numbers);
    // A division by zero is no number that could rank first.
    return Number.isFinite(result) ? result : null;
  };
}

// As they are sorted, true is 1: -has(tags, "good") puts those with the tag first.
function numberOf(value: Exclude<FormulaValue, null>): number | undefined {
  if (typeof value === "boolean") return Number(value);
  return typeof value !== "object" && isNumeric(value) ? Number(value) : undefined;
}

function compared(operator: Comparison, a: FormulaValue, b: FormulaValue): boolean | null {
  const [x, y] = [comparable(a), comparable(b)];
  if (x === null || y === null) return null;
  if (typeof x === typeof y) return comparisons[operator](x, y);
  if (operator === "==" || operator === "!=") return comparisons[operator](String(x), String(y));
  const [size, other] = [Number(x), Number(y)];
  return isNumeric(x) && isNumeric(y) ? comparisons[operator](size, other) : null;
}

function isNumeric(value: number | string): boolean {
  return typeof value === "number" || (value.trim() !== "" && !Number.isNaN(Number(value)));
}

function comparable(value: FormulaValue): number | string | null {
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : value.join(", ");
}

// Only true and false are truths: `sharpe and 1` would find nobody without a word.
function truth(part: Part, asked: Asked): boolean | null {
  const value = part.valueOf(asked);
  if (value === null || typeof value === "boolean") return value;
  throw asked.kinds.refused(part.text, 'a condition, such as "sharpe > 1"', quoted(value), asked.who);
}

/** Writes a value for messages. */
export function quoted(value: FormulaValue): string {
  return shown(typeof value === "object" && value !== null ? value.join(", ") : value);
}

// To so many decimals, the half away from zero.
function rounded(value: number, decimals = 0): number {
  const text = Number(`${Math.abs(value)}e${decimals}`);
  const shift = Number.isNaN(text) ? Math.abs(value) * 10 ** decimals : text;
  return Math.sign(value) * Number(`${Math.round(shift)}e${-decimals}`);
}
