import { types } from "node:util";
import { cellScope } from "../../notebook/hook";
import type { ClosureValues } from "./closure-values";
import { isCopyOfModule, isModule, isNative, memberOf, textOf } from "./follow";
import type { FindKnown } from "./known";
import { type Reads, type Reference, readsOf } from "./reads";
import { type SourceNames, sourceNamesOf, tokensWithSourceNames, withSourceNames } from "./source-names";
import { chancesOfText, type LeadsTo } from "./world/chances";

/** What is within a function: what it reads, the values of these variables, and what its source calls them. */
export interface Inside {
  readonly reads: Reads;
  /** `undefined` if they cannot be read. */
  readonly values: ReadonlyMap<string, unknown> | undefined;
  readonly names: SourceNames;
}

/** Looks into functions, into each once. */
export class Insides {
  readonly #valuesOf: ClosureValues;
  readonly #known: FindKnown;
  readonly #found = new Map<object, Inside | undefined>();
  readonly #readsOfTexts = new Map<string, Reads>();

  constructor(valuesOf: ClosureValues, known: FindKnown) {
    this.#valuesOf = valuesOf;
    this.#known = known;
  }

  /** Returns what is within a function, or `undefined` if its text cannot be read. */
  of(value: object): Inside | undefined {
    if (this.#found.has(value)) return this.#found.get(value);
    const inside = this.#look(value);
    this.#found.set(value, inside);
    return inside;
  }

  /** Returns the text of a function with the names of its source. */
  sourceOf(value: object): string {
    const inside = this.of(value);
    const text = textOf(value);
    return inside === undefined ? text : withSourceNames(text, inside.reads.references, inside.names);
  }

  /** Returns the tokens of a function with the names of its source; its text if it cannot be read. */
  tokensOf(value: object): string {
    const inside = this.of(value);
    if (inside === undefined) return textOf(value);
    return tokensWithSourceNames(inside.reads.tokens, inside.reads.references, inside.names);
  }

  /** The sources of chance and time in all functions that it has looked into, each once: `Math.random`. */
  get chances(): ReadonlySet<string> {
    return new Set(
      [...this.#found].flatMap(([value, inside]) => (inside === undefined ? [] : chancesOf(textOf(value), inside))),
    );
  }

  #look(value: object): Inside | undefined {
    const reads = this.#readsBy(value);
    if (reads === undefined) return undefined;
    const names = [...new Set(reads.references.map(({ name }) => name))];
    const values = names.length === 0 ? new Map<string, unknown>() : this.#valuesOf(value, names);
    const given = (name: string, member: string) => values && this.#sourceName(name, member, values);
    return { reads, values, names: sourceNamesOf(reads.references, given) };
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

  // A variable that later cells may change is a member of `exports`, one that was imported is a member of its module.
  #sourceName(name: string, member: string, values: ReadonlyMap<string, unknown>): string | undefined {
    const holder = holderOf(name, values);
    if (typeof holder !== "object" || holder === null) return undefined;
    if (holder === cellScope()?.exports) return name === "exports" ? importedFrom(member) : undefined;
    if (types.isProxy(holder)) return undefined;
    if (name === "exports") return isModule(holder) ? member : undefined;
    if (!/^(\w+_\d+|import_\w+)$/.test(name) || !this.#isOfModule(holder)) return undefined;
    const found = memberOf(holder, member);
    return found && (member === "default" ? defaultName(found.value) : member);
  }

  // TypeScript gives a module that has no default export one, in an object of its own.
  #isOfModule(value: object): boolean {
    const [only, ...others] = Object.getOwnPropertyNames(value);
    const isMade = only === "default" && others.length === 0;
    return isMade || isModule(value) || isCopyOfModule(value) || this.#known(value, "") !== undefined;
  }
}

// Functions that read no global by another name share what their text says.
function chancesOf(text: string, { reads, values = new Map() }: Inside): readonly string[] {
  const valueAt = (name: string, member?: string) => {
    const value = holderOf(name, values);
    return member === undefined ? value : memberOf(value, member)?.value;
  };
  const isAlias = ({ name, member }: Reference) =>
    pathsOfGlobals.has(valueAt(name)) || pathsOfGlobals.has(valueAt(name, member));
  if (reads.references.some(isAlias)) return chancesOfText(text, leadingTo(values));
  const names = chancesOfReads.get(reads) ?? chancesOfText(text);
  chancesOfReads.set(reads, names);
  return names;
}

const chancesOfReads = new WeakMap<Reads, readonly string[]>();

const pathsOfGlobals = new Map<unknown, readonly string[]>([
  ...[globalThis, Math, Date, performance, process].map((value, at): [unknown, string[]] => [
    value,
    [["globalThis", "Math", "Date", "performance", "process"][at]],
  ]),
  [Math.random, ["Math", "random"]],
  [Date.now, ["Date", "now"]],
  [performance.now, ["performance", "now"]],
  [process.hrtime, ["process", "hrtime"]],
]);

// Before the name of a variable from outside, which is no global of that name.
const outside = "outside";

function leadingTo(values: ReadonlyMap<string, unknown>): LeadsTo {
  return (path) => {
    const [name, ...members] = path[0] === outside ? path.slice(1) : path;
    if (!values.has(name) && name !== "exports") return undefined;
    const end = members.reduce((value, member) => memberOf(value, member)?.value, holderOf(name, values));
    return pathsOfGlobals.get(end) ?? [outside, name, ...members];
  };
}

/** Returns the value of a variable that a compiler may have made. Some kernels have `exports` in no closure. */
export function holderOf(name: string, values: ReadonlyMap<string, unknown>): unknown {
  return values.has(name) || name !== "exports" ? values.get(name) : cellScope()?.exports;
}

// In its own cell, what a cell imports is known by the name that its module gives it. In other cells, it is so too.
function importedFrom(name: string): string {
  const { imported = {} } = cellScope() ?? {};
  const given = Object.hasOwn(imported, name) ? imported[name] : name;
  return given === "default" ? name : given;
}

// A default export has no name but those that cells give it.
function defaultName(value: unknown): string | undefined {
  const { imported = {}, exports = {} } = cellScope() ?? {};
  return Object.keys(imported).find((name) => imported[name] === "default" && Object.is(exports[name], value));
}

// The names that a function reads never change; their values may.
const readsOfFunctions = new WeakMap<object, Reads>();
