import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { checkSymbol } from "../bars/symbols";

/**
 * How the returns of symbols move together: one number for all pairs, a number a pair, `{ "KO/PEP": 0.9 }`, those left out
 * being 0, or a matrix in the order of the symbols.
 */
export type Correlation = number | Readonly<Record<string, number>> | readonly (readonly number[])[];

type Matrix = readonly (readonly number[])[];

// Pivots this small are zero: the correlations were rounded.
const negligible = 1e-9;

/** Reads a correlation as a matrix. Throws INVALID_OPTION and UNKNOWN_SYMBOL. */
export function correlationMatrix(symbols: readonly string[], correlation: Correlation = 0): Matrix {
  if (Array.isArray(correlation)) return checkedMatrix(symbols, correlation);
  return pairMatrix(symbols, correlation as Exclude<Correlation, Matrix>);
}

function pairMatrix(symbols: readonly string[], correlation: number | Readonly<Record<string, number>>): Matrix {
  if (typeof correlation === "number") {
    const between = checkedNumber("correlation", correlation);
    return symbols.map((_, i) => symbols.map((_, j) => (i === j ? 1 : between)));
  }
  if (typeof correlation !== "object" || correlation === null)
    throw expected("correlation", 'a number, pairs such as { "KO/PEP": 0.9 }, or a matrix', correlation);
  const matrix = symbols.map((_, i) => symbols.map((_, j): number => (i === j ? 1 : 0)));
  const given = new Map<string, number>();
  for (const [pair, value] of Object.entries(correlation)) {
    const [one, other] = pairOf(symbols, pair);
    const number = checkedNumber(`correlation["${pair}"]`, value);
    const before = given.get(`${other}/${one}`);
    if (before !== undefined && before !== number)
      throw new PaperLabError("INVALID_OPTION", `Expected one correlation of ${pair}, was ${before} and ${number}`);
    given.set(`${one}/${other}`, number);
    matrix[one][other] = matrix[other][one] = number;
  }
  return matrix;
}

// Names may have slashes themselves, as BTC/USD has.
function pairOf(symbols: readonly string[], pair: string): readonly [number, number] {
  const parts = pair.split("/");
  for (let at = 1; at < parts.length; at++) {
    const names = [parts.slice(0, at).join("/"), parts.slice(at).join("/")];
    const [one, other] = names.map((name) => symbols.indexOf(name));
    if (one >= 0 && other >= 0 && one !== other) return [one, other];
  }
  if (parts.length === 2) for (const name of parts) checkSymbol(`correlation "${pair}"`, symbols, name);
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected correlation to name pairs such as "${symbols[0]}/${symbols[1] ?? "KO"}", was "${pair}"`,
  );
}

function checkedMatrix(symbols: readonly string[], matrix: Matrix): Matrix {
  const count = symbols.length;
  if (matrix.length !== count || matrix.some((row) => !Array.isArray(row) || row.length !== count))
    throw expected("correlation", `a matrix of ${count} rows and columns, as there are symbols`, matrix);
  return matrix.map((row, i) =>
    row.map((value, j) => {
      const number = checkedNumber(`correlation[${i}][${j}]`, value);
      if (i === j && number !== 1) throw expected(`correlation[${i}][${i}], of a symbol with itself,`, "1", value);
      if (number !== matrix[j][i])
        throw expected(`correlation[${i}][${j}]`, `that of [${j}][${i}], ${matrix[j][i]}`, value);
      return number;
    }),
  );
}

function checkedNumber(name: string, value: unknown): number {
  if (typeof value === "number" && value >= -1 && value <= 1) return value;
  throw expected(name, "a number from -1 to 1", value);
}

/**
 * Returns the lower triangle L of L L' = correlation, by Cholesky's method in the order of the symbols, so that one that is
 * added behind changes nothing of those before it. Where a symbol follows from those before it, its own part is zero.
 * Throws INVALID_OPTION for correlations that cannot hold together.
 */
export function cholesky(symbols: readonly string[], matrix: Matrix): Matrix {
  const lower = symbols.map(() => symbols.map(() => 0));
  for (let i = 0; i < symbols.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      if (i === j) {
        if (rest < -negligible) throw impossible(symbols, i);
        lower[i][i] = rest <= negligible ? 0 : Math.sqrt(rest);
      } else if (lower[j][j] > 0) lower[i][j] = rest / lower[j][j];
      else if (Math.abs(rest) > Math.sqrt(negligible)) throw impossible(symbols, i);
    }
  }
  return lower;
}

function impossible(symbols: readonly string[], at: number): PaperLabError {
  const [name, others] = [symbols[at], symbols.slice(0, at).join(", ")];
  const why = `that of ${name} cannot hold beside those among ${others}: no prices move so`;
  return new PaperLabError("INVALID_OPTION", `Expected correlation to be positive semi-definite, but ${why}`);
}
