import { types } from "node:util";
import { cellScope } from "../../notebook/hook";
import type { ClosureScope } from "../../strategy/reach/closure-values";
import { isModule, textOf } from "../../strategy/reach/follow";
import { type FindKnown, isRequire, knownModule, knownNow } from "../../strategy/reach/known";
import { isTheLanguages } from "../../strategy/reach/language";
import { type Read, type Reads, readsOf } from "../../strategy/reach/reads";
import { type ClassText, classTextOf } from "./class-text";
import { type Kind, kindOf, makerOf } from "./kinds";
import { Problems } from "./problems";
import { Scopes, type Variable } from "./scopes";
import { plainValue } from "./values";

/** What is known of a function that travels. */
export interface FoundFunction {
  readonly text: string;
  readonly reads: Reads;
  /** The variables that it names, by their names in the text. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Of a class. */
  readonly classText?: ClassText;
  /** What `this` is in the arrow functions at its top. */
  readonly boundTo?: Variable;
}

/** Where a method of a class is. */
export interface FoundMember {
  readonly of: object;
  readonly isStatic: boolean;
  readonly key: PropertyKey;
  readonly part: "value" | "get" | "set";
}

const MOST_FUNCTIONS = 1000;
const between = " > ";

/** Finds everything that a strategy needs where it runs: functions, the variables that they share, and objects. */
export class Gathering {
  readonly problems = new Problems();
  readonly scopes: Scopes;
  /** The objects in the order in which they were found, and which of their fields are needed. */
  readonly needed = new Map<object | symbol, "all" | Set<string>>();
  readonly functions = new Map<object, FoundFunction>();
  readonly members = new Map<object, FoundMember>();
  readonly kinds = new Map<object, Kind>();
  /** The objects whose field a function is: `super` looks into their prototypes. */
  readonly homes = new Map<object, object>();
  readonly #known: FindKnown = knownNow();
  readonly #owners = new Map<object, object>();
  // What is left to be looked into. A call stack would be too small for deep data.
  readonly #left: (() => void)[] = [];

  constructor(scopesOf: (within: object) => readonly ClosureScope[] | undefined) {
    this.scopes = new Scopes(scopesOf);
  }

  /** Takes a value with everything that it needs, and what that needs. */
  add(value: unknown, path: string): void {
    this.#all(value, path);
    for (let next = this.#left.pop(); next !== undefined; next = this.#left.pop()) next();
  }

  /** Takes the class of an instance before functions that were copied from it. */
  addOriginal(instance: object, path: string): void {
    const prototype: object | null = Object.getPrototypeOf(instance);
    if (prototype === null || kindOf(instance, "", this.#known).kind !== "object") return;
    this.#own(instance, prototype);
    const of = makerOf(prototype);
    if (of !== undefined) this.#classOf(of, path);
  }

  /** Refuses variables of which nobody can tell whether functions share one. */
  checkShared(): void {
    for (const { name, users, isWritten, isSingle } of this.scopes.variables) {
      if (!isWritten || isSingle) continue;
      const seen = new Set<string>();
      for (const user of users) {
        const key = `${this.scopes.chainOf(user)?.numbers.join(" ")} ${textOf(user)}`;
        if (seen.has(key))
          this.problems.add(
            name,
            "a variable that several functions made at one place change; keep it in an object",
            "",
          );
        seen.add(key);
      }
    }
  }

  #all(value: unknown, path: string): void {
    if (plainValue(value) !== undefined) return;
    const one = value as object | symbol;
    if (this.needed.get(one) === "all") return;
    this.needed.set(one, "all");
    if (typeof one !== "symbol") this.#left.push(() => this.#inside(one, path));
  }

  #kindOf(value: object, path: string): Kind {
    const kind = this.kinds.get(value) ?? kindOf(value, lastName(path), this.#known);
    this.kinds.set(value, kind);
    return kind;
  }

  #inside(value: object, path: string): void {
    if (this.members.has(value)) return this.#all(this.members.get(value)?.of, path);
    const kind = this.#kindOf(value, path);
    if (kind.kind === "none") return this.problems.add(lastName(path), kind.why, path);
    if (kind.kind === "cells") return this.problems.add(lastName(path), "all variables of the notebook's cells", path);
    if (kind.kind === "function" || kind.kind === "class") return this.#function(value, path);
    if (kind.kind === "prototype") return this.#all(kind.of, path);
    if (kind.kind === "map")
      for (const [key, one] of mapEntries.call(value as Map<unknown, unknown>)) {
        this.#all(key, `${path} (a key)`);
        this.#all(one, `${path}.get(${typeof key === "object" ? "..." : String(key)})`);
      }
    if (kind.kind === "set")
      for (const one of setValues.call(value as Set<unknown>)) this.#all(one, `${path} (of a Set)`);
    if (kind.kind === "array") this.#all((value as NodeJS.TypedArray).buffer, path);
    if (kind.kind === "frame") return this.#frame(value, path);
    if (kind.kind === "object") this.#prototypeOf(value, kind.of, path);
    if (hasFields.includes(kind.kind)) this.#fields(value, path);
  }

  #fields(value: object, path: string): void {
    for (const key of Reflect.ownKeys(value)) {
      if (isDisplayOf(value, key) || (Array.isArray(value) && key === "length")) continue;
      const where = Array.isArray(value) ? `${path}[${String(key)}]` : `${path}.${String(key)}`;
      this.#all(key, where);
      this.#field(value, key, where);
    }
  }

