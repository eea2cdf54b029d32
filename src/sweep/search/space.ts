import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { Param } from "../../strategy/param";
import type { AnyStrategy } from "../../strategy/strategy";
import { checkedSpace } from "../points/draws";
import type { SearchParam } from "./sampler";

/** Returns the params that a search chooses, from what `random` says or all that have a range. Throws INVALID_OPTION, UNKNOWN_OPTION. */
export function searchParams(strategy: AnyStrategy, random: unknown = true): SearchParam[] {
  return checkedSpace(strategy, random).map(([name, one]) => paramOf(name, one));
}

function paramOf(name: string, one: unknown): SearchParam {
  if (!(one instanceof Param)) return { name, kind: "choice", choices: one as readonly unknown[] };
  const { kind, min = 0, max = 0, choices } = one;
  if (choices !== undefined) return { name, kind: "choice", choices };
  return kind === "int" ? { name, kind, min: Math.ceil(min), max: Math.floor(max) } : { name, kind, min, max };
}

/** Throws INVALID_OPTION unless a run that a sampler asked for has these params, each within its range. */
export function checkAsked(sampler: string, params: readonly SearchParam[], asked: unknown): void {
  const what = `a run of sampler ${sampler}`;
  if (typeof asked !== "object" || asked === null || !("params" in asked)) throw expected(what, "{ params }", asked);
  const { params: given, share = 1 } = asked as { params: Readonly<Record<string, unknown>>; share?: unknown };
  const names = Object.keys(given ?? {});
  if (names.length !== params.length || params.some(({ name }) => !names.includes(name))) {
    const wanted = params.map(({ name }) => name).join(", ");
    throw new PaperLabError("INVALID_OPTION", `Expected ${what} to have the params ${wanted}, had ${names.join(", ")}`);
  }
  for (const param of params)
    if (!allows(param, given[param.name]))
      throw expected(`${param.name} of ${what}`, wantedOf(param), given[param.name]);
  if (!(typeof share === "number" && share > 0 && share <= 1))
    throw expected(`share of ${what}`, "above 0, up to 1", share);
}

function allows({ kind, min = -Infinity, max = Infinity, choices }: SearchParam, value: unknown): boolean {
  if (choices !== undefined) return choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value));
  const isRight = kind === "int" ? Number.isInteger(value) : Number.isFinite(value);
  return isRight && (value as number) >= min && (value as number) <= max;
}

function wantedOf({ kind, min, max, choices }: SearchParam): string {
  if (choices !== undefined) return `one of ${JSON.stringify(choices)}`;
  return `${kind === "int" ? "a whole number" : "a number"} from ${min} to ${max}`;
}
