import { cellScope } from "../../notebook/hook";
import { inheritedFunctions } from "../define-strategy";
import * as indicators from "../indicators/index";
import type { AnyStrategy } from "../strategy";
import { closureValues } from "./closure-values";
import { type FreeVariables, freeVariables } from "./free-variables";
import { isTheLanguages } from "./language";

/** Returns the text of each of a strategy's functions, by its part of the strategy. */
export function functionTexts(strategy: AnyStrategy): Readonly<Record<string, string>> {
  return Object.fromEntries(functionsOf(strategy).map(([part, value]) => [part, textOf(value)]));
}

/**
 * Returns what the texts do not tell, as `onBar reads shares`: everything that is read from outside and is neither paperlab's
 * nor JavaScript's own. Where there is something, two strategies of the same texts may do different things.
 */
export function untoldOf(strategy: AnyStrategy): string[] {
  const untold = functionsOf(strategy).flatMap(([part, value]) => untoldBy(textOf(value), part, value));
  return [...new Set([...untold, ...untoldByClass(strategy)])];
}

// What a class has beside hooks, its hooks reach through `this`.
function untoldByClass(strategy: AnyStrategy): string[] {
  const told = new Set<PropertyKey>(["constructor", ...functionsOf(strategy).map(([part]) => part)]);
  const others: PropertyKey[] = [];
  for (let at = Object.getPrototypeOf(strategy); at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    others.push(...Reflect.ownKeys(at).filter((key) => !told.has(key)));
  return others.map((key) => `its class has ${String(key)}`);
}

function functionsOf(strategy: AnyStrategy): [part: string, value: object][] {
  const own = Object.entries(strategy).filter(([, value]) => typeof value === "function");
  return [...own, ...inheritedFunctions(strategy)];
}

function textOf(value: object): string {
  return Function.prototype.toString.call(value);
}

// Which names are free in a function stays; what they stand for does not.
const freeBy = new WeakMap<object, FreeVariables>();

function untoldBy(source: string, part: string, within: object): string[] {
  const free = freeBy.get(within) ?? freeVariables(source);
  if (free !== undefined) freeBy.set(within, free);
  if (free === undefined) return [`${part} is a function without readable text`];
  if (free.size === 0) return [];
  // What is made of text can read anything; with eval, also what is called like the function's own parameters.
  for (const name of ["eval", "Function"]) if (free.has(name)) return [`${part} reads ${name}`];
  const values = closureValues(within, [...free.keys()]);
  if (values === undefined) return [`${part} reads ${[...free.keys()].join(", ")}, which cannot be looked at here`];
  return Array.from(free).flatMap(([name, members]) => {
    const isTold = values.has(name) ? isOurs(name, values.get(name), members) : isGlobalTold(name, members);
    return isTold ? [] : [`${part} reads ${readAs(name, members)}`];
  });
}

// A name can be anybody's, such as a `sma` of one's own: what it stands for is looked at.
function isOurs(name: string, value: unknown, members: ReadonlySet<string>): boolean {
  if (ours.has(value) || isOfCompiler(name, value)) return true;
  return [...members].every((member) => ours.has(memberOf(value, member)));
}

const ours: ReadonlySet<unknown> = new Set(Object.values(indicators));

// What esbuild (and so tsx) calls to keep the name of a function within a function, and paperlab's kernel in its loops.
function isOfCompiler(name: string, value: unknown): boolean {
  if (name === "__paperlab_check") return value === cellScope()?.check;
  return name === "__name" && typeof value === "function" && keepsNames.test(String(value));
}

const keepsNames = /^\((\w+), ?(\w+)\) ?=> ?\w+\(\1, ?"name", ?\{ ?value(: ?\2)?, ?configurable: ?(true|!0) ?\}\)$/;

// What no closure has is a property of the global object. In tslab's own kernel the variables of cells are one, too.
function isGlobalTold(name: string, members: ReadonlySet<string>): boolean {
  const cells = cellScope()?.exports;
  if (name === "exports" && cells !== undefined) return isOurs(name, cells, members);
  return isTheLanguages(name, members);
}

function memberOf(value: unknown, member: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[member];
  } catch {
    return undefined;
  }
}

// A variable of another cell of a notebook is `exports.shares`, as its compiler has it.
function readAs(name: string, members: ReadonlySet<string>): string {
  return name === "exports" ? [...members].join(", ") : name;
}
