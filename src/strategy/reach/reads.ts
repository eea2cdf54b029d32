import type {
  AssignmentExpression,
  CallExpression,
  Identifier,
  MemberExpression,
  MetaProperty,
  Node,
  PrivateIdentifier,
  Property,
  Token,
} from "acorn";

/**
 * A variable that a function reads from outside itself, and the members that it reads of it: for `limits.long`, `long`
 * of `limits`.
 */
export interface Read {
  readonly name: string;
  readonly members: readonly string[];
  /** The required module, as in `require("fs").constants`. The members are then those of the module. */
  readonly loads?: string;
}

/** A place in the text of a function that names a variable from outside, alone or with one member: `exports.limit`. */
export interface Reference {
  readonly name: string;
  /** Where the name begins. */
  readonly at: number;
  readonly member?: string;
  /** Where the text begins and ends. `(0, helper_1.signal)`, by which compilers call a function, counts as a whole. */
  readonly start: number;
  readonly end: number;
  /** Whether it is also the key of a field, as in `{ limit }`. */
  readonly isShorthand: boolean;
  /** The names that are declared around it, within the function. */
  readonly locals: ReadonlySet<string>;
  /** Whether it assigns the variable, alone or after reading it. */
  readonly isWritten: boolean;
}

/** One token of the text of a function, and where it begins. */
export interface TextToken {
  readonly at: number;
  readonly text: string;
}

/** What a function reads from outside itself. */
export interface Reads {
  /**
   * Its tokens. A semicolon that a line break stands for is written out, a comma after the last of several parts is
   * left out, and every text has double quotes. So two functions of the same tokens do the same, however they are laid
   * out, quoted and commented.
   */
  readonly tokens: readonly TextToken[];
  readonly variables: readonly Read[];
  /** Every place that reads or assigns one of them, in the order of the text. */
  readonly references: readonly Reference[];
  /**
   * Ways to reach out without a variable: `this` of an arrow function, `super`, `import()`, `import.meta`, a private
   * name.
   */
  readonly hidden: readonly string[];
  /** Where `this` is that of the place where the function was made. */
  readonly thisAt: readonly number[];
}

const MOST_TEXTS = 64;
// Characters of a text that is kept.
const LONG = 20_000;

/** Returns `read` with a memory: of the texts that came last, each is read once. What it returns is not to be changed. */
export function readOnce<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.has(text) ? (known.get(text) as Result) : read(text);
    if (text.length > LONG) return found;
    // The newest last.
    known.delete(text);
    known.set(text, found);
    const [oldest] = known.keys();
    if (known.size > MOST_TEXTS) known.delete(oldest);
    return found;
  };
}

/**
 * Returns what a function reads from outside itself, or `undefined` if its text cannot be read (a native or bound
 * function). A variable that is only assigned does not count as read. Parsing takes about a millisecond, the first time.
 */
export const readsOf: (source: string) => Reads | undefined = readOnce((source) => {
  const found = parsed(source);
  if (found === undefined) return undefined;
  const { program, offset, tokens } = found;
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { globalScope } = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
  const { parents, hidden, thisAt } = walked(program, offset);
  const variables = new Map<string, Read>();
  const references: Reference[] = [];
  const localsOf = localNames();
  for (const reference of globalScope?.through ?? []) {
    const { identifier, from } = reference;
    const { end, read } = chainFrom(identifier as Identifier, parents);
    if (!isOnlyAssigned(end, parents)) variables.set(JSON.stringify(read), read);
    const place = placeOf(identifier as Identifier, parents, source, offset);
    references.push({ ...place, locals: localsOf(from), isWritten: reference.isWrite() });
  }
  references.sort((one, other) => one.at - other.at);
  return { tokens, variables: [...variables.values()], references, hidden, thisAt };
});

type Place = Omit<Reference, "locals" | "isWritten">;

