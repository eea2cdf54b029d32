import { checkKeys, expected, shown } from "../core/checks";
import { PaperLabError } from "../errors";

/** What a declared param can hold. */
export type ParamValue = number | string | boolean;

/** The limits of a number. `min` and `max` belong to the range. */
export interface ParamLimits {
  readonly min?: number;
  readonly max?: number;
  /** The name of another param, a number, that must be larger: `fast: param.int(10, { below: "slow" })`. */
  readonly below?: string;
}

/**
 * A param with its kind and range, as `param.int` and its like make it. Hooks and sessions only see its value, so a
 * strategy that turns 10 into `param.int(10, { min: 2, max: 200 })` is the same strategy.
 */
export class Param<Value = unknown> {
  readonly kind: "int" | "number" | "choice";
  /** What it is if a session gives no other. */
  readonly value: Value;
  /** The lowest value; absent without a limit. */
  readonly min?: number;
  /** The highest value; absent without a limit. */
  readonly max?: number;
  /** The name of the param that must be larger; absent if there is none. */
  readonly below?: string;
  /** All values of a choice; absent for numbers. */
  readonly choices?: readonly Value[];
  // Private, so that no other object has the type.
  readonly #wanted: string;

  /** @internal */
  constructor(kind: Param["kind"], value: Value, { min, max, below }: ParamLimits, choices?: readonly Value[]) {
    this.kind = kind;
    this.value = value;
    if (min !== undefined) this.min = min;
    if (max !== undefined) this.max = max;
    if (below !== undefined) this.below = below;
    if (choices !== undefined) this.choices = Object.freeze([...choices]);
    this.#wanted = choices === undefined ? wantedNumber(kind, min, max) : `one of ${choices.map(shown).join(", ")}`;
    Object.freeze(this);
  }

  /** What is expected of a value, as messages say it: "a whole number from 2 to 200". */
  get wanted(): string {
    return this.#wanted;
  }

  /** Whether a value is of its kind and within its range. */
  allows(value: unknown): value is Value {
    if (this.choices !== undefined) return this.choices.includes(value as Value);
    const isRight = this.kind === "int" ? Number.isInteger(value) : Number.isFinite(value);
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = this;
    return isRight && (value as number) >= min && (value as number) <= max;
  }
}

/** Params as a strategy declares them: each a plain value, or one with a range. `P` has the types of the values. */
export type DeclaredParams<P> = { readonly [Key in keyof P]: P[Key] | Param<P[Key]> };

/**
 * Params with a kind and a range: `params: { fast: param.int(10, { min: 2, max: 200 }) }`. A session whose params are of
 * another kind or outside the range is refused, and a sweep can read the ranges. All throw INVALID_OPTION if the default
 * is not in the range.
 */
export const param = Object.freeze({
  /** Returns a param that is a whole number. */
  int: (value: number, limits: ParamLimits = {}): Param<number> => numberParam("int", value, limits),

  /** Returns a param that is a finite number. */
  number: (value: number, limits: ParamLimits = {}): Param<number> => numberParam("number", value, limits),

  /** Returns a param that is one of some values. */
  choice<const Choices extends readonly ParamValue[]>(
    value: Choices[number],
    choices: Choices,
  ): Param<Choices[number]> {
    if (!Array.isArray(choices) || choices.length === 0)
      throw expected("choices of param.choice", 'a list of values, such as ["fast", "slow"]', choices);
    const other: unknown = choices.find((one) => !["string", "number", "boolean"].includes(typeof one));
    if (other !== undefined) throw expected("each choice of param.choice", "text, a number, true or false", other);
    const twice = choices.find((one, at) => choices.slice(0, at).includes(one));
    if (twice !== undefined) {
      const message = `Expected choices of param.choice to have each value once, but ${shown(twice)} is there twice`;
      throw new PaperLabError("INVALID_OPTION", message);
    }
    return withDefault(new Param<Choices[number]>("choice", value, {}, choices));
  },
});

function numberParam(kind: "int" | "number", value: number, limits: ParamLimits): Param<number> {
  const name = `param.${kind}`;
  if (typeof limits !== "object" || limits === null)
    throw expected(`limits of ${name}`, "an object such as { min: 2, max: 200 }", limits);
  checkKeys(name, limits, ["min", "max", "below"]);
  const { min, max, below } = limits;
  for (const [key, limit] of Object.entries({ min, max }))
    if (limit !== undefined && !Number.isFinite(limit)) throw expected(`${key} of ${name}`, "a number", limit);
  if (min !== undefined && max !== undefined && min > max) throw expected(`min of ${name}`, `at most max, ${max}`, min);
  if (below !== undefined && (typeof below !== "string" || below === ""))
    throw expected(`below of ${name}`, 'the name of another param, such as "slow"', below);
  return withDefault(new Param(kind, value, limits));
}

function withDefault<Value>(declared: Param<Value>): Param<Value> {
  if (declared.allows(declared.value)) return declared;
  throw expected(`the default of param.${declared.kind}`, declared.wanted, declared.value);
}

function wantedNumber(kind: Param["kind"], min: number | undefined, max: number | undefined): string {
  const number = kind === "int" ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${number} from ${min} to ${max}`;
  if (min !== undefined) return `${number} of at least ${min}`;
  return max === undefined ? number : `${number} of at most ${max}`;
}
