import { createHash, type Hash } from "node:crypto";
import { types } from "node:util";
import { type Content, contentOf, lengthOfChain } from "./contents";

/** Stands for a value that cannot be read. */
export const unread = "?";

/** Stands for a module of Node that reports what is outside the program. */
export const ofNode = `${unread} a module of Node`;

/** Takes a part of a value that is not data, such as a function, with its path. Returns the text to write for it. */
export type TakePart = (path: string, part: object) => string;

/** How many values may still be read. */
export interface Allowance {
  values: number;
}

// Most letters of a value that is kept as readable text.
const READABLE = 200;
// Most numbers of a list that are written out.
const WRITTEN_OUT = 64;
// How deep values may be nested. A notebook's call stack holds some thousands.
const DEEPEST = 500;
// How many letters of a text, or numbers of a list of numbers, take as long to read as one other value.
const AS_ONE = 16;

/**
 * Writes a value so that different values have different texts: a short one readably, such as
 * `{ fast: 5, kind: "long" }`, a long one as its size and SHA-256. Functions within it, and parts that cannot be read,
 * are passed to `take`. Returns `unread` if the value as a whole cannot be read, and `undefined` if it has more values
 * than allowed.
 */
export function valueText(value: unknown, path: string, take: TakePart, allowed: Allowance): string | undefined {
  const writing = new Writing(take, allowed.values);
  try {
    if (!writing.whole(value, path)) return unread;
  } catch (error) {
    if (error === tooMuch) return undefined;
    throw error;
  }
  allowed.values = writing.left;
  return writing.text(value);
}

// Thrown and caught within this file.
const tooMuch = new Error("too much");

/** Whether an object consists of its fields alone: a plain object, of any realm, or the exports of a module. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || types.isProxy(value) || Array.isArray(value)) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return lengthOfChain(value) === 1 && Object.hasOwn(prototype, "isPrototypeOf");
}

/**
 * Returns what an object has under a name, without running user code: for a getter, the getter itself. A module's
 * variable that is not initialized yet is undefined.
 */
export function ownMember(object: object, name: PropertyKey): { readonly value?: unknown } | undefined {
  try {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor?.get === undefined) return descriptor;
    const isVariable = givesVariable.test(Function.prototype.toString.call(descriptor.get));
    return { value: isVariable ? Reflect.get(object, name) : descriptor.get };
  } catch {
    return { value: undefined };
  }
}

// A getter by which compilers export a variable: `() => from[key]`, `function () { return helper_1.signal; }`.
const givesVariable = /^(\(\)\s*=>\s*|((function|get)\s*)?[\w$]*\s*\(\)\s*\{\s*return\s+)[\w$.]+(\[\w+\])?;?\s*\}?$/;

class Writing {
  readonly #take: TakePart;
  readonly #hash = createHash("sha256");
  readonly #seen = new Map<object, number>();
  readonly #allowed: number;
  #read = 0;
  #head = "";
  #waiting = "";
  #isShort = true;
  // The fields of the last object. Rows of a list usually share them.
  #keys: readonly PropertyKey[] = [];
  // The numbers of a long value. Writing them as text would dominate the time.
  #numbers: Float64Array | undefined;
  #numbered = 0;
  #hashOfNumbers: Hash | undefined;

  /** `allowed`: how many values may be read. */
  constructor(take: TakePart, allowed: number) {
    this.#take = take;
    this.#allowed = allowed;
  }

  /** How many more values may be read. */
  get left(): number {
    return this.#allowed - this.#read;
  }

  /** Writes a value with everything in it. Returns false if nothing of it can be read. */
  whole(value: unknown, path: string): boolean {
    if (typeof value === "function") return false;
    if (typeof value === "object" && value !== null) return this.#object(value, path, 0);
    this.#primitive(value);
    return true;
  }

  text(value: unknown): string {
    if (this.#isShort) return this.#head;
    this.#hash.update(this.#waiting);
    this.#flushNumbers();
    if (this.#hashOfNumbers !== undefined) this.#hash.update(this.#hashOfNumbers.digest());
    return `${sizeOf(value)}, SHA-256 ${this.#hash.digest("hex")}`;
  }

  #part(value: object, path: string, depth: number): void {
    const isRead = typeof value === "object" && depth <= DEEPEST && this.#object(value, path, depth);
    if (!isRead) this.#write(this.#take(path, value));
  }

  // A second reference to an object, also from within itself, is written as its number.
  #object(value: object, path: string, depth: number): boolean {
    this.#count(1);
    const number = this.#seen.get(value) ?? 0;
    if (number > 0) {
      this.#write(`#${number}`);
      return true;
    }
    if (types.isProxy(value)) return false;
    if (isPlainObject(value)) {
      this.#number(value);
      this.#fields(value, path, depth + 1);
      return true;
    }
    return this.#built(value, path, depth + 1);
  }

