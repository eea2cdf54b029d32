import { checkKeys, didYouMean, expected } from "../core/checks";
import { unplainPart } from "../core/plain-data";
import { PaperLabError } from "../errors";
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
  /** All values of a choice. */
  readonly choices?: readonly (number | string | boolean)[];
}

/** Returns what is known of each param of a strategy, in the order in which it declares them. */
export function paramsOf(strategy: { readonly params?: object }): ParamInfo[] {
  return Object.entries(strategy.params ?? {}).map(([name, declared]: [string, unknown]) => {
    if (!(declared instanceof Param)) return { name, kind: "plain", default: declared };
    const { kind, value, min, max, choices } = declared;
    const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
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
  if (typeof params !== "object" || params === null || Array.isArray(params))
    throw expected("params", "an object", params);
  if (strategy.params !== undefined) checkKeys(`params of "${strategy.name}"`, params, Object.keys(strategy.params));
}

/**
 * Returns the params of a session as plain values: those that were given, and the strategy's defaults. Throws
 * UNKNOWN_OPTION for a param that the strategy does not have, and INVALID_OPTION for one outside its range, of another
 * kind than its default, or not plain data.
 */
export function sessionParams(strategy: AnyStrategy, given: unknown): Record<string, unknown> {
  checkParamNames(strategy, given);
  const params = { ...defaultParams(strategy), ...(given as Params | undefined) };
  const part = unplainPart(params);
  if (part !== undefined) {
    const wanted = "plain data: strings, finite numbers, true, false, null, arrays and objects";
    throw expected(`params${part.path}`, wanted, part.value);
  }
  for (const [name, declared] of Object.entries(strategy.params ?? {}) as [string, unknown][])
    checkValue(`params.${name}`, declared, params[name]);
  return structuredClone(params);
}

function checkValue(name: string, declared: unknown, value: unknown): void {
  if (!(declared instanceof Param)) {
    const kind = kindOf(declared);
    if (kind !== undefined && kindOf(value) !== kind) throw expected(name, `${kind}, as in the strategy`, value);
  } else if (!declared.allows(value)) {
    const near = typeof value === "string" ? didYouMean(value, (declared.choices ?? []).map(String)) : "";
    const { code, message } = expected(name, declared.wanted, value);
    throw new PaperLabError(code, near === "" ? message : `${message}.${near}`);
  }
}

// A default of null says nothing about other values.
function kindOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "a number" : "text";
}
