import { expected } from "../../../core/checks";

/** A parameter of an indicator: its name, what is expected of it, and what it is if it is left out. */
export interface Parameter {
  readonly name: string;
  /** What is expected, as messages say it: "a whole number of at least 1". */
  readonly wanted: string;
  readonly otherwise: number | undefined;
  isRight(value: unknown): boolean;
}

/** Returns a parameter that is a whole number of at least `least`, such as a window. */
export function wholeNumber(name: string, least = 1, otherwise?: number): Parameter {
  const wanted = `a whole number of at least ${least}`;
  return { name, wanted, otherwise, isRight: (value) => Number.isInteger(value) && (value as number) >= least };
}

/** Returns a parameter that is a number above 0, such as a factor. */
export function positiveNumber(name: string, otherwise?: number): Parameter {
  const isRight = (value: unknown) => Number.isFinite(value) && (value as number) > 0;
  return { name, wanted: "a positive number", otherwise, isRight };
}

/** Returns the parameters of a call, with those that were left out. Throws INVALID_OPTION if one is wrong. */
export function checkedParameters(
  indicator: string,
  parameters: readonly Parameter[],
  given: readonly unknown[],
): number[] {
  return parameters.map(({ name, wanted, otherwise, isRight }, at) => {
    const value = given[at] === undefined ? otherwise : given[at];
    if (!isRight(value)) throw expected(`${name} of ${indicator}`, wanted, given[at]);
    return value as number;
  });
}
