import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

/**
 * Makes `import(x)` a call of `require.import(x)`, which finds what an import at the top would. TypeScript's own way goes by
 * `require(x)`, which cannot load all packages; Node's knows no files that have to be compiled.
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
