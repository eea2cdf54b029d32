import { createHash } from "node:crypto";
import { types } from "node:util";
import { cellScope } from "../../notebook/hook";
import { type ClosureValues, lookingInside } from "./closure-values";
import { isOfCompiler, isRequire, knownModule, knownNow } from "./known";
import { isTheLanguages } from "./language";
import { type Read, type Reads, readsOf } from "./reads";
import { type Allowance, isPlainObject, ownMember, unread, valueText } from "./value-text";
import { isOfTheWorld } from "./worldly";

/**
 * What functions reach outside themselves, by path: `onBar > signal > limit` is what `signal` reads, which `onBar`
 * calls. A function is described by the SHA-256 of its text, a value by its own text. What cannot be read is `?`,
 * which the reason may follow.
 */
export type Reach = Readonly<Record<string, string>>;

/** Where reading begins: a function whose text is already known, or anything else. */
export interface Root {
  readonly path: string;
  readonly value: unknown;
  /** Whether the text of the function is recorded elsewhere. */
  readonly told: boolean;
  /** Whether it is a method of a class whose methods are all read, so that `super` hides nothing. */
  readonly isMethod?: boolean;
}

const between = " > ";

// Beyond this many functions, there is probably a package that was loaded in an unusual way.
const MOST_FUNCTIONS = 300;
// Limit on values over everything that is reached, about half a second's work. 16 numbers of a list, or letters of a
// text, count as one.
const MOST_VALUES = 1_000_000;

const ofNode = `${unread} a module of Node`;
const overFunctions = `${unread} over ${MOST_FUNCTIONS} functions`;
const overValues = `${unread} over ${MOST_VALUES.toLocaleString("en-US")} values`;

/**
 * Reads what functions reach now, directly and indirectly. Takes some milliseconds, and six more the first time.
 * `most`: how many values are read.
 */
export function reachOf(roots: readonly Root[], most = MOST_VALUES): Reach {
  return lookingInside((valuesOf) => {
    const reading = new Reading(valuesOf, most);
    for (const root of roots) reading.begin(root);
    reading.goOn();
    return reading.reach;
  });
}

/**
 * Returns the names of what cannot be read, each once, with the reason if it is known: `fs (a module of Node)`. Beyond
 * a limit, as in `rules[300] (over 300 functions)`, only the first is named.
 */
export function unreadOf(reach: Reach): string[] {
  const names = new Map<string, string>();
  for (const [path, text] of Object.entries(reach)) {
    if (!isUnread(text)) continue;
    const why = text.slice(unread.length + 1);
    const name = nameOfPath(path);
    const key = why.startsWith("over ") ? why : name;
    if (!names.has(key)) names.set(key, why === "" ? name : `${brief(name)} (${why})`);
  }
  return [...names.values()];
}

// Short enough that the reason fits on the line.
function brief(name: string): string {
  return name.length <= 16 ? name : `${name.slice(0, 13)}...`;
}

function isUnread(text: string): boolean {
  return text === unread || text.startsWith(`${unread} `);
}

/** Returns what a cell calls the last part of a path: a compiler's `exports.limit` or `helper_1.limit` is `limit`. */
export function nameOfPath(path: string): string {
  const last = path.split(between).at(-1) ?? path;
  return last.replace(/^(exports|\w+_\d+|import_\w+)\./, "");
}

/** Whether a text of a `Reach` stands for a function. */
export function isFunctionText(text: string): boolean {
  return text.startsWith(functionMark);
}

const functionMark = "function, SHA-256 ";

class Reading {
  readonly reach: Record<string, string> = {};
  // The functions found so far, by the shortest path to each. They are read in the order in which they were found.
  readonly #places = new Map<object, string>();
  readonly #methods = new Set<unknown>();
  readonly #readsOfTexts = new Map<string, Reads>();
  readonly #valuesOf: ClosureValues;
  readonly #known = knownNow();
  readonly #allowed: Allowance;

  constructor(valuesOf: ClosureValues, most: number) {
    this.#valuesOf = valuesOf;
    this.#allowed = { values: most };
  }

