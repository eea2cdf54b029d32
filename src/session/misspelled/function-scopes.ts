import type { ArrowFunctionExpression, Node } from "acorn";
import type { Variable } from "eslint-scope";
import { isNode, parsed } from "../../strategy/reach/reads";

/** What a name means in some scope, and where it is read and assigned. */
export type DeclaredVariable = Variable;

/** The text of a function, with what its names mean. */
export interface FunctionScopes {
  readonly params: readonly Node[];
  readonly nodes: readonly Node[];
  readonly parents: ReadonlyMap<Node, Node>;
  /** The variable that a name declares, by the node of the name. */
  readonly variables: ReadonlyMap<Node, DeclaredVariable>;
}

/** Parses the text of a function. Returns `undefined` if it cannot be read. */
export function functionScopes(source: string): FunctionScopes | undefined {
  const program = parsed(source)?.program;
  if (program === undefined) return undefined;
  const parents = new Map<Node, Node>();
  const nodes: Node[] = [];
  const visit = (node: Node) => {
    nodes.push(node);
    for (const part of Object.values(node).flat()) {
      if (!isNode(part)) continue;
      parents.set(part, node);
      visit(part);
    }
  };
  visit(program);
  const hook = nodes.find(isFunction);
  return hook && { params: (hook as ArrowFunctionExpression).params, nodes, parents, variables: variablesIn(program) };
}

function variablesIn(program: Node): Map<Node, DeclaredVariable> {
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { scopes } = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
  const declared = scopes.flatMap(({ variables }) => variables);
  return new Map(declared.flatMap((one) => one.identifiers.map((name) => [name as unknown as Node, one] as const)));
}

function isFunction({ type }: Node): boolean {
  return ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"].includes(type);
}
