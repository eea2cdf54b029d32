import type { Node } from "acorn";

// Names that the compilers of notebooks and tests give to an imported module.
const importedPaperlab = /^_?(import_)?paperlab(_\d+)?$/;

/**
 * Returns the names that a function reads from outside itself, other than JavaScript's globals and `known`, or
 * `undefined` when its source cannot be read (a native or bound function). Parsing takes about a millisecond.
 */
export function freeVariables(source: string, known: ReadonlySet<string>): string[] | undefined {
  const program = parsed(source);
  if (program === undefined) return undefined;
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const scopes = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
  const names = new Set<string>();
  for (const { identifier } of scopes.globalScope?.through ?? []) names.add(identifier.name);
  return [...names].filter((name) => !(name in globalThis) && !known.has(name) && !importedPaperlab.test(name)).sort();
}

// A function's text is an expression, or a method of an object literal, which alone is no expression.
function parsed(source: string): Node | undefined {
  const { parse } = require("acorn") as typeof import("acorn");
  for (const text of [`(${source})`, `({${source}})`]) {
    try {
      return parse(text, { ecmaVersion: 2022, sourceType: "module", ranges: true, locations: true });
    } catch {
      // The next reading of the text may fit.
    }
  }
  return undefined;
}