  begin({ path, value, told, isMethod = false }: Root): void {
    if (isMethod) this.#methods.add(value);
    if (told && typeof value === "function") {
      this.#places.set(value, path);
    } else this.#read(path, value);
  }

  /** Reads everything that was found, and what that leads to. */
  goOn(): void {
    for (const [value, path] of this.#places) this.#inside(path, value);
  }

  #read(path: string, value: unknown): void {
    if (typeof value === "function") this.#function(path, value);
    else {
      const module = isPlainObject(value) ? this.#known(value, "") : undefined;
      if (module !== undefined) this.reach[path] = isOfTheWorld(module.text) ? unread : module.text;
      else if (this.#isFeed(value)) this.reach[path] = `Feed ${this.#value(path, value.manifest)}`;
      else this.reach[path] = this.#value(path, value);
    }
  }

  #value(path: string, value: unknown): string {
    return valueText(value, path, (part, one) => this.#part(part, one), this.#allowed) ?? overValues;
  }

  // Returns the placeholder, within a value, of a part that has its own entry.
  #part(path: string, value: object): string {
    if (typeof value === "function") this.#function(path, value);
    else if (this.#isFeed(value)) this.#read(path, value);
    else this.reach[path] = unread;
    return typeof value === "function" ? "function" : unread;
  }

  // A feed of paperlab can be made again from its manifest alone.
  #isFeed(value: unknown): value is { readonly manifest: unknown } {
    if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
    const prototype: object | null = Object.getPrototypeOf(value);
    const made: unknown = prototype === null ? undefined : ownMember(prototype, "constructor")?.value;
    // The bundler of `dist` calls it `_Feed`.
    return typeof made === "function" && /^_?Feed$/.test(made.name) && this.#known(made, "Feed")?.ours === "Feed";
  }

  #function(path: string, value: object): void {
    const name = /[^.\s]*$/.exec(path)?.[0] ?? "";
    const found = types.isProxy(value) ? undefined : this.#known(value, name);
    const place = this.#places.get(value);
    // The text that names a function of paperlab already identifies it.
    if (found !== undefined && found.ours === name) return;
    if (found !== undefined) this.reach[path] = isOfTheWorld(found.text) ? unread : found.text;
    else if (place !== undefined) this.reach[path] = `as ${place}`;
    else if (types.isProxy(value) || isNative(value)) this.reach[path] = unread;
    else if (this.#places.size >= MOST_FUNCTIONS) this.reach[path] = overFunctions;
    else {
      this.#places.set(value, path);
      this.reach[path] = functionMark + createHash("sha256").update(textOf(value)).digest("hex");
    }
  }