  #built(value: object, path: string, depth: number): boolean {
    const isBuiltIn = types.isTypedArray(value) || (isCollection(value) && lengthOfChain(value) === 2);
    const found = isBuiltIn ? undefined : contentOf(value);
    if (!isBuiltIn && found === undefined) return false;
    this.#number(value);
    if (found !== undefined) this.#content(found, path, depth);
    else if (types.isTypedArray(value)) this.#typed(value);
    else if (Array.isArray(value)) this.#list(value, path, depth);
    else if (types.isDate(value)) this.#write(`Date ${timeOf.call(value)}`);
    else if (types.isRegExp(value)) this.#write(`${value} ${value.lastIndex}`);
    else if (types.isSet(value)) this.#items("Set [", [...valuesOf.call(value)], path, depth);
    else if (types.isMap(value)) this.#items("Map [", [...entriesOf.call(value)].flat(), path, depth);
    return true;
  }

  #content({ kind, content }: Content, path: string, depth: number): void {
    this.#write(`${kind} `);
    if (isPlainObject(content)) this.#fields(content, path, depth);
    else if (types.isTypedArray(content)) this.#typed(content);
    else this.#primitive(content);
  }

  #number(value: object): void {
    this.#seen.set(value, this.#seen.size + 1);
  }

  #list(list: readonly unknown[], path: string, depth: number): void {
    if (list.length > WRITTEN_OUT && hasOnlyNumbers(list)) {
      this.#count(list.length / AS_ONE);
      this.#write("numbers ");
      // Three times as fast as Float64Array.from.
      const numbers = new Float64Array(list.length);
      for (let at = 0; at < list.length; at++) numbers[at] = list[at];
      this.#bytes(numbers);
    } else this.#items("[", list, path, depth);
  }

  #typed(values: NodeJS.TypedArray): void {
    this.#count(values.length / AS_ONE);
    this.#write(`${values[Symbol.toStringTag]} `);
    if (values.length > WRITTEN_OUT) this.#bytes(values);
    else this.#items("[", Array.from<number | bigint>(values), "", 0);
  }

  #items(open: string, items: readonly unknown[], path: string, depth: number): void {
    this.#write(open);
    for (let at = 0; at < items.length; at++) {
      if (at > 0) this.#write(this.#isShort ? ", " : ",");
      const item = items[at];
      if (isObject(item)) this.#part(item, `${path}[${at}]`, depth);
      // A hole is not the same as undefined.
      else if (item !== undefined || at in items) this.#primitive(item);
      else this.#write("empty");
    }
    this.#write("]");
  }

  #fields(value: object, path: string, depth: number): void {
    const keys = keysOf(value);
    const names = this.#isShort || !isSameList(keys, this.#keys) ? keys.map(fieldName) : undefined;
    // Rows with the same field names write them once.
    if (!this.#isShort) this.#write(names === undefined ? "{=" : `{${names.join(", ")}: `);
    else this.#write(keys.length === 0 ? "{" : "{ ");
    const isNamed = this.#isShort;
    if (!isNamed) this.#keys = keys;
    for (let at = 0; at < keys.length; at++) {
      if (at > 0) this.#write(this.#isShort ? ", " : ",");
      if (isNamed) this.#write(`${names?.[at]}: `);
      const field = ownMember(value, keys[at])?.value;
      if (isObject(field)) this.#part(field, `${path}.${String(keys[at])}`, depth);
      else this.#primitive(field);
    }
    this.#write(keys.length === 0 || !isNamed ? "}" : " }");
  }

  #primitive(value: unknown): void {
    this.#count(typeof value === "string" ? 1 + value.length / AS_ONE : 1);
    if (typeof value === "number" && !this.#isShort) this.#longNumber(value);
    else this.#write(primitiveText(value));
  }

  #longNumber(value: number): void {
    this.#numbers ??= new Float64Array(8192);
    this.#numbers[this.#numbered++] = value;
    if (this.#numbered === this.#numbers.length) this.#flushNumbers();
    this.#write("~");
  }

  #flushNumbers(): void {
    if (this.#numbers === undefined || this.#numbered === 0) return;
    this.#hashOfNumbers ??= createHash("sha256");
    this.#hashOfNumbers.update(new Uint8Array(this.#numbers.buffer, 0, this.#numbered * 8));
    this.#numbered = 0;
  }

  #count(values: number): void {
    this.#read += values;
    if (this.#read > this.#allowed) throw tooMuch;
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

// A user's object may have replaced these methods.
const timeOf = Date.prototype.getTime;
const valuesOf = Set.prototype.values;
const entriesOf = Map.prototype.entries;

function isCollection(value: object): boolean {
  return [Array.isArray, types.isMap, types.isSet, types.isDate, types.isRegExp].some((is) => is(value));
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function keysOf(value: object): PropertyKey[] {
  const keys: PropertyKey[] = Object.keys(value);
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  return keys;
}

function isSameList(one: readonly PropertyKey[], other: readonly PropertyKey[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

function fieldName(key: PropertyKey): string {
  return typeof key === "string" && /^[\w$]+$/.test(key) ? key : primitiveText(key);
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
  const { kind, content } = contentOf(Object(value)) ?? {};
  if (kind === undefined) return `object of ${Object.keys(Object(value)).length} fields`;
  const { data = content } = Object(content) as { data?: unknown };
  return Array.isArray(data) || types.isTypedArray(data) ? `${kind} of ${data.length}` : kind;
}
