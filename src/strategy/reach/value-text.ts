import { createHash } from "node:crypto";
import { types } from "node:util";

/** Stands for what cannot be read. */
export const unread = "?";

/** Takes a part of a value that is no plain data, with its path: a function, or what cannot be read. */
export type TakePart = (path: string, part: unknown) => void;

// Letters up to which a value is kept as a text that people can read.
const READABLE = 200;
// Numbers of a list up to which they are written out.
const WRITTEN_OUT = 64;
// How many values may stand within one another. The call stack of a notebook holds some thousands.
const DEEPEST = 500;

/**
 * Writes a value so that two values have the same text only where they are the same: a short one as it is read, such as
 * `{ fast: 5, kind: "long" }`, a long one as its size and SHA-256. Functions within it, and what cannot be read, are handed
 * to `take`. Returns `unread` for what cannot be read as a whole.
 */
export function valueText(value: unknown, path: string, take: TakePart): string {
  if (isData(value)) {
    const writing = new Writing(take);
    writing.value(value, path, 0);
    return writing.text(value);
  }
  return unread;
}

/** Whether a value is an object whose fields are all there is to it: plain, also of another realm, or what a module exports. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || types.isProxy(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (lengthOfChain(value) === 1 && Object.hasOwn(prototype as object, "isPrototypeOf"));
}

/**
 * Returns what an object has under a name, without running code of the user's: of a getter, the getter. A variable of a
 * module that has no value yet is undefined.
 */
export function ownMember(object: object, name: PropertyKey): { readonly value: unknown } | undefined {
  try {
    const { value, get } = Object.getOwnPropertyDescriptor(object, name) ?? {};
    if (get !== undefined && givesVariable.test(Function.prototype.toString.call(get))) {
      return { value: Reflect.get(object, name) };
    }
    return Object.hasOwn(object, name) ? { value: get ?? value } : undefined;
  } catch {
    return { value: undefined };
  }
}

// A getter by which compilers export: `() => from[key]`, `function () { return helper_1.signal; }`.
const givesVariable = /^(\(\)\s*=>\s*|((function|get)\s*)?[\w$]*\s*\(\)\s*\{\s*return\s+)[\w$.]+(\[\w+\])?;?\s*\}?$/;

function isData(value: unknown): boolean {
  if (typeof value === "function") return false;
  if (typeof value !== "object" || value === null) return true;
  if (types.isProxy(value)) return false;
  if (isPlainObject(value) || types.isTypedArray(value)) return true;
  const isBuiltIn = [Array.isArray, types.isMap, types.isSet, types.isDate, types.isRegExp].some((is) => is(value));
  return isBuiltIn && lengthOfChain(value) === 2;
}

function lengthOfChain(value: object): number {
  let length = 0;
  for (let at: object | null = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) length++;
  return length;
}

class Writing {
  readonly #take: TakePart;
  readonly #hash = createHash("sha256");
  readonly #seen = new Map<object, number>();
  #head = "";
  #waiting = "";
  #isShort = true;

  constructor(take: TakePart) {
    this.#take = take;
  }

  text(value: unknown): string {
    if (this.#isShort) return this.#head;
    this.#hash.update(this.#waiting);
    return `${sizeOf(value)}, SHA-256 ${this.#hash.digest("hex")}`;
  }

  value(value: unknown, path: string, depth: number): void {
    if (!isData(value) || depth > DEEPEST) {
      this.#take(path, value);
      this.#write(typeof value === "function" ? "function" : unread);
    } else if (typeof value === "object" && value !== null) this.#object(value, path, depth + 1);
    else this.#write(primitiveText(value));
  }

  // One that is met again, also within itself, is its number.
  #object(value: object, path: string, depth: number): void {
    const number = this.#seen.get(value) ?? 0;
    if (number === 0) this.#seen.set(value, this.#seen.size + 1);
    if (number > 0) this.#write(`#${number}`);
    else if (types.isTypedArray(value)) this.#typed(value);
    else if (Array.isArray(value)) this.#list(value, path, depth);
    else if (types.isDate(value)) this.#write(`Date ${value.getTime()}`);
    else if (types.isRegExp(value)) this.#write(`${value} ${value.lastIndex}`);
    else if (types.isSet(value)) this.#items("Set [", [...value], path, depth);
    else if (types.isMap(value)) this.#items("Map [", [...value].flat(), path, depth);
    else this.#fields(value, path, depth);
  }

  #list(list: readonly unknown[], path: string, depth: number): void {
    if (list.length > WRITTEN_OUT && hasOnlyNumbers(list)) {
      this.#write("numbers ");
      // Three times as fast as Float64Array.from.
      const numbers = new Float64Array(list.length);
      for (let at = 0; at < list.length; at++) numbers[at] = list[at];
      this.#bytes(numbers);
    } else this.#items("[", list, path, depth);
  }

  #typed(values: NodeJS.TypedArray): void {
    this.#write(`${values[Symbol.toStringTag]} `);
    if (values.length > WRITTEN_OUT) this.#bytes(values);
    else this.#items("[", Array.from<number | bigint>(values), "", 0);
  }

  #items(open: string, items: readonly unknown[], path: string, depth: number): void {
    this.#write(open);
    for (let at = 0; at < items.length; at++) {
      if (at > 0) this.#write(", ");
      // A hole is not the same as undefined.
      if (at in items) this.value(items[at], `${path}[${at}]`, depth);
      else this.#write("empty");
    }
    this.#write("]");
  }

  #fields(value: object, path: string, depth: number): void {
    const keys = Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
    this.#write(keys.length === 0 ? "{" : "{ ");
    keys.forEach((key, at) => {
      const name = typeof key === "string" && /^[\w$]+$/.test(key) ? key : primitiveText(key);
      this.#write(`${at > 0 ? ", " : ""}${name}: `);
      this.value(ownMember(value, key)?.value, `${path}.${String(key)}`, depth);
    });
    this.#write(keys.length === 0 ? "}" : " }");
  }

  #write(text: string): void {
    if (this.#isShort) this.#head += text;
    this.#isShort &&= this.#head.length <= READABLE;
    this.#waiting += text;
    if (this.#waiting.length < 65_536) return;
    this.#hash.update(this.#waiting);
    this.#waiting = "";
  }

  #bytes({ buffer, byteOffset, byteLength, length }: NodeJS.TypedArray): void {
    this.#write(`${length} `);
    this.#hash.update(this.#waiting).update(new Uint8Array(buffer, byteOffset, byteLength));
    this.#waiting = "";
    this.#isShort = false;
  }
}

function hasOnlyNumbers(list: readonly unknown[]): list is readonly number[] {
  for (let at = 0; at < list.length; at++) if (typeof list[at] !== "number") return false;
  return true;
}

function primitiveText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

function sizeOf(value: unknown): string {
  if (typeof value === "string") return `text of ${value.length} letters`;
  if (types.isTypedArray(value)) return `${value[Symbol.toStringTag]} of ${value.length}`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (types.isMap(value) || types.isSet(value)) return `${types.isMap(value) ? "Map" : "Set"} of ${value.size}`;
  return `object of ${Object.keys(Object(value)).length} fields`;
}