  #inside(path: string, value: object): void {
    const reads = this.#readsBy(value);
    const deeper = path + between;
    if (reads === undefined) {
      this.reach[path] = unread;
      return;
    }
    const isMethod = this.#methods.has(value);
    for (const name of reads.hidden) if (name !== "super" || !isMethod) this.reach[deeper + name] = unread;
    const { variables } = reads;
    const names = [...new Set(variables.map(({ name }) => name))];
    const values = names.length === 0 ? new Map<string, unknown>() : this.#valuesOf(value, names);
    for (const read of variables) {
      // Code made from text can read anything.
      if (values === undefined || read.name === "eval" || read.name === "Function")
        this.reach[deeper + read.name] = unread;
      else this.#variable(deeper, read, values);
    }
    this.#members(path, value);
  }

  // Functions made by one function share one text.
  #readsBy(value: object): Reads | undefined {
    if (isNative(value)) return undefined;
    const text = textOf(value);
    const reads = readsOfFunctions.get(value) ?? this.#readsOfTexts.get(text) ?? readsOf(text);
    if (reads === undefined) return undefined;
    readsOfFunctions.set(value, reads);
    this.#readsOfTexts.set(text, reads);
    return reads;
  }

  // Additions to a function: its own fields, and the methods of a class written without `class`.
  #members(path: string, value: object): void {
    for (const key of Object.keys(value)) this.#read(`${path}.${key}`, ownMember(value, key)?.value);
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (typeof prototype !== "object" || prototype === null || /^class\b/.test(textOf(value))) return;
    const keys = Object.keys(prototype);
    for (const key of keys) this.#read(`${path}.prototype.${key}`, ownMember(prototype, key)?.value);
  }

  #variable(path: string, { name, members, loads }: Read, values: ReadonlyMap<string, unknown>): void {
    const value = values.has(name) || name !== "require" ? values.get(name) : ownMember(globalThis, name)?.value;
    if (isRequire(value)) this.#required(path, value, members, loads);
    else if (values.has(name)) {
      if (!isOfCompiler(name, value)) this.#follow(path + name, value, members);
    } else if (name === "globalThis" || name === "global") {
      const [first, ...others] = members;
      if (first === undefined) this.reach[path + name] = unread;
      else this.#global(path, { name: first, members: others });
    } else this.#global(path, { name, members });
  }

  // A module is known by its name alone, whatever it does with files and other modules.
  #required(path: string, load: NodeJS.Require, [member = ""]: readonly string[], id = ""): void {
    if (id === "") this.reach[`${path}require`] = unread;
    else {
      const module = knownModule(id, load);
      const text = `${module} ${member}`.trimEnd();
      const name = id.replace(/^node:/, "");
      if (module === undefined) this.reach[path + name] = unread;
      else if (isOfTheWorld(text)) this.reach[path + name] = ofNode;
      else this.reach[`${path}${name} ${member}`.trimEnd()] = text;
    }
  }

  // A name that is in no closure is a property of the global object. In tslab's own kernel, so are the variables of
  // cells.
  #global(path: string, { name, members }: Read): void {
    const cells = cellScope()?.exports;
    if (name === "exports" && cells !== undefined) this.#follow(path + name, cells, members);
    else if (!isTheLanguages(name, members[0] ?? "")) {
      this.#follow(path + name, ownMember(globalThis, name)?.value, members);
    } else {
      const member = [name, ...members.slice(0, 1)].join(".");
      if (isOfTheWorld(`JavaScript ${member}`)) this.reach[path + member] = unread;
    }
  }

  // Follows the members that are read, as long as they are fields of plain objects. The other fields do not matter.
  #follow(path: string, value: unknown, members: readonly string[]): void {
    let at = value;
    let way = path;
    for (const member of members) {
      if (!isOpen(at)) break;
      const found = at === cellScope()?.exports ? { value: Reflect.get(at, member) } : ownMember(at, member);
      // A method that every object has may read all of it.
      if (found === undefined && member in Object.prototype) break;
      if (found === undefined && typeof at === "function") break;
      if (usesThis(found?.value) && !isModule(at)) break;
      at = found?.value;
      way += `.${member}`;
    }
    if (at === cellScope()?.exports && at !== undefined) this.reach[way] = unread;
    else this.#read(way, at);
  }
}

// The members of JavaScript's own functions, such as `Array`, are known by name, unless users have added some.
function isOpen(value: unknown): value is object {
  if (typeof value === "function") return !types.isProxy(value) && isNative(value);
  // tslab's own kernel keeps the variables of cells behind a proxy.
  return isPlainObject(value) || (value !== undefined && value === cellScope()?.exports) || isCopyOfModule(value);
}

// If a module is a function, esbuild makes an object of it that inherits from Function.prototype.
function isCopyOfModule(value: unknown): boolean {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Object.getPrototypeOf(value) === Function.prototype && Object.hasOwn(value, "default");
}

function isModule(value: object): boolean {
  return value === cellScope()?.exports || types.isModuleNamespaceObject(value) || Object.hasOwn(value, "__esModule");
}

// Such a method may read other fields of its object.
function usesThis(value: unknown): boolean {
  return typeof value === "function" && /\b(this|super)\b/.test(textOf(value));
}

// The names that a function reads never change; their values may.
const readsOfFunctions = new WeakMap<object, Reads>();

function textOf(value: object): string {
  return Function.prototype.toString.call(value);
}

function isNative(value: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(textOf(value));
}
