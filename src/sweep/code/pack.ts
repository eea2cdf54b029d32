import { types } from "node:util";
import type { Param } from "../../strategy/param";
import { classTextOf } from "./found/class-text";
import { descriptorOf, isDisplayOf, ownOfFunctions } from "./found/descriptors";
import type { FoundFunction, Gathering } from "./found/gather";
import type { Kind } from "./found/kinds";
import type { Variable } from "./found/scopes";
import type {
  TravelingField,
  TravelingFunction,
  TravelingObject,
  TravelingValue,
  TravelingVariable,
} from "./traveling-code";
import { numbersIn, plainValue, textOfBytes } from "./values";
import { written } from "./written";

/** Writes what was gathered as plain data. */
export class Packing {
  readonly functions: TravelingFunction[] = [];
  readonly #gathered: Gathering;
  readonly #numbers = new Map<object | symbol, number>();
  readonly #names = new Map<Variable, string>();
  readonly #variables: Variable[] = [];

  constructor(gathered: Gathering) {
    this.#gathered = gathered;
    for (const one of gathered.needed.keys()) this.#numbers.set(one, this.#numbers.size);
    this.#nameVariables();
  }

  /** The variables in the order of their numbers. */
  get variables(): TravelingVariable[] {
    return this.#variables.map((variable) => ({
      name: this.#names.get(variable) ?? variable.name,
      value: this.value(variable.value),
    }));
  }

  /** Returns the objects by their numbers, and fills `functions`. */
  objects(): TravelingObject[] {
    return [...this.#gathered.needed].map(([one, needed]) =>
      typeof one === "symbol" ? symbolOf(one) : this.#object(one, needed),
    );
  }

  /** Returns a value as it travels. What nobody reads of it is undefined. */
  value(value: unknown): TravelingValue {
    const plain = plainValue(value);
    if (plain !== undefined) return plain;
    const number = this.#numbers.get(value as object);
    return number === undefined ? { u: 1 } : { r: number };
  }

  // Functions keep the names of their source where no other variable has them.
  #nameVariables(): void {
    const taken = new Set<string>();
    const texts = [...this.#gathered.functions.values()].map(({ text }) => text);
    for (const variable of this.#gathered.scopes.variables) {
      let name = variable.name;
      const isName = /^[\w$]+$/.test(name) && !reserved.includes(name);
      for (
        let count = 0;
        taken.has(name) ||
        ((name !== variable.name || !isName) && texts.some((text) => text.includes(name))) ||
        (!isName && count === 0);
        count++
      )
        name = `$${variable.name.replace(/\W+/g, "_")}_${count}`;
      taken.add(name);
      this.#names.set(variable, name);
      this.#variables.push(variable);
    }
  }

  #object(one: object, needed: "all" | ReadonlySet<string>): TravelingObject {
    const member = this.#gathered.members.get(one);
    if (member !== undefined) {
      const { of, isStatic, key, part } = member;
      return { kind: "member", of: this.value(of), isStatic, key: this.value(key), part };
    }
    const kind = this.#gathered.kinds.get(one) ?? { kind: "object", isModule: false };
    const fields = (not: readonly string[] = []) => this.#shape(one, needed, not);
    switch (kind.kind) {
      case "known":
        // Of all that paperlab exports, a function usually reads one or two.
        if (needed !== "all") return { kind: "object", ...fields() };
        return { kind: "known", ...kind.named };
      case "function":
      case "class":
        return this.#function(one);
      case "prototype":
        return { kind: "prototype", of: this.value(kind.of), ...this.#additions(one, kind.of) };
      case "object":
      case "cells":
        return { kind: "object", ...this.#prototype(one, kind), ...fields() };
      case "list":
        return this.#list(one as unknown[]);
      case "map":
        return { kind: "map", entries: this.#entries(one as Map<unknown, unknown>), ...fields() };
      case "set":
        return { kind: "set", items: [...setValues.call(one)].map((item) => this.value(item)), ...fields() };
      case "date":
        return { kind: "date", time: this.value(getTime.call(one)), ...fields() };
      case "pattern": {
        const { source, flags, lastIndex } = one as RegExp;
        return { kind: "pattern", source, flags, last: lastIndex, ...fields(["lastIndex"]) };
      }
      case "boxed":
        return {
          kind: "boxed",
          value: this.value(one.valueOf()),
          ...fields(typeof one.valueOf() === "string" ? stringKeys(one) : []),
        };
      case "error":
        return { kind: "error", name: (one as Error).constructor.name, ...fields() };
      default:
        return this.#ofKind(one, kind);
    }
  }

  #ofKind(one: object, kind: Kind): TravelingObject {
    switch (kind.kind) {
      case "array": {
        const { buffer, byteOffset } = one as NodeJS.TypedArray;
        const length = types.isDataView(one) ? one.byteLength : (one as NodeJS.TypedArray).length;
        const of = types.isDataView(one) ? "DataView" : arrayName(one as NodeJS.TypedArray);
        return { kind: "array", of, buffer: this.value(buffer), offset: byteOffset, length };
      }
      case "buffer":
        return {
          kind: "buffer",
          shared: types.isSharedArrayBuffer(one),
          bytes: textOfBytes(new Uint8Array(one as ArrayBuffer)),
        };
      case "param": {
        const { kind: of, value, min, max, below, choices } = one as Param;
        const limits = of === "choice" ? choices : { min, max, below };
        return { kind: "param", of, limits: JSON.stringify({ value, limits }) };
      }
      case "model": {
        const { name, params = {} } = one as { name: string; params?: object };
        return { kind: "model", name, params: JSON.stringify(params) };
      }
      case "feed":
        return { kind: "feed", manifest: (one as { manifest: unknown }).manifest };
      case "url":
      case "query":
        return { kind: kind.kind, text: String(one) };
      case "frame": {
        const { $data, $columns, $index, $dtypes } = one as Readonly<Record<string, unknown>>;
        const of = (one as { $isSeries?: boolean }).$isSeries === true ? "Series" : "DataFrame";
        const parts = { data: this.value($data), columns: this.value($columns) };
        return { kind: "frame", of, ...parts, index: this.value($index), dtypes: this.value($dtypes) };
      }
      case "helper":
        return { kind: "helper", name: kind.name };
      default:
        return { kind: "require" };
    }
  }

  #prototype(one: object, kind: Kind): { prototype?: TravelingValue } {
    if (kind.kind !== "object" || kind.isModule) return {};
    const prototype: object | null = Object.getPrototypeOf(one);
    if (prototype === null) return { prototype: null };
    return this.#numbers.has(prototype) ? { prototype: this.value(prototype) } : {};
  }

  #list(list: readonly unknown[]): TravelingObject {
    const isIndex = (key: PropertyKey) => typeof key === "string" && /^\d+$/.test(key);
    const keys = Reflect.ownKeys(list);
    const places = keys.filter(isIndex).map(String);
    const shape = keys.length === list.length + 1 ? this.#state(list) : this.#shape(list, "all", [...places, "length"]);
    const bytes = numbersIn(list);
    if (bytes !== undefined) return { kind: "numbers", bytes, ...shape };
    const items = Array.from(list, (item, at) => (at in list ? this.value(item) : { h: 1 as const }));
    return { kind: "list", items, ...shape };
  }

  #entries(map: Map<unknown, unknown>): [TravelingValue, TravelingValue][] {
    return [...mapEntries.call(map)].map(([key, value]) => [this.value(key), this.value(value)]);
  }

  #function(one: object): TravelingObject {
    const found = this.#gathered.functions.get(one) as FoundFunction;
    const named = new Map([...found.variables].map(([name, variable]) => [name, this.#names.get(variable) ?? name]));
    const boundTo = found.boundTo && this.#names.get(found.boundTo);
    const variables = [...found.variables.values(), ...(found.boundTo ? [found.boundTo] : [])];
    const reads = variables.map((variable) => this.#variables.indexOf(variable));
    const at = this.functions.push({ ...written(found, named, boundTo), strict: isStrict(one, found.text), reads }) - 1;
    const name = Object.getOwnPropertyDescriptor(one, "name");
    const home = this.#home(one, found);
    const shape = this.#shape(one, "all", [...ownOfFunctions, ...this.#methodKeys(one)]);
    return { kind: "function", at, name: this.value(name?.value), ...home, ...shape };
  }

  #home(one: object, { reads }: FoundFunction): { home?: TravelingValue } {
    const holder = this.#gathered.homes.get(one);
    if (!reads.hidden.includes("super") || holder === undefined) return {};
    const home = this.value(Object.getPrototypeOf(holder));
    return typeof home === "object" && home !== null && "r" in home ? { home } : {};
  }

  // The keys of methods that the text of a class has.
  #methodKeys(one: object): PropertyKey[] {
    const isMade = (key: PropertyKey) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, key) ?? {};
      return [value, get, set].some((part) => this.#gathered.members.get(part as object)?.isStatic);
    };
    return Reflect.ownKeys(one).filter(isMade);
  }

  // What a prototype has beyond what the text of its class gives it.
  #additions(prototype: object, of: object): { fields?: readonly TravelingField[] } {
    const isMade = (key: PropertyKey) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      const member = [value, get, set].map((part) => this.#gathered.members.get(part as object)).find(Boolean);
      return member?.of === of && !member.isStatic;
    };
    const keys = Reflect.ownKeys(prototype).filter((key) => key !== "constructor" && !isMade(key));
    return keys.length === 0 ? {} : { fields: keys.map((key) => this.#field(prototype, key)) };
  }

  #shape(one: object, needed: "all" | ReadonlySet<string>, not: readonly PropertyKey[]) {
    const all = needed === "all" ? Reflect.ownKeys(one) : keysAmong(one, needed);
    const keys = all.filter((key) => !not.includes(key) && !isDisplayOf(one, key));
    const fields = keys.map((key) => this.#field(one, key));
    return { ...(fields.length > 0 && { fields }), ...this.#state(one) };
  }

  #state(one: object): { state?: "frozen" | "sealed" | "fixed" } {
    if (Object.isExtensible(one) || types.isModuleNamespaceObject(one)) return {};
    return { state: Object.isFrozen(one) ? "frozen" : Object.isSealed(one) ? "sealed" : "fixed" };
  }

  #field(one: object, key: PropertyKey): TravelingField {
    const descriptor = descriptorOf(one, key, this.#gathered.scopes) ?? {};
    const { value, get, set, writable = true, enumerable, configurable } = descriptor;
    const isKept = types.isModuleNamespaceObject(one) || Object.isFrozen(one);
    const not = `${writable || isKept ? "" : "w"}${enumerable ? "" : "e"}${configurable || isKept ? "" : "c"}`;
    const parts =
      get === undefined && set === undefined
        ? { value: this.value(value) }
        : { get: this.value(get), set: this.value(set) };
    return { key: this.value(key), ...parts, ...(not !== "" && { not }) };
  }
}

const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const { getTime } = Date.prototype;
const reserved: readonly string[] = ["this", "arguments", "eval", "undefined", "NaN", "Infinity"];

function keysAmong(one: object, needed: ReadonlySet<string>): PropertyKey[] {
  const own = new Set(Reflect.ownKeys(one));
  return [...needed].filter((key) => own.has(key));
}

function symbolOf({ description }: symbol): TravelingObject {
  return { kind: "symbol", ...(description !== undefined && { description }) };
}

function stringKeys(text: object): string[] {
  return [...Array.from({ length: String(text).length }, (_, at) => String(at)), "length"];
}

function arrayName(array: NodeJS.TypedArray): string {
  return Buffer.isBuffer(array) ? "Buffer" : array[Symbol.toStringTag];
}

// Only functions that are written with `function` in code that is not strict have these.
function isStrict(one: object, text: string): boolean {
  if (classTextOf(text) !== undefined) return true;
  return !Object.hasOwn(one, "arguments");
}
