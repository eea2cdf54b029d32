import { types } from "node:util";
import { cellScope } from "../../notebook/hook";
import { isPlainObject, ownMember } from "./value-text";

/** Where a chain of members leads, and those of them that led there. */
export interface Followed {
  readonly value: unknown;
  readonly taken: readonly string[];
}

/** Follows the members that are read, as long as they are fields of plain objects. The other fields do not matter. */
export function followed(value: unknown, members: readonly string[]): Followed {
  let at = value;
  const taken: string[] = [];
  for (const member of members) {
    if (!isOpen(at)) break;
    const found = memberOf(at, member);
    // A method that every object has may read all of it.
    if (found === undefined && member in Object.prototype) break;
    if (found === undefined && typeof at === "function") break;
    if (usesThis(found?.value) && !isModule(at)) break;
    at = found?.value;
    taken.push(member);
  }
  return { value: at, taken };
}

/** Returns the first plain object on the way that members lead, other than the variables of cells and what is known. */
export function holderAmong(
  value: unknown,
  members: readonly string[],
  isKnown: (one: object) => boolean,
): object | undefined {
  let at = value;
  for (const member of members) {
    if (isPlainObject(at) && at !== cellScope()?.exports && !isKnown(at)) return at;
    at = memberOf(at, member)?.value;
  }
  return undefined;
}

/** Returns what an object, or the variables of a notebook's cells, have under a name, without running user code. */
export function memberOf(value: unknown, member: string): { readonly value?: unknown } | undefined {
  if (value === undefined || Object(value) !== value) return undefined;
  const cells = cellScope()?.exports;
  return value === cells ? { value: Reflect.get(cells as object, member) } : ownMember(value as object, member);
}

/** Whether the members of an object are variables: those of a module, or of a notebook's cells. */
export function isModule(value: object): boolean {
  return value === cellScope()?.exports || types.isModuleNamespaceObject(value) || Object.hasOwn(value, "__esModule");
}

/** Whether esbuild made an object of a module that is a function. It inherits from Function.prototype. */
export function isCopyOfModule(value: unknown): boolean {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Object.getPrototypeOf(value) === Function.prototype && Object.hasOwn(value, "default");
}

/** Returns the text of a function. */
export function textOf(value: object): string {
  return Function.prototype.toString.call(value);
}

/** Whether a function is native or bound. */
export function isNative(value: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(textOf(value));
}

// The members of JavaScript's own functions, such as `Array`, are known by name, unless users have added some.
function isOpen(value: unknown): value is object {
  if (typeof value === "function") return !types.isProxy(value) && isNative(value);
  // tslab's own kernel keeps the variables of cells behind a proxy.
  return isPlainObject(value) || (value !== undefined && value === cellScope()?.exports) || isCopyOfModule(value);
}

// Such a method may read other fields of its object.
function usesThis(value: unknown): boolean {
  return typeof value === "function" && /\b(this|super)\b/.test(textOf(value));
}
