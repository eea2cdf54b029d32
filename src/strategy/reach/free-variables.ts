import type { Identifier, MetaProperty, Node } from "acorn";

/**
 * A name that a function reads from outside itself, and the members it reads of it; `""` is the variable itself. `this` of an
 * arrow function, `super`, `import()` and `import.meta` count as names.
 */
export type FreeVariables = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Returns what a function reads from outside itself, or `undefined` when its source cannot be read (a native or bound
 * function). Parsing takes about a millisecond.
 */
export function freeVariables(source: string): FreeVariables | undefined {
  const read = parsed(source);
  if (read === undefined) return undefined;
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { globalScope } = analyze(read.program as never, { ecmaVersion: 2022, sourceType: "module" });
  const free = new Map<string, Set<string>>();
  for (const { identifier } of globalScope?.through ?? []) {
    const { name, end } = identifier as Identifier;
    const member = /^\s*\.\s*([\w$]+)/.exec(read.text.slice(end))?.[1] ?? "";
    free.set(name, (free.get(name) ?? new Set()).add(member));
  }
  for (const name of reachingOut(read.program, true)) free.set(name, new Set([""]));
  return free;
}

// What reaches out of a function without a name. `outside`: whether `this` is that of the place where the function was made.
function* reachingOut(node: Node, outside: boolean): Iterable<string> {
  if (node.type === "ThisExpression" && outside) yield "this";
  if (node.type === "Super") yield "super";
  if (node.type === "ImportExpression") yield "import()";
  if (node.type === "MetaProperty" && (node as MetaProperty).meta.name === "import") yield "import.meta";
  const within = outside && !hasOwnThis.has(node.type);
  for (const part of Object.values(node).flat()) if (isNode(part)) yield* reachingOut(part, within);
}

const hasOwnThis = new Set(["FunctionExpression", "FunctionDeclaration", "PropertyDefinition", "StaticBlock"]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

// A function's text is an expression, or a method of an object literal, which alone is no expression.
function parsed(source: string): { readonly program: Node; readonly text: string } | undefined {
  const { parse } = require("acorn") as typeof import("acorn");
  for (const text of [`(${source})`, `({${source}})`]) {
    try {
      const program = parse(text, { ecmaVersion: "latest", sourceType: "module", ranges: true, locations: true });
      return { program, text };
    } catch {
      // The next reading of the text may fit.
    }
  }
  return undefined;
}
