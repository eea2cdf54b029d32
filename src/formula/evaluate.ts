import { expected } from "../core/checks";

/** A value in a formula; `null` is undefined. */
export type FormulaValue = number | string | boolean | readonly string[] | null;

/** Returns the value of a formula or of a part of it. */
export type Evaluate = (read: (name: string) => FormulaValue) => FormulaValue;

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
export function calculation(operator: string, operands: readonly Evaluate[]): Evaluate {
  return applied(arithmetic[operator], operands);
}

/** Returns the result of a function of numbers, as arithmetic does. */
export function call(name: string, operands: readonly Evaluate[]): Evaluate {
  return applied(functions[name].of, operands);
}

/** Returns whether a text or number is in a list, such as tags. Throws INVALID_FORMULA for what is no list. */
export function has(list: Evaluate, word: Evaluate): Evaluate {
  return (read) => {
    const [all, one] = [list(read), word(read)];
    if (all === null || one === null) return null;
    if (typeof all !== "object") throw expected("what has looks in", "a list, such as tags", all, "INVALID_FORMULA");
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

/**
 * Returns whether each operand compares with the next. Two numbers compare by size. With `==` and `!=`, anything else
 * compares as text. With the others, two texts compare by their letters, and a text and a number not at all.
 */
export function comparison(operators: readonly (keyof typeof comparisons)[], operands: readonly Evaluate[]): Evaluate {
  return (read) => {
    const values = operands.map((operand) => operand(read));
    let result: boolean | null = true;
    for (const [place, operator] of operators.entries()) {
      const one = compared(operator, values[place], values[place + 1]);
      if (one === false) return false;
      if (one === null) result = null;
    }
    return result;
  };
}

/** Returns the conjunction: false if an operand is false, undefined if one of the others is. */
export function conjunction(a: Evaluate, b: Evaluate): Evaluate {
  return (read) => {
    const x = truth(a(read));
    if (x === false) return false;
    const y = truth(b(read));
    return y === false ? false : x === null || y === null ? null : true;
  };
}

/** Returns the disjunction: true if an operand is true, undefined if one of the others is. */
export function disjunction(a: Evaluate, b: Evaluate): Evaluate {
  return (read) => {
    const x = truth(a(read));
    if (x === true) return true;
    const y = truth(b(read));
    return y === true ? true : x === null || y === null ? null : false;
  };
}

/** Returns the opposite. */
export function negation(operand: Evaluate): Evaluate {
  return (read) => {
    const value = truth(operand(read));
    return value === null ? null : !value;
  };
}

function applied(calculate: Arithmetic, operands: readonly Evaluate[]): Evaluate {
  return (read) => {
    const numbers: number[] = [];
    for (const operand of operands) {
      const value = operand(read);
      // As they are sorted: -has(tags, "good") puts those with the tag first.
      if (typeof value !== "number" && typeof value !== "boolean") return null;
      numbers.push(Number(value));
    }
    const result = calculate(...numbers);
    // A division by zero is no number that could rank first.
    return Number.isFinite(result) ? result : null;
  };
}

function compared(operator: keyof typeof comparisons, a: FormulaValue, b: FormulaValue): boolean | null {
  const [x, y] = [comparable(a), comparable(b)];
  if (x === null || y === null) return null;
  if (typeof x === typeof y) return comparisons[operator](x, y);
  return operator === "==" || operator === "!=" ? comparisons[operator](String(x), String(y)) : null;
}

function comparable(value: FormulaValue): number | string | null {
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : value.join(", ");
}

// Only true and false are truths: `sharpe and 1` would find nobody without a word.
function truth(value: FormulaValue): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  throw expected("what and, or and not join", 'conditions, such as "sharpe > 1"', value, "INVALID_FORMULA");
}

// To so many decimals, the half away from zero.
function rounded(value: number, decimals = 0): number {
  const text = Number(`${Math.abs(value)}e${decimals}`);
  const shift = Number.isNaN(text) ? Math.abs(value) * 10 ** decimals : text;
  return Math.sign(value) * Number(`${Math.round(shift)}e${-decimals}`);
}