function placeOf(identifier: Identifier, parents: Parents, source: string, offset: number): Place {
  const { name } = identifier;
  const at = identifier.start - offset;
  const above = parents.get(identifier);
  const { object, property, computed } = (above ?? {}) as Partial<MemberExpression>;
  const member = object === identifier && !computed ? memberName(property as Node, false) : undefined;
  if (above === undefined || member === undefined) {
    const field = above?.type === "AssignmentPattern" ? parents.get(above) : above;
    const isShorthand = field?.type === "Property" && (field as Property).shorthand;
    return { name, at, start: at, end: identifier.end - offset, isShorthand };
  }
  const [start, end] = [above.start - offset, above.end - offset];
  const called = parents.get(above)?.type === "SequenceExpression" && source[end] === ")";
  const open = called ? /\(0, ?$/.exec(source.slice(0, start)) : null;
  return { name, at, member, start: open?.index ?? start, end: open === null ? end : end + 1, isShorthand: false };
}

interface Scope {
  readonly upper: Scope | null;
  readonly set: ReadonlyMap<string, unknown>;
}

// Returns a function that collects the names that a scope and those around it declare.
function localNames(): (scope: Scope) => ReadonlySet<string> {
  const found = new Map<Scope, ReadonlySet<string>>();
  const localsOf = (scope: Scope): ReadonlySet<string> => {
    const known = found.get(scope);
    if (known !== undefined) return known;
    const names = new Set([...(scope.upper === null ? [] : localsOf(scope.upper)), ...scope.set.keys()]);
    found.set(scope, names);
    return names;
  };
  return localsOf;
}

type Parents = ReadonlyMap<Node, Node>;

// The members of `a.b["c"]`, as far as they are written out, and the expression that they end with.
function chainFrom(identifier: Identifier, parents: Parents): { end: Node; read: Read } {
  const members: string[] = [];
  const required = requiredBy(identifier, parents);
  let end: Node = required?.call ?? identifier;
  for (let next = parents.get(end); next?.type === "MemberExpression"; next = parents.get(next)) {
    const { object, property, computed } = next as MemberExpression;
    const name = memberName(property, computed);
    if (object !== end || name === undefined) break;
    members.push(name);
    end = next;
  }
  return { end, read: { name: identifier.name, members, ...(required && { loads: required.id }) } };
}

// `require("id")`, or `require.import("id")`, which paperlab's kernel makes from `import("id")`.
function requiredBy(identifier: Identifier, parents: Parents): { call: Node; id: string } | undefined {
  if (identifier.name !== "require") return undefined;
  const above = parents.get(identifier);
  const { object, property } = (above ?? {}) as Partial<MemberExpression>;
  const callee = object === identifier && memberName(property as Node, false) === "import" ? above : identifier;
  const call = callee && parents.get(callee);
  if (call?.type !== "CallExpression") return undefined;
  const { callee: called, arguments: given } = call as CallExpression;
  const { value } = (given[0] ?? {}) as { value?: unknown };
  return called === callee && typeof value === "string" ? { call, id: value } : undefined;
}

/** Returns the name of a member, or of a field of a pattern, as far as it is written out. */
export function memberName(property: Node, computed: boolean): string | undefined {
  if (!computed && property.type === "Identifier") return (property as Identifier).name;
  const { type, value } = property as { type: string; value?: unknown };
  return type === "Literal" && typeof value === "string" ? value : undefined;
}

function isOnlyAssigned(expression: Node, parents: Parents): boolean {
  const parent = parents.get(expression);
  if (parent?.type !== "AssignmentExpression") return false;
  const { left, operator } = parent as AssignmentExpression;
  return left === expression && operator === "=";
}

function walked(program: Node, offset: number): { parents: Parents; hidden: string[]; thisAt: number[] } {
  const parents = new Map<Node, Node>();
  const hidden = new Set<string>();
  const thisAt: number[] = [];
  const privates = { used: new Set<string>(), declared: new Set<string>() };
  // `outside`: whether `this` is that of the place where the function was made.
  const visit = (node: Node, outside: boolean) => {
    if (node.type === "ThisExpression" && outside) {
      hidden.add("this");
      thisAt.push(node.start - offset);
    }
    if (node.type === "Super") hidden.add("super");
    if (node.type === "ImportExpression") hidden.add("import()");
    if (node.type === "MetaProperty" && (node as MetaProperty).meta.name === "import") hidden.add("import.meta");
    if (node.type === "PrivateIdentifier") {
      const isDeclared = isDefinition(parents.get(node));
      (isDeclared ? privates.declared : privates.used).add((node as PrivateIdentifier).name);
    }
    const within = outside && !hasOwnThis.has(node.type);
    for (const part of Object.values(node).flat()) {
      if (!isNode(part)) continue;
      parents.set(part, node);
      visit(part, within);
    }
  };
  visit(program, true);
  for (const name of privates.used) if (!privates.declared.has(name)) hidden.add(`#${name}`);
  return { parents, hidden: [...hidden], thisAt };
}

const hasOwnThis = new Set(["FunctionExpression", "FunctionDeclaration", "PropertyDefinition", "StaticBlock"]);

function isDefinition(node: Node | undefined): boolean {
  return node?.type === "MethodDefinition" || node?.type === "PropertyDefinition";
}

/** Whether a part of a node is a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The text of a function as it was parsed. */
export interface ParsedText {
  readonly program: Node;
  /** Where the text begins in what was parsed. */
  readonly offset: number;
  /** Whether it is an expression, or a method of an object or of a class, which is no expression by itself. */
  readonly form: "expression" | "method" | "class method";
  readonly tokens: readonly TextToken[];
}

/** Parses the text of a function. Returns `undefined` if it cannot be read. */
export const parsed: (source: string) => ParsedText | undefined = readOnce((source) => {
  const { parse } = require("acorn") as typeof import("acorn");
  for (const [before, after, form] of [
    ["(", ")", "expression"],
    ["({", "})", "method"],
    // It may have a private name.
    ["(class extends Object {", "})", "class method"],
  ] as const) {
    for (const sourceType of ["module", "script"] as const) {
      try {
        const options = { ecmaVersion: "latest", checkPrivateFields: false, ranges: true, locations: true } as const;
        const found = new FoundTokens();
        const text = before + source + after;
        const program = parse(text, { ...options, sourceType, ...found.listeners });
        const offset = before.length;
        return { program, offset, form, tokens: found.within(text, offset, offset + source.length) };
      } catch {
        // The text may parse in the next form.
      }
    }
  }
  return undefined;
});

/** Collects the tokens of a text while it is parsed. */
class FoundTokens {
  readonly #tokens: Token[] = [];
  readonly #semicolons: number[] = [];
  readonly #lastCommas = new Set<number>();

  /** What the parser tells. */
  readonly listeners = {
    onToken: (token: Token) => void this.#tokens.push(token),
    onInsertedSemicolon: (end: number) => void this.#semicolons.push(end),
    onTrailingComma: (start: number) => void this.#lastCommas.add(start),
  };

  /** Returns the tokens between two offsets, counted from the first. */
  within(text: string, from: number, to: number): TextToken[] {
    const inside = this.#tokens.filter(({ start, end }, at) => {
      const before = text[this.#tokens[at - 1]?.start];
      // `[,]` has an element, `[]` has none.
      const isLast = this.#lastCommas.has(start) && before !== "[" && before !== ",";
      return start >= from && end <= to && !isLast;
    });
    const written = inside.map((token) => ({ at: token.start - from, text: tokenText(text, token) }));
    const added = this.#semicolons.filter((end) => end > from && end <= to);
    // Right before what follows the place.
    return [...written, ...added.map((end) => ({ at: end - from - 0.5, text: ";" }))].sort((a, b) => a.at - b.at);
  }
}

function tokenText(text: string, { start, end, type, value }: Token & { readonly value?: unknown }): string {
  return type.label === "string" ? JSON.stringify(value) : text.slice(start, end);
}
