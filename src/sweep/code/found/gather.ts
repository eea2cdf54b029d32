import type { ClosureScope } from "../../../strategy/reach/closure-values";
import { textOf } from "../../../strategy/reach/follow";
import { type FindKnown, knownNow } from "../../../strategy/reach/known";
import { type Reads, readsOf } from "../../../strategy/reach/reads";
import { plainValue } from "../values";
import { type ClassText, classTextOf } from "./class-text";
import { type FoundMember, isClass, membersOf, nameOfFunction, ownArrows, privatesOf } from "./classes";
import { descriptorOf, isDisplayOf, ownOfFunctions } from "./descriptors";
import { followed } from "./followed";
import { type Kind, kindOf, makerOf } from "./kinds";
import { Problems } from "./problems";
import { problemOf, variableOf } from "./reading";
import { Scopes, type Variable } from "./scopes";

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

const MOST_FUNCTIONS = 1000;
const LONGEST_PATH = 200;
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
  // The instances that arrow functions have as `this`, and numbers for them.
  readonly #owners = new Map<object, object>();
  readonly #numbers = new Map<object, number>();
  // What is left to be looked into. A call stack would be too small for deep data.
  readonly #left: (() => void)[] = [];

  constructor(scopesOf: (within: object) => readonly ClosureScope[] | undefined) {
    this.scopes = new Scopes(scopesOf);
  }

  /** Takes a value with everything that it needs, and what that needs. */
  add(value: unknown, path: string): void {
    this.#all(value, path);
    for (let next = this.#left.pop(); next !== undefined && !this.problems.areMany; next = this.#left.pop()) next();
  }

  /** Takes the class of an instance before functions that were copied from it. */
  addOriginal(instance: object, path: string): void {
    if (this.#kindOf(instance, path).kind !== "object") return;
    this.#own(instance);
    const of = makerOf(Object.getPrototypeOf(instance) ?? {});
    if (of !== undefined && of !== Object) this.#classOf(of, path);
  }

  /** Refuses variables of which nobody can tell whether functions share one. */
  checkShared(): void {
    for (const { name, users, isWritten, isSingle } of this.scopes.variables) {
      const keys = [...users].map((user) => `${this.scopes.chainOf(user)?.numbers.join(" ")} ${textOf(user)}`);
      if (isWritten && !isSingle && new Set(keys).size < keys.length)
        this.problems.add(name, "a variable that functions made at one place change; keep it in an object", "");
    }
  }

  #all(value: unknown, long: string): void {
    // Nobody reads a longer one.
    const path = long.length > LONGEST_PATH ? `${long.slice(0, LONGEST_PATH)}...` : long;
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
    const member = this.members.get(value);
    const kind = this.#kindOf(value, path);
    if (member !== undefined) this.#all(member.of, path);
    else if (kind.kind === "none") this.problems.add(lastName(path), kind.why, path);
    else if (kind.kind === "cells") this.problems.add(lastName(path), "all variables of the notebook's cells", path);
    else if (kind.kind === "function" || kind.kind === "class") this.#function(value, path);
    else if (kind.kind === "prototype") this.#prototype(value, kind.of, path);
    else if (kind.kind === "array") this.#all((value as NodeJS.TypedArray).buffer, path);
    else if (kind.kind === "frame") this.#frame(value, path);
    else this.#parts(value, kind, path);
  }

  #parts(value: object, kind: Kind, path: string): void {
    if (kind.kind === "map")
      for (const [key, one] of mapEntries.call(value as Map<unknown, unknown>)) {
        this.#all(key, `${path} (a key)`);
        this.#all(one, `${path} (of a Map)`);
      }
    if (kind.kind === "set")
      for (const one of setValues.call(value as Set<unknown>)) this.#all(one, `${path} (of a Set)`);
    if (kind.kind === "object") this.#inherited(value, kind.of, path);
    if (hasFields.includes(kind.kind)) this.#fields(value, path);
  }

  #fields(value: object, path: string): void {
    const isList = Array.isArray(value);
    for (const key of Reflect.ownKeys(value)) {
      if (isDisplayOf(value, key) || (isList && key === "length")) continue;
      const where = isList ? `${path}[${String(key)}]` : `${path}.${String(key)}`;
      this.#all(key, where);
      this.#field(value, key, where);
    }
  }

  #field(value: object, key: PropertyKey, path: string): void {
    const descriptor = descriptorOf(value, key, this.scopes);
    for (const part of [descriptor?.value, descriptor?.get, descriptor?.set]) {
      if (typeof part === "function") this.homes.set(part, this.homes.get(part) ?? value);
      this.#all(part, path);
    }
  }

  #frame(value: object, path: string): void {
    for (const name of ["$data", "$columns", "$index", "$dtypes"])
      this.#all(Reflect.get(value, name), `${path}.${name}`);
  }

  #inherited(value: object, of: object | undefined, path: string): void {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (of !== undefined) {
      this.#own(value);
      this.#all(prototype, path);
      this.#classOf(of, path);
      const privates = privatesOf(value);
      const why = `private in an instance of ${nameOfFunction(of)}`;
      if (privates.length > 0) this.problems.add(privates.join(", "), why, path);
    } else if (prototype !== null && Object.getPrototypeOf(prototype) !== null && prototype !== Function.prototype)
      this.#all(prototype, path);
  }

  #own(holder: object): void {
    for (const arrow of ownArrows(holder)) this.#owners.set(arrow, holder);
  }

  #classOf(of: object, path: string): void {
    for (const [method, place] of membersOf(of)) this.members.set(method, place);
    this.#all(of, `${path}${between}${nameOfFunction(of)}`);
  }

  #function(value: object, path: string): void {
    const text = textOf(value);
    const reads = readsOf(text);
    const classText = isClass(value) ? classTextOf(text) : undefined;
    const isRead = reads !== undefined && (classText !== undefined || !isClass(value));
    if (!isRead || this.scopes.chainOf(value) === undefined)
      this.problems.add(lastName(path), "a function that cannot be looked into", path);
    else if (this.functions.size >= MOST_FUNCTIONS)
      this.problems.add(`more than ${MOST_FUNCTIONS} functions`, "a package that was loaded in an unusual way?", "");
    else {
      for (const [method, place] of membersOf(value)) this.members.set(method, place);
      for (const name of classText?.staticPrivates ?? []) this.problems.add(name, "private in a class itself", path);
      if (isClass(value)) this.#own(value);
      const variables = new Map<string, Variable>();
      const hidden = this.#hidden(value, reads, path);
      this.functions.set(value, { text, reads, variables, ...(classText && { classText }), ...hidden });
      this.#variables(value, reads, variables, path);
      this.#additions(value, path);
    }
  }

  #variables(value: object, reads: Reads, variables: Map<string, Variable>, path: string): void {
    for (const { name, isWritten } of reads.references) {
      const variable = variables.get(name) ?? variableOf(value, name, this.scopes);
      if (variable === undefined) continue;
      variables.set(name, variable);
      variable.isWritten ||= isWritten;
    }
    for (const read of reads.variables) {
      const variable = variables.get(read.name);
      const problem = problemOf(read, variable);
      if (problem !== undefined) this.problems.add(problem.name, problem.why, path);
      else if (variable !== undefined) this.#follow(variable.value, read.members, path + between + read.name);
    }
  }

  // Of plain objects only those fields are needed that are read by their names.
  #follow(value: unknown, members: readonly string[], path: string): void {
    const kindAt = (one: object, way: string) => this.#kindOf(one, way);
    const { steps, end, way } = followed(value, members, path, kindAt, this.scopes);
    for (const { holder, member } of steps) {
      const needed = this.needed.get(holder) ?? new Set();
      if (needed !== "all") needed.add(member);
      this.needed.set(holder, needed);
      const { value: method } = descriptorOf(holder, member, this.scopes) ?? {};
      if (typeof method === "function") this.homes.set(method, this.homes.get(method) ?? holder);
    }
    if (end.field === undefined) this.#all(end.value, way);
    else this.#field(end.value as object, end.field, way);
  }

  #hidden(value: object, { hidden, thisAt }: Reads, path: string): { boundTo?: Variable } {
    for (const one of hidden) {
      const isSuperKnown = one === "super" && (isClass(value) || this.homes.has(value));
      if (one !== "this" && !isSuperKnown) this.problems.add(one, hiddenWhy[one] ?? "what only its class knows", path);
    }
    if (thisAt.length === 0) return {};
    const owner = this.#owners.get(value);
    if (owner === undefined) this.problems.add("this", "of the place where an arrow function was made", path);
    if (owner === undefined) return {};
    const number = this.#numbers.get(owner) ?? this.#numbers.size;
    this.#numbers.set(owner, number);
    const boundTo = this.scopes.give(value, `this ${number}`, owner);
    this.#all(owner, `${path}${between}this`);
    return { boundTo };
  }

  // A function's own fields, and its prototype if that was changed.
  #additions(value: object, path: string): void {
    for (const key of Reflect.ownKeys(value)) {
      if (ownOfFunctions.includes(String(key))) continue;
      this.#all(key, path);
      this.#field(value, key, `${path}.${String(key)}`);
    }
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (typeof prototype !== "object" || prototype === null || makerOf(prototype) !== value) return;
    if (Reflect.ownKeys(prototype).length === 1) return;
    this.kinds.set(prototype, { kind: "prototype", of: value });
    this.#all(prototype, path);
  }

  #prototype(prototype: object, of: object, path: string): void {
    this.#all(of, path);
    for (const key of Reflect.ownKeys(prototype))
      if (key !== "constructor") this.#field(prototype, key, `${path}.prototype.${String(key)}`);
  }
}

// A user's object may have replaced these methods.
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

const hasFields: readonly string[] = ["object", "list", "map", "set", "date", "pattern", "boxed", "error"];

const hiddenWhy: Readonly<Record<string, string>> = {
  super: "of an object that is not known",
  "import()": "loads modules later; import them at the top",
  "import.meta": "of a module",
};

function lastName(path: string): string {
  return (path.split(between).at(-1) ?? path).replace(/^(exports|\w+_\d+|import_\w+)\./, "");
}