  #field(value: object, key: PropertyKey, path: string): void {
    const descriptor = descriptorOf(value, key);
    for (const part of [descriptor?.value, descriptor?.get, descriptor?.set]) {
      if (typeof part === "function") this.homes.set(part, this.homes.get(part) ?? value);
      this.#all(part, path);
    }
  }

  #frame(value: object, path: string): void {
    for (const name of ["$data", "$columns", "$index", "$dtypes"])
      this.#all(Reflect.get(value, name), `${path}.${name}`);
  }

  #prototypeOf(value: object, of: object | undefined, path: string): void {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (of !== undefined) {
      this.#own(value, prototype);
      this.#all(prototype, path);
      this.#classOf(of, path);
      const privates = privatesOf(prototype);
      if (privates.length > 0)
        this.problems.add(privates.join(", "), `private in an instance of ${nameOfFunction(of)}`, path);
    } else if (prototype !== null && Object.getPrototypeOf(prototype) !== null && prototype !== Function.prototype)
      this.#all(prototype, path);
  }

  // Arrow functions among the fields of an instance were made in its class, and have the instance as `this`.
  #own(instance: object, prototype: object | null): void {
    for (const key of Reflect.ownKeys(instance)) {
      const value: unknown = Object.getOwnPropertyDescriptor(instance, key)?.value;
      if (typeof value !== "function" || types.isProxy(value)) continue;
      const text = textOf(value);
      for (let at = prototype; at !== null; at = Object.getPrototypeOf(at)) {
        const maker = makerOf(at);
        if (maker !== undefined && textOf(maker).includes(text)) this.#owners.set(value, instance);
      }
    }
  }

  #classOf(of: object, path: string): void {
    this.#members(of);
    this.#all(of, `${path}${between}${nameOfFunction(of)}`);
  }

  // The methods that the text of a class has need not be found again.
  #members(of: object): void {
    if (!/^class\b/.test(textOf(of))) return;
    const text = textOf(of);
    for (const isStatic of [false, true]) {
      const holder = isStatic ? of : (Object.getOwnPropertyDescriptor(of, "prototype")?.value as object);
      for (const key of Reflect.ownKeys(holder)) {
        const { value, get, set } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
        if (key === "constructor" || key === "prototype") continue;
        for (const [part, one] of Object.entries({ value, get, set }))
          if (
            typeof one === "function" &&
            !this.members.has(one) &&
            !/^(async )?\(|=>/.test(textOf(one).split("{")[0]) &&
            text.includes(textOf(one))
          )
            this.members.set(one, { of, isStatic, key, part: part as FoundMember["part"] });
      }
    }
  }

  #function(value: object, path: string): void {
    const text = textOf(value);
    const reads = readsOf(text);
    const classText = /^class\b/.test(text) ? classTextOf(text) : undefined;
    if (reads === undefined || (/^class\b/.test(text) && classText === undefined))
      return this.problems.add(lastName(path), "a function whose text cannot be read", path);
    if (this.functions.size >= MOST_FUNCTIONS)
      return this.problems.add(
        `more than ${MOST_FUNCTIONS} functions`,
        "probably a package that was loaded in an unusual way",
        "",
      );
    if (classText !== undefined) this.#members(value);
    for (const name of classText?.staticPrivates ?? []) this.problems.add(name, "private in a class itself", path);
    const variables = new Map<string, Variable>();
    const found = { text, reads, variables, ...(classText && { classText }), ...this.#hidden(value, reads, path) };
    this.functions.set(value, found);
    if (this.scopes.chainOf(value) === undefined)
      return this.problems.add(lastName(path), "a function that cannot be looked into", path);
    for (const { name, isWritten } of reads.references) {
      const variable = variables.get(name) ?? this.#variable(value, name);
      if (variable === undefined) continue;
      variables.set(name, variable);
      variable.isWritten ||= isWritten;
    }
    for (const read of reads.variables) this.#read(read, variables.get(read.name), path + between);
    this.#additions(value, path);
  }

  #hidden(value: object, { hidden, thisAt }: Reads, path: string): { boundTo?: Variable } {
    for (const one of hidden) {
      if (one === "this" || (one === "super" && this.homes.has(value))) continue;
      this.problems.add(one, hiddenWhy[one] ?? "what only the class knows", path);
    }
    if (thisAt.length === 0) return {};
    const owner = this.#owners.get(value);
    if (owner === undefined) {
      this.problems.add("this", "of the place where an arrow function was made", path);
      return {};
    }
    const boundTo = this.scopes.give(value, `this ${this.#numberOf(owner)}`, owner);
    this.#all(owner, `${path}${between}this`);
    return { boundTo };
  }

  readonly #numbers = new Map<object, number>();

  #numberOf(owner: object): number {
    const number = this.#numbers.get(owner) ?? this.#numbers.size;
    this.#numbers.set(owner, number);
    return number;
  }

  // Names of JavaScript's own have no variable.
  #variable(within: object, name: string): Variable | undefined {
    const found = this.scopes.find(within, name);
    if (found !== undefined) return found;
    const cells = cellScope()?.exports;
    if (name === "exports" && cells !== undefined) return this.scopes.give(within, name, cells);
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor === undefined || !("value" in descriptor) || isTheLanguages(name, "")) return undefined;
    if (name === "globalThis" || name === "global" || name === "process") return undefined;
    return descriptor.value === undefined ? undefined : this.scopes.give(within, name, descriptor.value);
  }

  #read({ name, members, loads }: Read, variable: Variable | undefined, path: string): void {
    if (name === "eval" || (name === "Function" && variable === undefined))
      return this.problems.add(name, "makes code of texts", path);
    if (variable === undefined) {
      const [first = ""] = members;
      if (name === "arguments") this.problems.add(name, "of the function around an arrow function", path);
      else if ((name === "globalThis" || name === "global") && !isTheLanguages(first, members[1] ?? ""))
        this.problems.add(`${name}.${first}`, "a property of the global object", path);
      return;
    }
    if (isRequire(variable.value)) {
      if (loads === undefined) this.problems.add(name, "loads modules by names that are only known later", path);
      else if (knownModule(loads, variable.value) === undefined)
        this.problems.add(loads, "a file, or a package that is not installed", path);
    }
    this.#follow(variable.value, members, path + name);
  }

  // Of plain objects only those fields are needed that are read by their names.
  #follow(value: unknown, members: readonly string[], path: string): void {
    let at = value;
    let way = path;
    for (const member of members) {
      const kind = Object(at) === at ? this.#kindOf(at as object, way) : undefined;
      if (kind === undefined || !isOpen(kind)) break;
      const holder = at as object;
      const descriptor = descriptorOf(holder, member);
      if (descriptor === undefined && (member in Object.prototype || typeof holder === "function")) break;
      if (usesThis(descriptor?.value) && !isModule(holder)) break;
      const needed = this.needed.get(holder) ?? new Set();
      if (needed !== "all") needed.add(member);
      this.needed.set(holder, needed);
      way = `${way}.${member}`;
      if (descriptor?.get !== undefined || descriptor?.set !== undefined) return this.#field(holder, member, way);
      if (typeof descriptor?.value === "function")
        this.homes.set(descriptor.value, this.homes.get(descriptor.value) ?? holder);
      at = descriptor?.value;
    }
    this.#all(at, way);
  }

  // A function's own fields, and the methods of a class written without `class`.
  #additions(value: object, path: string): void {
    const isClass = this.functions.get(value)?.classText !== undefined;
    if (isClass) this.#own(value, null);
    for (const key of Reflect.ownKeys(value)) {
      if (ownOfFunctions.includes(String(key))) continue;
      const one: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      if (isClass && typeof one === "function" && textOf(value).includes(textOf(one))) this.#owners.set(one, value);
      this.#all(key, path);
      this.#field(value, key, `${path}.${String(key)}`);
    }
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (typeof prototype !== "object" || prototype === null || makerOf(prototype) !== value) return;
    if (Reflect.ownKeys(prototype).length === 1 && !this.needed.has(prototype)) return;
    this.needed.set(prototype, "all");
    this.kinds.set(prototype, { kind: "prototype", of: value });
    for (const key of Reflect.ownKeys(prototype))
      if (key !== "constructor") this.#field(prototype, key, `${path}.prototype.${String(key)}`);
  }
}

