import type {
  AssignmentExpression,
  CallExpression,
  ForOfStatement,
  Identifier,
  Literal,
  MemberExpression,
  NewExpression,
  Node,
  UnaryExpression,
  UpdateExpression,
} from "acorn";
import type { Variable } from "eslint-scope";
import { isNode, parsed, readOnce } from "../../strategy/reach/reads";

const arrays = new Set(
  "Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array".split(
    " ",
  ),
);
const constants = new Set(["NaN", "Infinity", "undefined"]);

// Through the memory of a list another one writes, and through what made an object anything can be called.
const ways = new Set<unknown>(["buffer", "constructor", "__proto__"]);

// What can write only in the ways that are looked at.
const plain = new Set(
  [
    "Program ExpressionStatement BlockStatement ReturnStatement IfStatement ForStatement ForOfStatement WhileStatement",
    "DoWhileStatement BreakStatement ContinueStatement EmptyStatement VariableDeclaration VariableDeclarator",
    "ArrowFunctionExpression FunctionExpression FunctionDeclaration Identifier Literal TemplateLiteral TemplateElement",
    "ArrayExpression ObjectExpression Property SpreadElement ObjectPattern ArrayPattern AssignmentPattern RestElement",
    "MemberExpression ChainExpression BinaryExpression LogicalExpression UnaryExpression ConditionalExpression",
    "AssignmentExpression UpdateExpression SequenceExpression CallExpression NewExpression",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Whether the text of a function alone shows that it changes nothing but what it makes itself: neither a list that it is given, nor
 * what the language has. It assigns its own variables and elements of its own arrays only, and calls nothing but its params and
 * functions, and those of `Math`. `false` if that is not sure.
 */
export const keepsToItself: (source: string) => boolean = readOnce((source) => {
  const found = parsed(source);
  if (found === undefined) return false;
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { scopes } = analyze(found.program as never, { ecmaVersion: 2022, sourceType: "module" });
  const references = scopes.flatMap((scope) => scope.references);
  const variables = new Map<Node, Variable | null>(
    references.map((one) => [one.identifier as unknown as Node, one.resolved]),
  );
  const keeps = (node: Node): boolean =>
    plain.has(node.type) &&
    (looks[node.type]?.(node as never, variables) ?? true) &&
    Object.values(node).flat().filter(isNode).every(keeps);
  return keeps(found.program);
});

type Variables = ReadonlyMap<Node, Variable | null>;

// By the type of a node: whether it alone changes nothing that was given. What is in it is looked at as well.
const looks: Readonly<Record<string, (node: never, variables: Variables) => boolean>> = {
  AssignmentExpression: ({ left }: AssignmentExpression, variables) => isOwnPlace(left, variables),
  UpdateExpression: ({ argument }: UpdateExpression, variables) => isOwnPlace(argument, variables),
  ForOfStatement: ({ left }: ForOfStatement, variables) =>
    left.type === "VariableDeclaration" || isOwnPlace(left, variables),
  UnaryExpression: ({ operator }: UnaryExpression) => operator !== "delete",
  CallExpression: ({ callee }: CallExpression, variables) => isHarmless(callee, variables),
  NewExpression: (made: NewExpression, variables) => isNewArray(made, variables),
  Literal: ({ value }: Literal) => !ways.has(value),
  Identifier: (identifier: Identifier, variables) => {
    const { name } = identifier;
    const isFree = variables.get(identifier) === null;
    return !ways.has(name) && (!isFree || name === "Math" || constants.has(name) || arrays.has(name));
  },
};

// A variable of its own, or an element of an array that the function has made.
function isOwnPlace(target: Node, variables: Variables): boolean {
  if (target.type === "Identifier") return variables.get(target) !== null;
  if (target.type !== "MemberExpression") return false;
  const { object } = target as MemberExpression;
  const [definition, ...others] = variables.get(object)?.defs ?? [];
  if (definition?.type !== "Variable" || others.length > 0 || definition.parent?.kind !== "const") return false;
  const { id, init } = definition.node as unknown as { id: Node; init?: Node | null };
  const isArray =
    init?.type === "ArrayExpression" || (init?.type === "NewExpression" && isNewArray(init as never, variables));
  return id.type === "Identifier" && isArray;
}

// Params of functions of signals are indicators. Functions of its own are looked at where they stand.
function isHarmless(callee: Node, variables: Variables): boolean {
  if (callee.type === "MemberExpression") {
    const { object, property, computed } = callee as MemberExpression;
    const isOfMath = (object as Identifier).name === "Math" && variables.get(object) === null;
    return isOfMath && !computed && Object.hasOwn(Math, (property as Identifier).name);
  }
  const defs = callee.type === "Identifier" ? (variables.get(callee)?.defs ?? []) : [];
  return (
    defs.length > 0 &&
    defs.every(({ type, node }) => type !== "Variable" || isFunction(node.init as Node | null | undefined))
  );
}

function isFunction(init: Node | null | undefined): boolean {
  return init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression";
}

// One of so many elements, which has a memory of its own.
function isNewArray({ callee, arguments: given }: NewExpression, variables: Variables): boolean {
  if (!arrays.has((callee as Identifier).name) || variables.get(callee) !== null || given.length !== 1) return false;
  const [count] = given;
  if (count.type === "Literal") return typeof (count as Literal).value === "number";
  const { type, object, property, computed } = count as Partial<MemberExpression>;
  return (
    type === "MemberExpression" &&
    !computed &&
    object?.type === "Identifier" &&
    (property as Identifier).name === "length"
  );
}
