import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

/** The name under which a cell's code finds the function that throws after an interrupt. */
export const checkName = "__paperlab_check";

/**
 * Makes the loops of a cell check for an interrupt, at top level and in async functions. A signal breaks every loop
 * that runs before the first `await`. After that, only the loop itself can check. Object literals and classes are left
 * unchanged, because a strategy is identified by its source.
 */
export function loopChecks(ts: Ts): ScriptTransformer {
  return (context) => (file) => {
    const visit = (node: TypeScript.Node, asks: boolean): TypeScript.Node => {
      if (ts.isObjectLiteralExpression(node) || ts.isClassLike(node)) return node;
      const inside = ts.isFunctionLike(node) ? isAsync(ts, node) : asks;
      const visited = ts.visitEachChild(node, (child) => visit(child, inside), context);
      return inside && isLoop(ts, visited) ? withCheck(ts, context.factory, visited) : visited;
    };
    return ts.visitEachChild(file, (child) => visit(child, true), context);
  };
}

function isAsync(ts: Ts, node: TypeScript.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

type Loop =
  | TypeScript.ForStatement
  | TypeScript.ForInStatement
  | TypeScript.ForOfStatement
  | TypeScript.WhileStatement
  | TypeScript.DoStatement;

function isLoop(ts: Ts, node: TypeScript.Node): node is Loop {
  return ts.isIterationStatement(node, false);
}

function withCheck(ts: Ts, factory: TypeScript.NodeFactory, loop: Loop): TypeScript.Node {
  const check = factory.createExpressionStatement(
    factory.createCallExpression(factory.createIdentifier(checkName), undefined, []),
  );
  const statements = ts.isBlock(loop.statement) ? loop.statement.statements : [loop.statement];
  const body = ts.setTextRange(factory.createBlock([check, ...statements], true), loop.statement);
  if (ts.isForStatement(loop)) {
    return factory.updateForStatement(loop, loop.initializer, loop.condition, loop.incrementor, body);
  }
  if (ts.isForInStatement(loop)) return factory.updateForInStatement(loop, loop.initializer, loop.expression, body);
  if (ts.isForOfStatement(loop)) {
    return factory.updateForOfStatement(loop, loop.awaitModifier, loop.initializer, loop.expression, body);
  }
  if (ts.isWhileStatement(loop)) return factory.updateWhileStatement(loop, loop.expression, body);
  return factory.updateDoStatement(loop, body, loop.expression);
}
