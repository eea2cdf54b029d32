import { runInNewContext } from "node:vm";

// The name of these does not tell what is read through them.
const untold = ["globalThis", "global", "process"];
// Node makes these properties of the global object enumerable, as are those that programs add.
const listed = new Set([
  ...["atob", "btoa", "clearImmediate", "clearInterval", "clearTimeout", "crypto", "fetch", "navigator", "performance"],
  ...["queueMicrotask", "setImmediate", "setInterval", "setTimeout", "storage", "structuredClone"],
]);

// JavaScript's and Node's own globals, before a cell replaces any.
const globals: ReadonlyMap<string, PropertyDescriptor> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(globalThis)).filter(
    ([name, { enumerable }]) => !untold.includes(name) && (!enumerable || listed.has(name)),
  ),
);

/**
 * Whether a global is JavaScript's or Node's own and nobody has added or replaced its `member`; "" stands for all
 * members.
 */
export function isTheLanguages(name: string, member: string): boolean {
  const known = globals.get(name);
  if (known === undefined) return false;
  // Printing decides nothing.
  if (known.get !== undefined || name === "console") return true;
  const value = Reflect.get(globalThis, name);
  return Object.is(known.value, value) && hasAsMade(name, value, member);
}

/**
 * Returns the name of a function of JavaScript or of Node's globals, such as `Math.max`; `undefined` for all others.
 */
export function nameInLanguage(value: object): string | undefined {
  functions ??= new Map(namedFunctions());
  return functions.get(value);
}

/** Whether a class is one of JavaScript's or Node's globals, such as `Map` or `AbortController`. */
export function isGlobalClass(made: object, name: string): boolean {
  return globals.has(name) && Reflect.get(globalThis, name) === made;
}

let functions: Map<object, string> | undefined;

function* namedFunctions(): Iterable<[object, string]> {
  for (const [name, { value }] of globals) {
    for (const [holder, path] of [
      [value?.prototype, `${name}.prototype`],
      [value, name],
    ] as const) {
      if (Object(holder) !== holder) continue;
      const members = Object.entries(Object.getOwnPropertyDescriptors(holder));
      for (const [member, { value: found }] of members)
        if (typeof found === "function" && isNativeNamed(found, member)) yield [found, `${path}.${member}`];
    }
    if (typeof value === "function") yield [value, name];
  }
}

// The text of a bound function, which may be a user's, has no name.
function isNativeNamed(value: object, name: string): boolean {
  return Function.prototype.toString.call(value) === `function ${name}() { [native code] }`;
}

let made: Readonly<Record<string, readonly string[] | undefined>> | undefined;

// A new context has JavaScript's objects with their original members.
function hasAsMade(name: string, value: unknown, member: string): boolean {
  made ??= runInNewContext(`Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => {
    const value = globalThis[name];
    return [name, Object(value) === value ? Object.getOwnPropertyNames(value) : undefined];
  }))`) as NonNullable<typeof made>;
  const names = Object.hasOwn(made, name) ? made[name] : undefined;
  if (names === undefined) return true;
  // Node adds members to functions too, such as `Error`.
  if (member === "" && typeof value === "function") return true;
  if (member === "") return Object.getOwnPropertyNames(value).every((own) => hasAsMade(name, value, own));
  if (!Object.hasOwn(value as object, member)) return true;
  const own: unknown = Reflect.get(value as object, member);
  return names.includes(member) && (typeof own !== "function" || isNative(own));
}

function isNative(value: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(value));
}
