import { runInNewContext } from "node:vm";

// What is read through the global object or of the process is not told by its name.
const untold = ["globalThis", "global", "process"];
// Of the global object Node leaves these to be listed, as it does what programs put there.
const listed = new Set([
  ...["atob", "btoa", "clearImmediate", "clearInterval", "clearTimeout", "crypto", "fetch", "navigator", "performance"],
  ...["queueMicrotask", "setImmediate", "setInterval", "setTimeout", "storage", "structuredClone"],
]);

// JavaScript's own and Node's, before a cell puts others in their place.
const globals: ReadonlyMap<string, PropertyDescriptor> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(globalThis)).filter(
    ([name, { enumerable }]) => !untold.includes(name) && (!enumerable || listed.has(name)),
  ),
);

/** Whether a global is JavaScript's own or Node's, with members that nobody has added or replaced. */
export function isTheLanguages(name: string, members: ReadonlySet<string>): boolean {
  const known = globals.get(name);
  if (known === undefined) return false;
  // What is printed decides nothing.
  if (known.get !== undefined || name === "console") return true;
  const value = Reflect.get(globalThis, name);
  return Object.is(known.value, value) && [...members].every((member) => hasAsMade(name, value, member));
}

let made: Readonly<Record<string, readonly string[] | undefined>> | undefined;

// Of JavaScript's own objects a new context has what they were made with.
function hasAsMade(name: string, value: unknown, member: string): boolean {
  made ??= runInNewContext(`Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => {
    const value = globalThis[name];
    return [name, Object(value) === value ? Object.getOwnPropertyNames(value) : undefined];
  }))`) as NonNullable<typeof made>;
  const names = Object.hasOwn(made, name) ? made[name] : undefined;
  if (names === undefined) return true;
  // Functions, such as `Error`, are given members by Node too.
  if (member === "" && typeof value === "function") return true;
  if (member === "") return Object.getOwnPropertyNames(value).every((own) => hasAsMade(name, value, own));
  if (!Object.hasOwn(value as object, member)) return true;
  const own: unknown = Reflect.get(value as object, member);
  return names.includes(member) && (typeof own !== "function" || isNative(own));
}

function isNative(value: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(value));
}
