import type {
  AssignmentExpression,
  AssignmentPattern,
  AssignmentProperty,
  CallExpression,
  ChainExpression,
  Identifier,
  MemberExpression,
  NewExpression,
  Node,
  ObjectPattern,
  Pattern,
  VariableDeclarator,
} from "acorn";
import { isNode, memberName, parsed, readsOf } from "../reads";
import { chancesIn, unquoted } from "./worldly";

/** The path of a global's member, as `["Math", "random"]`. */
type Path = readonly string[];

/** Returns the global, or its member, that a path of a function's outer variables leads to: `["Math"]` for `const M = Math`. */
export type LeadsTo = (path: Path) => Path | undefined;

/**
 * Returns the names of the sources of chance and time that a function uses, as its text says it: `Math.random`, also where it is
 * taken apart (`const { random } = Math`) or has another name (`const m = Math`). `leadsTo`: what is known of other variables.
 */
export function chancesOfText(source: string, leadsTo?: LeadsTo): string[] {
  const read = parsed(source);
  if (read === undefined) return chancesIn(source);
  const direct = ofOutside(chancesIn(unquoted(read.tokens)), source);
  if (leadsTo === undefined && !read.tokens.some(isTakenWhole)) return [...direct];
  return [...new Set([...direct, ...new Taken(read.program, leadsTo).names])];
}

/** Returns which names of sources are not a function's own: a method `fetch`, or a `randomInt` that it declares. */
export function ofOutside(names: readonly string[], source: string): readonly string[] {
  const reads = names.length === 0 ? undefined : readsOf(source);
  if (reads === undefined || reads.hidden.length > 0 || reads.variables.some(({ loads }) => loads !== undefined))
    return names;
  const outside = new Set(reads.variables.flatMap(({ name, members }) => [name, ...members]));
  return names.filter((name) => placesOf(name).some((place) => outside.has(place)));
}

// Names outside a function by which it may come to a source: `Math` for Math.random, `Date` for new Date().
function placesOf(name: string): string[] {
  const [first] = name.replace(/^new /, "").split(/[.(]/);
  return /^(random|getRandom)/.test(name) ? [first, "crypto"] : [first];
}

const holders = new Set(["Math", "Date", "performance", "process", "globalThis", "global"]);

// A name that no dot follows is given another, taken apart, or read by a text.
function isTakenWhole({ text }: { readonly text: string }, at: number, all: readonly { readonly text: string }[]) {
  const next = all[at + 1]?.text;
  return holders.has(text) && next !== "." && next !== "?.";
}

const sources: readonly (readonly [name: string, path: Path])[] = [
  ["Math.random", ["Math", "random"]],
  ["Date.now", ["Date", "now"]],
  ["performance.now", ["performance", "now"]],
  ["process.hrtime", ["process", "hrtime"]],
];

interface Variable {
  readonly scope: { readonly type: string };
}

interface Scope {
  readonly references: readonly { readonly identifier: Identifier; readonly resolved: Variable | null }[];
}

/** Finds which members of globals a function takes, by whatever names. */
class Taken {
  readonly names = new Set<string>();
  readonly #leadsTo: LeadsTo | undefined;
  readonly #variables = new Map<Node, Variable | null>();
  readonly #aliases = new Map<Variable, Path>();

  constructor(program: Node, leadsTo: LeadsTo | undefined) {
    this.#leadsTo = leadsTo;
    const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
    const { scopes } = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
    for (const { references } of scopes as unknown as readonly Scope[])
      for (const { identifier, resolved } of references) this.#variables.set(identifier, resolved);
    this.#visit(program);
  }

  // In the order of the text, so that a name is known before it is used.
  #visit(node: Node): void {
    if (node.type === "VariableDeclarator") {
      const { id, init } = node as VariableDeclarator;
      if (init) this.#bind(id, this.#pathOf(init));
    } else if (node.type === "AssignmentExpression") {
      const { left, operator, right } = node as AssignmentExpression;
      if (operator === "=") this.#bind(left as Pattern, this.#pathOf(right));
    } else if (node.type === "AssignmentPattern") {
      const { left, right } = node as AssignmentPattern;
      this.#bind(left, this.#pathOf(right));
    } else if (node.type === "NewExpression" || node.type === "CallExpression") this.#call(node as CallExpression);
    else if (node.type === "MemberExpression" || node.type === "Identifier") this.#take(this.#pathOf(node));
    for (const part of Object.values(node).flat()) if (isNode(part)) this.#visit(part);
  }

  #bind(pattern: Pattern, path: Path | undefined): void {
    if (path === undefined) return;
    this.#take(path);
    if (pattern.type === "AssignmentPattern") this.#bind((pattern as AssignmentPattern).left, path);
    else if (pattern.type === "Identifier") {
      const variable = this.#variables.get(pattern);
      if (variable) this.#aliases.set(variable, path);
    } else if (pattern.type === "ObjectPattern")
      for (const property of (pattern as ObjectPattern).properties) {
        const { key, computed, value } = property as AssignmentProperty;
        const name = property.type === "Property" ? memberName(key, computed) : undefined;
        if (name !== undefined) this.#bind(value, [...path, name]);
      }
  }

  #call({ type, callee, arguments: given }: CallExpression | NewExpression): void {
    const [name, ...more] = fromGlobal(this.#pathOf(callee) ?? []);
    if (name !== "Date" || more.length > 0) return;
    if (type === "CallExpression") this.names.add("Date()");
    else if (given.length === 0) this.names.add("new Date()");
  }

  #take(path: Path | undefined): void {
    const taken = fromGlobal(path ?? []);
    for (const [name, source] of sources) if (source.every((part, at) => taken[at] === part)) this.names.add(name);
  }

  #pathOf(node: Node): Path | undefined {
    if (node.type === "ChainExpression") return this.#pathOf((node as ChainExpression).expression);
    if (node.type === "MemberExpression") {
      const { object, property, computed } = node as MemberExpression;
      const of = this.#pathOf(object);
      const name = of && memberName(property, computed);
      return of === undefined || name === undefined ? undefined : this.#known([...of, name]);
    }
    if (node.type !== "Identifier" || !this.#variables.has(node)) return undefined;
    const variable = this.#variables.get(node);
    return variable ? this.#aliases.get(variable) : this.#known([(node as Identifier).name]);
  }

  #known(path: Path): Path {
    return this.#leadsTo?.(path) ?? path;
  }
}

function fromGlobal(path: Path): Path {
  return path[0] === "globalThis" || path[0] === "global" ? path.slice(1) : path;
}
