import type {
  ArrowFunctionExpression,
  AssignmentExpression,
  BinaryExpression,
  Identifier,
  Literal,
  LogicalExpression,
  MemberExpression,
  Node,
  ObjectPattern,
  Property,
  UnaryExpression,
  VariableDeclarator,
} from "acorn";
import { parsed } from "../../strategy/reach/reads";

/**
 * Returns the params that the text of a function reads of its first argument, a context or the params themselves. Left out
 * is what the function provides for if it is not there: `params.extra ?? 3`, `{ extra = 3 } = params`, `"extra" in params`.
 */
export function readParams(source: string, first: "context" | "params"): Set<string> {
  return namesRead(source, 0, first).names;
}

/**
 * Returns the members that the text of a function reads of one of its arguments, as `readParams` does; none if the argument
 * becomes something else on the way, such as a copy with further members.
 */
export function readMembers(source: string, argument: number): Set<string> {
  const { names, isReplaced } = namesRead(source, argument, "params");
  return isReplaced ? new Set() : names;
}

function namesRead(source: string, argument: number, what: "context" | "params"): Reading {
  const program = parsed(source)?.program;
  const hook = program && functionIn(program);
  const reading = new Reading();
  if (hook !== undefined) reading.hook(hook, argument, what);
  for (const name of reading.optional) reading.names.delete(name);
  return reading;
}

type FunctionNode = Pick<ArrowFunctionExpression, "params" | "body"> & Node;

// The names by which a context, and its params, are known at some place.
interface Known {
  readonly contexts: ReadonlySet<string>;
  readonly params: ReadonlySet<string>;
}

class Reading {
  readonly names = new Set<string>();
  readonly optional = new Set<string>();
  /** Whether a variable that has the params gets another value. */
  isReplaced = false;

  hook({ params, body }: FunctionNode, argument: number, what: "context" | "params"): void {
    const given = params[argument];
    if (given === undefined) return;
    const known = this.#declare(given, what, { contexts: new Set(), params: new Set() });
    this.#visit(body, [], known);
  }

  // Returns what is known once a pattern has what is said.
  #declare(pattern: Node, what: "context" | "params" | "other", known: Known): Known {
    const [contexts, params] = [new Set(known.contexts), new Set(known.params)];
    for (const name of namesIn(pattern)) {
      contexts.delete(name);
      params.delete(name);
    }
    const target = pattern.type === "AssignmentPattern" ? (pattern as Node & { left: Node }).left : pattern;
    if (target.type === "Identifier" && what !== "other")
      (what === "context" ? contexts : params).add((target as Identifier).name);
    let now: Known = { contexts, params };
    if (target.type !== "ObjectPattern" || what === "other") return now;
    for (const part of (target as ObjectPattern).properties) {
      if (part.type !== "Property" || part.computed) continue;
      const key = keyOf(part as unknown as Property);
      if (what === "params") this.#read(key, part.value.type === "AssignmentPattern");
      else if (key === "params") now = this.#declare(part.value, "params", now);
    }
    return now;
  }

  #read(name: string | undefined, isOptional: boolean): void {
    if (name !== undefined) (isOptional ? this.optional : this.names).add(name);
  }

  // `above`: from the innermost.
  #visit(node: Node, above: readonly Node[], known: Known): Known {
    if (isFunction(node)) {
      const { params, body } = node as FunctionNode;
      const inner = params.reduce((before, one) => this.#declare(one, "other", before), known);
      this.#visit(body, [node, ...above], inner);
      return known;
    }
    if (node.type === "Literal" && typeof (node as Literal).value === "string")
      this.optional.add((node as Literal).value as string);
    if (node.type === "MemberExpression" && isParams((node as MemberExpression).object, known))
      this.#read(memberOf(node as MemberExpression), isProvidedFor(node, above));
    if (node.type === "AssignmentExpression" && replaces((node as AssignmentExpression).left, known))
      this.isReplaced = true;
    let now = known;
    for (const part of Object.values(node).flat()) if (isNode(part)) now = this.#visit(part, [node, ...above], now);
    if (node.type !== "VariableDeclarator") return node.type === "BlockStatement" ? known : now;
    const { id, init } = node as VariableDeclarator;
    const what = init && isParams(init, known) ? "params" : init && isContext(init, known) ? "context" : "other";
    return this.#declare(id, what, now);
  }
}

function functionIn(program: Node): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const look = (node: Node) => {
    if (found !== undefined) return;
    if (isFunction(node)) found = node as FunctionNode;
    else for (const part of Object.values(node).flat()) if (isNode(part)) look(part);
  };
  look(program);
  return found;
}

function isFunction({ type }: Node): boolean {
  return ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"].includes(type);
}

function isContext(node: Node, { contexts }: Known): boolean {
  return node.type === "Identifier" && contexts.has((node as Identifier).name);
}

function isParams(node: Node, known: Known): boolean {
  if (node.type === "Identifier") return known.params.has((node as Identifier).name);
  if (node.type !== "MemberExpression") return false;
  return memberOf(node as MemberExpression) === "params" && isContext((node as MemberExpression).object, known);
}

function memberOf({ property, computed }: MemberExpression): string | undefined {
  return !computed && property.type === "Identifier" ? property.name : undefined;
}

function keyOf({ key }: Property): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

// `params.extra ?? 3`, `typeof params.extra`, `params.extra === undefined`, `params.extra?.first`, `params.extra = 3`.
function isProvidedFor(read: Node, above: readonly Node[]): boolean {
  const [parent, next] = above;
  if (parent?.type === "ChainExpression") return isProvidedFor(parent, above.slice(1));
  if (parent?.type === "LogicalExpression")
    return (parent as LogicalExpression).operator === "??" && (parent as LogicalExpression).left === read;
  if (parent?.type === "AssignmentExpression") return (parent as Node & { left: Node }).left === read;
  if (parent?.type === "UnaryExpression") return (parent as UnaryExpression).operator === "typeof";
  if (parent?.type === "MemberExpression") return (parent as MemberExpression).optional && next !== undefined;
  if (parent?.type !== "BinaryExpression") return false;
  const { left, right } = parent as BinaryExpression;
  const other = left === read ? right : left;
  // A compiler writes `void 0` for undefined.
  if (other.type === "UnaryExpression") return other.operator === "void";
  return (
    (other.type === "Identifier" && other.name === "undefined") || (other.type === "Literal" && other.raw === "null")
  );
}

function replaces(target: Node, { params }: Known): boolean {
  return target.type !== "MemberExpression" && namesIn(target).some((name) => params.has(name));
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [(pattern as Identifier).name];
  if (pattern.type === "Property") return namesIn((pattern as Property).value);
  if (pattern.type === "AssignmentPattern") return namesIn((pattern as Node & { left: Node }).left);
  return Object.values(pattern).flat().filter(isNode).flatMap(namesIn);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
