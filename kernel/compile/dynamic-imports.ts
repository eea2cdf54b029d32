import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

/**
 * Turns `import(x)` into `require.import(x)`, which finds the same as a top-level import. TypeScript would use
 * `require(x)`, which cannot load every package. Node's own `import` does not know files that must be compiled.
 */
export function dynamicImports(ts: Ts): ScriptTransformer {
  return (context) => (file) => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(visited) || visited.expression.kind !== ts.SyntaxKind.ImportKeyword) return visited;
      const load = factory.createPropertyAccessExpression(factory.createIdentifier("require"), "import");
      return factory.updateCallExpression(visited, load, undefined, visited.arguments.slice(0, 1));
    };
    return ts.visitEachChild(file, visit, context);
  };
}
