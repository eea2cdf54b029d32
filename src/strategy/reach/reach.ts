import { createHash } from "node:crypto";
import { types } from "node:util";
import { cellScope } from "../../notebook/hook";
import { type ClosureValues, lookingInside } from "./closure-values";
import { followed, holderAmong, isNative, memberOf, textOf } from "./follow";
import { holderOf, Insides } from "./insides";
import { isOfCompiler, isRequire, type Known, knownModule, knownNow } from "./known";
import { isTheLanguages } from "./language";
import { further, lastName, type Path, samePath } from "./paths";
import type { Read } from "./reads";
import { keyOf, type SourceNames } from "./source-names";
import { type Allowance, isPlainObject, ofNode, ownMember, unread, valueText } from "./value-text";
import { chancesIn, isOfTheWorld } from "./world/worldly";

/**
 * What functions reach outside themselves, by path: `onBar > signal > limit` is what `signal` reads, which `onBar`
 * calls. A function is described by the SHA-256 of its tokens, a value by its own text. What cannot be read is `?`,
 * which the reason may follow.
 */
export type Reach = Readonly<Record<string, string>>;

/** What functions reach, with their names. */
export interface Reached {
  /**
   * Under the names of the source, with the tokens of functions: the same whatever a compiler makes of it, in whichever
   * cell it stands, and however it is laid out.
   */
  readonly reach: Reach;
  /** With the texts of functions, as sessions were stored before. */
  readonly asWritten: Reach;
  /** Under the names that the compiler gave, as sessions were stored before that. */
  readonly asCompiled: Reach;
  /** The functions whose text is recorded elsewhere, with the names of the source: their tokens. */
  readonly functions: Readonly<Record<string, string>>;
  /** Their texts. */
  readonly functionsAsWritten: Readonly<Record<string, string>>;
  /** The names of paperlab's own functions among what is reached. */
  readonly ours: ReadonlySet<string>;
  /** The sources of chance and time that the functions use, such as `Math.random`. */
  readonly chances: ReadonlySet<string>;
  /** Numbers of the functions, and of the objects that cannot be read, by path. Another object has another number. */
  readonly objects: Readonly<Record<string, number>>;
}

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

const overFunctions = `${unread} over ${MOST_FUNCTIONS} functions`;
// Written out: to format a number for the first time takes 10 ms.
const overValues = `${unread} over 1,000,000 values`;

/**
 * Reads what functions reach now, directly and indirectly. Takes some milliseconds, and six more the first time.
 * `most`: how many values are read. `take` is given each of them.
 */
export function reachOf(roots: readonly Root[], most = MOST_VALUES, take?: (value: unknown) => void): Reached {
  return lookingInside((valuesOf) => {
    const reading = new Reading(valuesOf, most, take);
    for (const root of roots) reading.begin(root);
    reading.goOn();
    const { reach, asWritten, asCompiled, functions, functionsAsWritten, ours, chances, objects } = reading;
    return { reach, asWritten, asCompiled, functions, functionsAsWritten, ours, chances, objects };
  });
}

