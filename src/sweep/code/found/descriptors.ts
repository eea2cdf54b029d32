import { cellScope } from "../../../notebook/hook";
import { isModule, textOf } from "../../../strategy/reach/follow";
import type { Scopes } from "./scopes";

/** The properties that every function has. */
export const ownOfFunctions: readonly string[] = ["length", "name", "prototype", "arguments", "caller"];

/** Whether a property only says how an object shows itself in a notebook, which decides nothing. */
export function isDisplayOf(value: object, key: PropertyKey): boolean {
  if (shows.includes(key as symbol)) return true;
  return key === "toString" && shows.every((one) => Object.hasOwn(value, one));
}

const shows: readonly symbol[] = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Jupyter.display")];

/**
 * Returns a property as it travels. What a kernel has behind a Proxy is the value itself. What a module exports may change,
 * so the getter of its own variable is returned, also for those who import it.
 */
export function descriptorOf(holder: object, key: PropertyKey, scopes: Scopes): PropertyDescriptor | undefined {
  if (holder === cellScope()?.exports) return { value: Reflect.get(holder, key), ...plain };
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  const { get } = descriptor ?? {};
  if (get === undefined || !isModule(holder)) return descriptor;
  const text = textOf(get);
  if (isOwnVariable.test(text)) return descriptor;
  const [, from = "", field = ""] = isOfImport.exec(text) ?? [];
  const [imported, name] = [from, field].map((one) => scopes.peek(get, one));
  if (typeof imported === "object" && imported !== null && typeof name === "string")
    return descriptorOf(imported, name, scopes);
  try {
    return { value: Reflect.get(holder, key), ...plain };
  } catch {
    return { value: undefined, ...plain };
  }
}

const plain = { enumerable: true, configurable: true, writable: true };
// Getters that bundlers write: for what a module exports, and for copies of that.
const isOwnVariable = /^\(\)\s*=>\s*[\w$]+$/;
const isOfImport = /^\(\)\s*=>\s*([\w$]+)\[([\w$]+)\]$/;
