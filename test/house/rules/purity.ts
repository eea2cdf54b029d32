import ts from "typescript";
import { finding, nodesOf, type Source } from "../reading/source";

const outsideWorld = new Set(
  "setTimeout setInterval setImmediate queueMicrotask performance process require console fetch globalThis crypto".split(
    " ",
  ),
);

/** Returns every use of a clock, chance, a timer or the outside world in a file; the same input must give the same output. */
export function impurities(source: Source): string[] {
  return collect(source, impurityOf);
}

/** Returns every async function, await and promise made in a file. The type `PromiseLike` may be mentioned. */
export function asyncCode(source: Source): string[] {
  return collect(source, asyncOf);
}

function collect(source: Source, objection: (node: ts.Node) => string | undefined): string[] {
  return nodesOf(source).flatMap((node) => {
    const what = objection(node);
    return what === undefined ? [] : [finding(source, node, what)];
  });
}

function impurityOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    return text === "Date.now" || text === "Math.random" ? text : undefined;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) return "new Date()";
  if (ts.isCallExpression(node) && node.expression.getText() === "Date") return "Date()";
  return ts.isIdentifier(node) && outsideWorld.has(node.text) && isReference(node) ? node.text : undefined;
}

/** Whether an identifier stands for a value of that name, and is not the name of a member or a declaration. */
function isReference(node: ts.Identifier): boolean {
  return (node.parent as { name?: ts.Node }).name !== node;
}

function asyncOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return "async";
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return "await";
  if (!ts.isIdentifier(node) || node.text !== "Promise" || ts.isTypeReferenceNode(node.parent)) return undefined;
  return isReference(node) ? "Promise" : undefined;
}