/** Returns the variables of the notebook's cells by name; none outside a notebook. */
export function cellVariables(): Readonly<Record<string, unknown>> {
  return cellScope()?.exports ?? {};
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

/** Whether a text of a `Reach` stands for what cannot be read. */
export function isUnread(text: string): boolean {
  return text === unread || text.startsWith(`${unread} `);
}

/** Returns what a cell calls the last part of a path: a compiler's `exports.limit` or `helper_1.limit` is `limit`. */
export function nameOfPath(path: string): string {
  const last = path.split(between).at(-1) ?? path;
  return last.replace(/^(exports|\w+_\d+|import_\w+)\./, "");
}

/**
 * Returns the names of the values that are reached, each once: not functions, and not what belongs to JavaScript,
 * paperlab or a package.
 */
export function valuesIn(reach: Reach): string[] {
  const values = Object.entries(reach).filter(
    ([, text]) => !isUnread(text) && !isFunctionText(text) && !isOrigin(text),
  );
  return [...new Set(values.map(([path]) => nameOfPath(path)))];
}

/** Whether a text of a `Reach` stands for what belongs to JavaScript, paperlab or a package, or is read elsewhere. */
// Texts are quoted, so that no value looks like one of these.
export function isOrigin(text: string): boolean {
  return /^(as |JavaScript |paperlab |node:|(@[\w.-]+\/)?[\w.-]+@\d)/.test(text);
}

/** Whether a text of a `Reach` stands for a function. */
export function isFunctionText(text: string): boolean {
  return text.startsWith(functionMark);
}

const functionMark = "function, SHA-256 ";

class Reading {
  readonly reach: Record<string, string> = {};
  readonly asWritten: Record<string, string> = {};
  readonly asCompiled: Record<string, string> = {};
  readonly functions: Record<string, string> = {};
  readonly functionsAsWritten: Record<string, string> = {};
  readonly ours = new Set<string>();
  readonly objects: Record<string, number> = {};
  // The functions found so far, by the shortest path to each. They are read in the order in which they were found.
  readonly #places = new Map<object, Path>();
  readonly #methods = new Set<unknown>();
  readonly #worldly: string[] = [];
  readonly insides: Insides;
  readonly #known = knownNow();
  readonly #allowed: Allowance;

  readonly #taken: ((value: unknown) => void) | undefined;

  constructor(valuesOf: ClosureValues, most: number, taken: ((value: unknown) => void) | undefined) {
    this.#taken = taken;
    this.insides = new Insides(valuesOf, this.#known);
    this.#allowed = { values: most };
  }

  /** The sources of chance and time in all functions that it has read, and among what these reach, each once. */
  get chances(): ReadonlySet<string> {
    return new Set([...this.insides.chances, ...this.#worldly.flatMap(chancesIn)]);
  }

  begin({ path, value, told, isMethod = false }: Root): void {
    if (isMethod) this.#methods.add(value);
    if (told && typeof value === "function") {
      this.#places.set(value, samePath(path));
      this.#number(samePath(path), value);
      this.functions[path] = this.insides.tokensOf(value);
      this.functionsAsWritten[path] = this.insides.sourceOf(value);
    } else this.#read(samePath(path), value);
  }

  /** Reads everything that was found, and what that leads to. */
  goOn(): void {
    for (const [value, path] of this.#places) this.#inside(path, value);
  }

  #put({ named, compiled }: Path, text: string, textCompiled = text, textWritten = text): void {
    if (named !== undefined) {
      this.reach[named] = text;
      this.asWritten[named] = textWritten;
    }
    if (compiled !== undefined) this.asCompiled[compiled] = textCompiled;
  }

  #number({ named }: Path, value: unknown): void {
    if (named !== undefined && Object(value) === value && value !== process)
      this.objects[named] = numberOf(value as object);
  }

  #unread(path: Path, value: unknown, text = unread): void {
    this.#number(path, value);
    this.#put(path, text);
  }

  #read(path: Path, value: unknown): void {
    if (typeof value === "function") this.#function(path, value);
    else {
      const module = isPlainObject(value) ? this.#known(value, "") : undefined;
      if (module !== undefined) this.#put(path, isOfTheWorld(module.text) ? unread : module.text);
      else if (this.#isFeed(value)) this.#put(path, `Feed ${this.#value(path, value.manifest)}`);
      else this.#put(path, this.#value(path, value));
    }
  }

  #value(path: Path, value: unknown): string {
    this.#taken?.(value);
    const take = (part: string, one: object) => this.#part(further(path, part), one);
    const text = valueText(value, "", take, this.#allowed) ?? overValues;
    if (isUnread(text)) this.#number(path, value);
    return text;
  }

  // Returns the placeholder, within a value, of a part that has its own entry.
  #part(path: Path, value: object): string {
    if (typeof value === "function") this.#function(path, value);
    else if (this.#isFeed(value)) this.#read(path, value);
    else this.#unread(path, value);
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

  #function({ named, compiled }: Path, value: object): void {
    // The text that names a function of paperlab already identifies it.
    const isTold = (name: string | undefined, known: Known) => name !== undefined && known.ours === lastName(name);
    const name = lastName(compiled ?? named ?? "");
    const found = types.isProxy(value) ? undefined : this.#known(value, name);
    const place = this.#places.get(value);
    if (found?.ours !== undefined) this.ours.add(found.ours);
    if (found !== undefined) {
      const path = {
        named: isTold(named, found) ? undefined : named,
        compiled: isTold(compiled, found) ? undefined : compiled,
      };
      if (isOfTheWorld(found.text)) this.#worldly.push(found.text);
      this.#put(path, isOfTheWorld(found.text) ? unread : found.text);
    } else if (place !== undefined) this.#again({ named, compiled }, place);
    else if (types.isProxy(value) || isNative(value)) this.#unread({ named, compiled }, value);
    else if (this.#places.size >= MOST_FUNCTIONS) this.#unread({ named, compiled }, value, overFunctions);
    else {
      this.#places.set(value, { named, compiled });
      this.#number({ named, compiled }, value);
      const [tokens, source] = [this.insides.tokensOf(value), this.insides.sourceOf(value)];
      this.#put({ named, compiled }, hashOf(tokens), hashOf(textOf(value)), hashOf(source));
    }
  }

  // A function that was found before, on this path or on another.
  #again({ named, compiled }: Path, place: Path): void {
    const path = {
      named: named === place.named ? undefined : named,
      compiled: compiled === place.compiled ? undefined : compiled,
    };
    this.#put(path, `as ${place.named ?? place.compiled}`, `as ${place.compiled ?? place.named}`);
  }

  #inside(path: Path, value: object): void {
    const inside = this.insides.of(value);
    const deeper = further(path, between);
    if (inside === undefined) {
      this.#unread(path, value);
      return;
    }
    const { reads, values } = inside;
    const isMethod = this.#methods.has(value);
    for (const name of reads.hidden) if (name !== "super" || !isMethod) this.#put(further(deeper, name), unread);
    for (const read of reads.variables) {
      // Code made from text can read anything.
      if (values === undefined || read.name === "eval" || read.name === "Function")
        this.#put(further(deeper, read.name), unread);
      else this.#variable(deeper, read, inside.names, values);
    }
    this.#members(path, value);
  }

  // Additions to a function: its own fields, and the methods of a class written without `class`.
  #members(path: Path, value: object): void {
    if (Object.keys(value).length > 0) this.#taken?.(value);
    for (const key of Object.keys(value)) this.#read(further(path, `.${key}`), ownMember(value, key)?.value);
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (typeof prototype !== "object" || prototype === null || /^class\b/.test(textOf(value))) return;
    for (const key of Object.keys(prototype))
      this.#read(further(path, `.prototype.${key}`), ownMember(prototype, key)?.value);
  }

  #variable(path: Path, read: Read, names: SourceNames, values: ReadonlyMap<string, unknown>): void {
    const { name, members, loads } = read;
    const value = values.has(name) || name !== "require" ? values.get(name) : ownMember(globalThis, name)?.value;
    const [first, ...others] = members;
    const given = first === undefined ? undefined : names.get(keyOf(name, first));
    if (given !== undefined) this.#given(path, read, given, values);
    else if (isRequire(value)) this.#required(path, value, members, loads);
    else if (values.has(name)) {
      if (!isOfCompiler(name, value)) this.#follow(further(path, names.get(name) ?? name, name), value, members);
    } else if (name === "globalThis" || name === "global") {
      if (first === undefined) this.#put(further(path, name), unread);
      else this.#global(path, { name: first, members: others });
    } else this.#global(path, { name, members });
  }

  // A member of a compiler's variable is a variable of the source.
  #given(path: Path, { name, members }: Read, given: string, values: ReadonlyMap<string, unknown>): void {
    const [first, ...others] = members;
    const holder = holderOf(name, values);
    this.#hold(holder, members);
    const one = followed(holder, members);
    const other = followed(memberOf(holder, first)?.value, others);
    const compiled = further(path, [name, ...one.taken].join("."));
    const named = further(path, [given, ...other.taken].join("."));
    if (one.value === other.value && one.taken.length === other.taken.length + 1)
      this.#read({ named: named.named, compiled: compiled.compiled }, one.value);
    else {
      this.#read({ named: named.named }, other.value);
      this.#read({ compiled: compiled.compiled }, one.value);
    }
  }

  // A module is known by its name alone, whatever it does with files and other modules.
  #required(path: Path, load: NodeJS.Require, [member = ""]: readonly string[], id = ""): void {
    if (id === "") this.#put(further(path, "require"), unread);
    else {
      const module = knownModule(id, load);
      const text = `${module} ${member}`.trimEnd();
      const name = id.replace(/^node:/, "");
      if (module === undefined) this.#put(further(path, name), unread);
      else if (isOfTheWorld(text)) this.#put(further(path, name), ofNode);
      else this.#put(further(path, `${name} ${member}`.trimEnd()), text);
    }
  }

  // A name that is in no closure is a property of the global object. In tslab's own kernel, so are the variables of
  // cells.
  #global(path: Path, { name, members }: Read): void {
    const cells = cellScope()?.exports;
    if (name === "exports" && cells !== undefined) this.#follow(further(path, name), cells, members);
    else if (!isTheLanguages(name, members[0] ?? "")) {
      this.#follow(further(path, name), ownMember(globalThis, name)?.value, members);
    } else {
      const member = [name, ...members.slice(0, 1)].join(".");
      if (isOfTheWorld(`JavaScript ${member}`)) this.#put(further(path, member), unread);
    }
  }

  // Only a field may be read, but it is the object that has to be kept.
  #hold(value: unknown, members: readonly string[]): void {
    const holder = this.#taken && holderAmong(value, members, (one) => this.#known(one, "") !== undefined);
    if (holder !== undefined) this.#taken?.(holder);
  }

  #follow(path: Path, value: unknown, members: readonly string[]): void {
    this.#hold(value, members);
    const { value: end, taken } = followed(value, members);
    const way = further(path, taken.map((member) => `.${member}`).join(""));
    if (end === cellScope()?.exports && end !== undefined) this.#put(way, unread);
    else this.#read(way, end);
  }
}

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++last;
  numbers.set(value, number);
  return number;
}

function hashOf(text: string): string {
  return functionMark + createHash("sha256").update(text).digest("hex");
}
