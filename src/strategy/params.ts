import { checkKeys, expected, expectedOf } from "../core/checks";
import { isFields, unplainPart } from "../core/plain-data";
import { type ErrorCode, PaperLabError } from "../errors";
import { Param } from "./param";
import type { AnyStrategy, Params } from "./strategy";

/** What is known of one param of a strategy. */
export interface ParamInfo {
  readonly name: string;
  /** `"plain"` for a plain value, which has no range. */
  readonly kind: "int" | "number" | "choice" | "plain";
  /** What it is if a session gives no other. */
  readonly default: unknown;
  /** The lowest and the highest value, where there are such limits. */
  readonly min?: number;
  readonly max?: number;
  /** The name of the param that must be larger, where there is one. */
  readonly below?: string;
  /** All values of a choice. */
  readonly choices?: readonly (number | string | boolean)[];
}

/** Returns what is known of each param of a strategy, in the order in which it declares them. */
export function paramsOf(strategy: { readonly params?: object }): ParamInfo[] {
  return Object.entries(strategy.params ?? {}).map(([name, declared]: [string, unknown]) => {
    if (!(declared instanceof Param)) return { name, kind: "plain", default: declared };
    const { kind, value, min, max, below, choices } = declared;
    const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }), ...(below && { below }) };
    return { name, kind, default: value, ...limits, ...(choices !== undefined && { choices }) };
  });
}

/** Returns the defaults of a strategy's params, as plain values. */
export function defaultParams(strategy: { readonly params?: object }): Record<string, unknown> {
  return Object.fromEntries(paramsOf(strategy).map((one) => [one.name, one.default]));
}

/** Throws INVALID_OPTION unless params are an object, and UNKNOWN_OPTION for a param that the strategy does not have. */
export function checkParamNames(strategy: AnyStrategy, params: unknown): void {
  if (params === undefined) return;
  // A Date or a Map has no fields, and would be taken for no params.
  if (!isFields(params)) throw expected("params", "an object", params);
  if (strategy.params !== undefined) checkKeys(`params of "${strategy.name}"`, params, Object.keys(strategy.params));
}

// One that declares no params is given none: it could not read them in TypeScript.
function checkDeclaresSome(strategy: AnyStrategy, params: object = {}): void {
  const [given] = Object.keys(params);
  if (given === undefined || strategy.params !== undefined) return;
  const cure = `declare it as params: { ${given}: ... }, or leave it out`;
  throw new PaperLabError(
    "UNKNOWN_OPTION",
    `Strategy "${strategy.name}" has no params, but was given "${given}": ${cure}`,
  );
}

/**
 * Returns the params of a session as plain values: those that were given, and the strategy's defaults. Throws
 * UNKNOWN_OPTION for a param that the strategy does not have, and INVALID_OPTION for one outside its range, of another
 * kind than its default, or not plain data.
 */
export function sessionParams(strategy: AnyStrategy, given: unknown): Record<string, unknown> {
  checkParamNames(strategy, given);
  checkDeclaresSome(strategy, given as Params | undefined);
  const params = { ...defaultParams(strategy), ...(given as Params | undefined) };
  const part = unplainPart(params);
  if (part !== undefined) {
    const wanted = "plain data: strings, finite numbers, true, false, null, arrays and objects";
    throw expected(`params${part.path}`, wanted, part.value);
  }
  for (const [name, declared] of Object.entries(strategy.params ?? {}) as [string, unknown][])
    checkValue(`params.${name}`, declared, params[name]);
  checkOrder(strategy, params);
  return structuredClone(params);
}

/**
 * Checks the params that a strategy declares. Throws INVALID_STRATEGY if one is to be below a param that does not exist
 * or is no number, or if the defaults are not in that order.
 */
export function checkDeclared(strategy: { readonly name: string; readonly params?: object }): void {
  const declared = Object.entries(strategy.params ?? {}) as [string, unknown][];
  const numbers = paramsOf(strategy).filter((one) => typeof one.default === "number" && one.kind !== "choice");
  for (const [name, one] of declared) {
    if (!(one instanceof Param) || one.below === undefined) continue;
    const others = numbers.map((number) => number.name).filter((other) => other !== name);
    if (others.includes(one.below)) continue;
    const wanted = "another param that is a number";
    throw expectedOf(`below of params.${name} of "${strategy.name}"`, wanted, one.below, others, "INVALID_STRATEGY");
  }
  checkOrder(strategy, defaultParams(strategy), `the default of `, "INVALID_STRATEGY");
}

function checkOrder(
  strategy: { readonly params?: object },
  params: Readonly<Record<string, unknown>>,
  of = "",
  code: ErrorCode = "INVALID_OPTION",
): void {
  for (const { name, below } of paramsOf(strategy)) {
    if (below === undefined || (params[name] as number) < (params[below] as number)) continue;
    throw expected(`${of}params.${name}`, `below params.${below}, which is ${params[below]}`, params[name], code);
  }
}

function checkValue(name: string, declared: unknown, value: unknown): void {
  if (!(declared instanceof Param)) {
    const kind = kindOf(declared);
    if (kind !== undefined && kindOf(value) !== kind) throw expected(name, `${kind}, as in the strategy`, value);
  } else if (!declared.allows(value)) {
    throw otherChoice(name, declared, value);
  }
}

function otherChoice(name: string, { wanted, choices = [] }: Param<unknown>, value: unknown): PaperLabError {
  // The text of a number or of true or false is what comes from forms and files.
  const meant = choices.find((one) => typeof one !== "string" && String(one) === value);
  if (meant === undefined)
    return expectedOf(
      name,
      wanted,
      value,
      choices.filter((one) => typeof one === "string"),
    );
  return expected(name, `${wanted}, and ${meant} without quotes`, value);
}

// A default of null says nothing about other values.
function kindOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "a number" : "text";
}