// A user's object may have replaced these methods.
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

const hasFields: readonly string[] = ["object", "list", "map", "set", "date", "pattern", "boxed", "error"];

/** The properties that every function has. */
export const ownOfFunctions: readonly string[] = ["length", "name", "prototype", "arguments", "caller"];

const hiddenWhy: Readonly<Record<string, string>> = {
  super: "of an object that is not known",
  "import()": "loads modules later; import them at the top",
  "import.meta": "of a module",
};

function isOpen(kind: Kind): boolean {
  if (kind.kind === "known") return kind.named.of === "paperlab" && kind.named.name === "";
  return kind.kind === "cells" || (kind.kind === "object" && kind.of === undefined);
}

function usesThis(value: unknown): boolean {
  return typeof value === "function" && !types.isProxy(value) && /\b(this|super)\b/.test(textOf(value));
}

/**
 * Returns a property as it travels. What a kernel has behind a Proxy, and what a bundler made of an import, is the value
 * itself.
 */
export function descriptorOf(holder: object, key: PropertyKey): PropertyDescriptor | undefined {
  const plain = { enumerable: true, configurable: true, writable: true };
  if (holder === cellScope()?.exports) return { value: Reflect.get(holder, key), ...plain };
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  if (descriptor?.get === undefined || !isModule(holder) || isVariable.test(textOf(descriptor.get))) return descriptor;
  try {
    return { value: Reflect.get(holder, key), ...plain };
  } catch {
    return { value: undefined, ...plain };
  }
}

// A getter by which a bundler exports a variable of the module.
const isVariable = /^\(\)\s*=>\s*[\w$]+$/;

// How an object shows itself in a notebook decides nothing.
function isDisplayOf(value: object, key: PropertyKey): boolean {
  const shows = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Jupyter.display")];
  const isOwn = shows.every((one) => Object.hasOwn(value, one));
  return shows.includes(key as symbol) || (isOwn && key === "toString");
}

/** Whether a property only says how an object shows itself. */
export { isDisplayOf };

function privatesOf(prototype: object | null): string[] {
  const names: string[] = [];
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    const maker = makerOf(at);
    if (maker !== undefined) names.push(...(classTextOf(textOf(maker))?.privates ?? []));
  }
  return names;
}

function nameOfFunction(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" && name !== "" ? name : "a class";
}

function lastName(path: string): string {
  return (path.split(between).at(-1) ?? path)
    .replace(/^(exports|\w+_\d+|import_\w+)\./, "")
    .replace(/^.*\.(?=\w+$)/, (all) => all);
}
