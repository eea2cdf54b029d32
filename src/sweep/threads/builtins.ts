import { Environment } from "./environment";

// Runs of a thread share what the language has. What one of them changes there could be another result for the next. The functions
// that look for it are taken at the beginning, and loops count, because a run may have broken both.
const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, isExtensible } = Reflect;
const { keys } = Object;

const roots = [
  "parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent queueMicrotask structuredClone",
  "Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Map Set WeakMap WeakSet WeakRef Proxy",
  "Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError Iterator DataView ArrayBuffer",
  "SharedArrayBuffer Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array",
  "Float64Array BigInt64Array BigUint64Array Buffer JSON Math Reflect Atomics Intl URL URLSearchParams TextEncoder TextDecoder",
  "setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate",
].flatMap((line) => line.split(" "));

// Here all keys are looked at. Elsewhere only those that an assignment makes, which takes a tenth of the time.
const oftenExtended = "Object Function Array Number String Date Promise".split(" ").map((name) => `${name}.prototype`);

interface Known {
  readonly name: string;
  readonly object: object;
  readonly keys: readonly PropertyKey[];
  /** Keys that a loop over it meets, inherited ones too. */
  readonly enumerable: readonly PropertyKey[];
  readonly prototype: object | null;
}

interface Member {
  /** The name of its object; `undefined` of a global. */
  readonly of: string | undefined;
  readonly object: Record<PropertyKey, unknown>;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** The builtins of this thread as they are when it is made: globals, and the members of constructors and prototypes. */
export class Builtins {
  readonly #environment = new Environment();
  #globals: readonly string[] = [];
  #objects: readonly Known[] = [];
  #extended: readonly Known[] = [];
  #derived: readonly Known[] = [];
  #values: readonly Member[] = [];
  #accessors: readonly Member[] = [];
  #modules = 0;

  constructor() {
    this.#take();
  }

  /**
   * Returns the first that has changed, such as `Array.prototype.map`; `undefined` if nothing has. What is new since modules were
   * loaded is no change: everybody who loads them has it.
   */
  changed(): string | undefined {
    const replaced = this.#otherThanBefore();
    if (replaced !== undefined) return replaced;
    const added = this.#newSince();
    if (added === undefined || keys(require.cache).length === this.#modules) return added;
    this.#take();
    return undefined;
  }

  /** Takes what has changed as it is now, such as what a module does when it is loaded. */
  accept(): void {
    if ((this.#otherThanBefore() ?? this.#newSince()) !== undefined) this.#take();
  }

  #otherThanBefore(): string | undefined {
    return this.#replaced() ?? this.#environment.replaced();
  }

  #newSince(): string | undefined {
    return this.#added() ?? this.#environment.added();
  }

  #take(): void {
    const found = new Map<object, Known>();
    const there = roots.filter((name) => name in globalThis);
    const names = namesOf(there);
    for (const name of there) addKnown(found, names, name, Reflect.get(globalThis, name));
    for (const [name, object] of withoutName()) addKnown(found, names, name, object);
    this.#objects = [...found.values()];
    this.#extended = this.#objects.filter(({ name }) => oftenExtended.includes(name));
    this.#derived = this.#objects.filter(({ prototype }) => prototype !== Function.prototype);
    this.#globals = keys(globalThis);
    const members = this.#objects.flatMap(membersOf);
    const globals = there.map((key) => memberOf(undefined, globalThis, key, { value: Reflect.get(globalThis, key) }));
    this.#values = [...globals, ...members.filter(({ descriptor }) => "value" in descriptor)];
    this.#accessors = members.filter(({ descriptor }) => !("value" in descriptor));
    this.#environment.take();
    this.#modules = keys(require.cache).length;
  }

