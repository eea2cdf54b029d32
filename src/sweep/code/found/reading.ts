import { cellScope } from "../../../notebook/hook";
import { isRequire, knownModule } from "../../../strategy/reach/known";
import { isTheLanguages } from "../../../strategy/reach/language";
import type { Read } from "../../../strategy/reach/reads";
import type { Scopes, Variable } from "./scopes";

/**
 * Returns the variable that a function has under a name; `undefined` for what JavaScript and Node have everywhere, and for
 * names that nothing has.
 */
export function variableOf(within: object, name: string, scopes: Scopes): Variable | undefined {
  const found = scopes.find(within, name);
  if (found !== undefined) return found;
  const cells = cellScope()?.exports;
  if (name === "exports" && cells !== undefined) return scopes.give(within, name, cells);
  const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
  const isEverywhere = isTheLanguages(name, "") || ["globalThis", "global", "process", "Buffer"].includes(name);
  return value === undefined || isEverywhere ? undefined : scopes.give(within, name, value);
}

/** Returns why something that a function reads cannot travel, whatever its value; `undefined` if it may. */
export function problemOf(
  { name, members, loads }: Read,
  variable: Variable | undefined,
): { readonly name: string; readonly why: string } | undefined {
  if (variable === undefined) return problemOfGlobal(name, members);
  if (!isRequire(variable.value)) return undefined;
  if (loads === undefined) return { name, why: "loads modules by names that are only known later" };
  const isKnown = knownModule(loads, variable.value) !== undefined;
  return isKnown ? undefined : { name: loads, why: "a file, or a package that is not installed" };
}

function problemOfGlobal(name: string, [first = "", second = ""]: readonly string[]) {
  if (name === "eval" || name === "Function") return { name, why: "makes code of texts" };
  if (name === "arguments") return { name, why: "of the function around an arrow function" };
  const isOther = (name === "globalThis" || name === "global") && !isTheLanguages(first, second);
  return isOther ? { name: `${name}.${first}`, why: "a property of the global object" } : undefined;
}
