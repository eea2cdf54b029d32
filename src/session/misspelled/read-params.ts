import type {
  AssignmentExpression,
  AssignmentProperty,
  BinaryExpression,
  CallExpression,
  Identifier,
  Literal,
  LogicalExpression,
  MemberExpression,
  Node,
  ObjectPattern,
  RestElement,
  UnaryExpression,
  VariableDeclarator,
} from "acorn";
import { readOnce } from "../../strategy/reach/reads";
import { type DeclaredVariable, type FunctionScopes, functionScopes } from "./function-scopes";

const scopesOf = readOnce(functionScopes);

/**
 * Returns the params that the text of a function reads of its first argument, a context or the params themselves. Left out
 * is what the function provides for if it is not there: `params.extra ?? 3`, `{ extra = 3 } = params`, `"extra" in params`.
 */
export function readParams(source: string, first: "context" | "params"): Set<string> {
  const { names, optional, asked } = reading(source, 0, first);
  return without(names, optional, asked);
}

/**
 * Returns the members that the text of a function reads of one of its arguments, as `readParams` does; none if the argument
 * becomes something else on the way, such as a copy with further members.
 */
export function readMembers(source: string, argument: number): Set<string> {
  const { names, optional, asked, isReplaced } = reading(source, argument, "params");
  return isReplaced ? new Set() : without(names, optional, asked);
}

/**
 * Returns what `readMembers` does of an argument that refuses to be read where it has nothing, so that it does not help to
 * provide for that: `view.extra ?? 0`. Only `"extra" in view` may be asked.
 */
export function readGuarded(source: string, argument: number): Set<string> {
  const { names, optional, asked, isReplaced } = reading(source, argument, "params");
  return isReplaced ? new Set() : without(new Set([...names, ...optional]), asked);
}

function without(names: ReadonlySet<string>, ...others: readonly ReadonlySet<string>[]): Set<string> {
  return new Set([...names].filter((name) => !others.some((other) => other.has(name))));
}

function reading(source: string, argument: number, what: Kind): Reading {
  const scopes = scopesOf(source);
  const found = new Reading(scopes);
  const given = scopes?.params[argument];
  if (given !== undefined) found.pattern(given, what);
  return found;
}

type Kind = "context" | "params";

/** What is read of a context, or of params, wherever they go by a name of their own. */
class Reading {
  readonly names = new Set<string>();
  /** What is provided for, if it is not there. */
  readonly optional = new Set<string>();
  /** What the text asks for, or sets, itself. */
  readonly asked: Set<string>;
  /** Whether a variable that has them gets another value. */
  isReplaced = false;
  readonly #scopes: FunctionScopes | undefined;
  readonly #seen = new Set<DeclaredVariable>();

  constructor(scopes: FunctionScopes | undefined) {
    this.#scopes = scopes;
    this.asked = new Set(scopes?.nodes.map((node) => askedIn(node)).filter((name) => name !== undefined));
  }

  /** Follows a pattern that takes what it is given: a name, or some of its parts. */
  pattern(pattern: Node, what: Kind): void {
    const target = pattern.type === "AssignmentPattern" ? (pattern as Node & { left: Node }).left : pattern;
    if (target.type === "Identifier") this.#variable(this.#scopes?.variables.get(target), what);
    if (target.type !== "ObjectPattern") return;
    for (const part of (target as ObjectPattern).properties) this.#part(part, what);
  }