  #replaced(): string | undefined {
    for (let at = 0; at < this.#values.length; at++) {
      const { object, key, descriptor } = this.#values[at];
      if (object[key] !== descriptor.value) return nameOf(this.#values[at]);
    }
    for (let at = 0; at < this.#accessors.length; at++) {
      const { object, key, descriptor } = this.#accessors[at];
      const now = getOwnPropertyDescriptor(object, key);
      if (now?.get !== descriptor.get || now?.set !== descriptor.set) return nameOf(this.#accessors[at]);
    }
    for (let at = 0; at < this.#derived.length; at++) {
      const { object, prototype, name } = this.#derived[at];
      if (getPrototypeOf(object) !== prototype) return `the prototype of ${name}`;
    }
    for (let at = 0; at < this.#extended.length; at++) {
      const { object, name } = this.#extended[at];
      if (!isExtensible(object)) return name;
    }
    return undefined;
  }

  #added(): string | undefined {
    const globals = keys(globalThis);
    if (globals.length !== this.#globals.length) return differing(undefined, globals, this.#globals);
    for (let at = 0; at < this.#extended.length; at++) {
      const known = this.#extended[at];
      const now = ownKeys(known.object);
      if (now.length !== known.keys.length) return differing(known, now, known.keys);
    }
    for (let at = 0; at < this.#objects.length; at++) {
      const known = this.#objects[at];
      let count = 0;
      for (const _ in known.object) count++;
      if (count !== known.enumerable.length) return differing(known, enumerableOf(known.object), known.enumerable);
    }
    return undefined;
  }
}

// With all constructors and prototypes that are reached from it, but no other objects: they may be places where Node keeps something.
function addKnown(found: Map<object, Known>, names: ReadonlyMap<object, string>, way: string, object: unknown): void {
  if (!isObject(object) || found.has(object)) return;
  const name = names.get(object) ?? way;
  const prototype = getPrototypeOf(object);
  found.set(object, { name, object, keys: ownKeys(object), enumerable: enumerableOf(object), prototype });
  for (const key of ownKeys(object)) {
    const { value } = getOwnPropertyDescriptor(object, key) ?? {};
    if (isConstructor(key, value) || key === "prototype") addKnown(found, names, textOf(name, key), value);
  }
  if (prototype !== null) addKnown(found, names, `the prototype of ${name}`, prototype);
}

// Most are reached in other ways as well: Object from the prototype of parseInt.
function namesOf(there: readonly string[]): ReadonlyMap<object, string> {
  const names = new Map<object, string>();
  const add = (object: unknown, name: string) => isObject(object) && !names.has(object) && names.set(object, name);
  for (const name of there) {
    const value = Reflect.get(globalThis, name);
    add(value, name);
    if (typeof value === "function") add(value.prototype, `${name}.prototype`);
  }
  return names;
}

function isConstructor(key: PropertyKey, value: unknown): boolean {
  return typeof value === "function" && typeof key === "string" && /^([A-Z]|constructor$)/.test(key);
}

function withoutName(): [string, object][] {
  return [
    ["an iterator of arrays", [][Symbol.iterator]()],
    ["an iterator of maps", new Map()[Symbol.iterator]()],
    ["an iterator of sets", new Set()[Symbol.iterator]()],
    ["an iterator of strings", ""[Symbol.iterator]()],
    ["an iterator of matches", "".matchAll(/a/g)],
    ["a generator", Object.getPrototypeOf(function* () {})],
    ["an async function", Object.getPrototypeOf(async () => {})],
    ["an async generator", Object.getPrototypeOf(async function* () {})],
  ];
}

// What is fixed cannot change, and nothing asks a function for its name.
function membersOf({ name, object, keys: all }: Known): Member[] {
  return all.flatMap((key) => {
    if (typeof object === "function" && (key === "name" || key === "length")) return [];
    const descriptor = getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
    return descriptor.configurable || descriptor.writable ? [memberOf(name, object, key, descriptor)] : [];
  });
}

function memberOf(of: string | undefined, object: object, key: PropertyKey, descriptor: PropertyDescriptor): Member {
  return { of, object: object as Record<PropertyKey, unknown>, key, descriptor };
}

function enumerableOf(object: object): string[] {
  const found: string[] = [];
  for (const key in object) found[found.length] = key;
  return found;
}

// Names the first that only one of two lists has.
function differing(of: Known | undefined, one: readonly PropertyKey[], other: readonly PropertyKey[]): string {
  const lists = [one, other];
  for (let list = 0; list < 2; list++)
    for (let at = 0; at < lists[list].length; at++)
      if (!has(lists[1 - list], lists[list][at])) return textOf(of?.name, lists[list][at]);
  return of?.name ?? "globalThis";
}

function has(list: readonly PropertyKey[], wanted: PropertyKey): boolean {
  for (let at = 0; at < list.length; at++) if (list[at] === wanted) return true;
  return false;
}

function nameOf({ of, key }: Member): string {
  return textOf(of, key);
}

const describe = Symbol.prototype.toString;

function textOf(name: string | undefined, key: PropertyKey): string {
  if (typeof key === "symbol") return `${name ?? "globalThis"}[${apply(describe, key, [])}]`;
  return name === undefined ? `${key}` : `${name}.${key}`;
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