  #part(part: AssignmentProperty | RestElement, what: Kind): void {
    if (part.type === "RestElement") {
      // What is left has the same members, or fewer.
      this.pattern(part.argument, what);
      return;
    }
    const name = nameOf(part.key, part.computed);
    if (what === "params") this.#read(name, part.value.type === "AssignmentPattern");
    else if (name === "params") this.pattern(part.value, "params");
  }

  #variable(variable: DeclaredVariable | undefined, what: Kind): void {
    if (variable === undefined || this.#seen.has(variable)) return;
    this.#seen.add(variable);
    for (const reference of variable.references) {
      if (reference.isWrite() && !reference.init) this.isReplaced ||= what === "params";
      if (reference.isRead()) this.#value(reference.identifier as unknown as Node, what);
    }
  }

  // Follows an expression that is a context, or its params.
  #value(value: Node, what: Kind): void {
    const parent = this.#above(value);
    if (parent?.type === "VariableDeclarator" && (parent as VariableDeclarator).init === value)
      this.pattern((parent as VariableDeclarator).id, what);
    if (parent?.type === "AssignmentExpression" && (parent as AssignmentExpression).right === value)
      if ((parent as AssignmentExpression).left.type === "ObjectPattern")
        this.pattern((parent as AssignmentExpression).left, what);
    if (parent?.type !== "MemberExpression" || (parent as MemberExpression).object !== value) return;
    const name = memberOf(parent);
    if (what === "params" && name !== undefined && this.#isSet(parent)) this.asked.add(name);
    else if (what === "params") this.#read(name, this.#isProvidedFor(parent));
    else if (name === "params") this.#value(parent, "params");
  }

  #read(name: string | undefined, isOptional: boolean): void {
    if (name !== undefined) (isOptional ? this.optional : this.names).add(name);
  }

  #above(node: Node): Node | undefined {
    return this.#scopes?.parents.get(node);
  }

  // `params.extra = 3`.
  #isSet(member: Node): boolean {
    const parent = this.#above(member) as AssignmentExpression | undefined;
    return parent?.type === "AssignmentExpression" && parent.operator === "=" && parent.left === member;
  }

  // `params.extra ?? 3`, `typeof params.extra`, `params.extra === undefined`, `params.extra?.first`, `params.extra ??= 3`.
  #isProvidedFor(read: Node): boolean {
    const parent = this.#above(read);
    if (parent?.type === "ChainExpression") return this.#isProvidedFor(parent);
    if (parent?.type === "LogicalExpression")
      return (parent as LogicalExpression).operator === "??" && (parent as LogicalExpression).left === read;
    if (parent?.type === "AssignmentExpression") return (parent as AssignmentExpression).left === read;
    if (parent?.type === "UnaryExpression") return (parent as UnaryExpression).operator === "typeof";
    if (parent?.type === "MemberExpression")
      return (parent as MemberExpression).object === read && (parent as MemberExpression).optional;
    return parent?.type === "BinaryExpression" && isWithNothing(parent as BinaryExpression, read);
  }
}

function isWithNothing({ left, right }: BinaryExpression, read: Node): boolean {
  const other = left === read ? right : left;
  // A compiler writes `void 0` for undefined.
  if (other.type === "UnaryExpression") return other.operator === "void";
  return (
    (other.type === "Identifier" && other.name === "undefined") || (other.type === "Literal" && other.raw === "null")
  );
}

// `"extra" in params`, `Object.hasOwn(params, "extra")`, `params.hasOwnProperty("extra")`.
function askedIn(node: Node): string | undefined {
  if (node.type === "BinaryExpression") {
    const { operator, left } = node as BinaryExpression;
    return operator === "in" ? nameOf(left as Node, true) : undefined;
  }
  if (node.type !== "CallExpression") return undefined;
  const { callee, arguments: given } = node as CallExpression;
  const isAsking = ["hasOwn", "hasOwnProperty"].some(
    (name) => name === memberOf(callee) || name === memberOf(of(callee)),
  );
  return isAsking ? nameOf(given.at(-1), true) : undefined;
}

// What `call` is called of, in `Object.prototype.hasOwnProperty.call(params, "extra")`.
function of(callee: Node): Node | undefined {
  return memberOf(callee) === "call" ? (callee as MemberExpression).object : undefined;
}

function memberOf(node: Node | undefined): string | undefined {
  if (node?.type !== "MemberExpression") return undefined;
  return nameOf((node as MemberExpression).property, (node as MemberExpression).computed);
}

function nameOf(key: Node | undefined, isComputed: boolean): string | undefined {
  if (key?.type === "Identifier") return isComputed ? undefined : (key as Identifier).name;
  const { value } = (key?.type === "Literal" ? key : {}) as Partial<Literal>;
  return typeof value === "string" ? value : undefined;
}
