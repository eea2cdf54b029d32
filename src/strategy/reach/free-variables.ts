import type { Identifier, Node } from "acorn";

// JavaScript's own and Node's, before a cell adds some; what is read through the global object is not told by its name.
const globals = new Set(Object.getOwnPropertyNames(globalThis));
globals.delete("globalThis");
globals.delete("global");
// What esbuild (and so tsx) calls to keep the name of a function within a function.
globals.add("__name");
// What paperlab's kernel calls in the loops of asynchronous functions, so that an interrupt ends them.
globals.add("__paperlab_check");

// Names that the compilers of notebooks and tests give to an imported module.
const importedPaperlab = /^_?(import_)?paperlab(_\d+)?$/;

/**
 * Returns the names that a function reads from outside itself, other than JavaScript's globals, or `undefined` when its
 * source cannot be read (a native or bound function). A name of another cell of a notebook is `exports.name`, as its
 * compiler has it. Parsing takes about a millisecond.
 */
export function freeVariables(source: string): string[] | undefined {
  const read = parsed(source);
  if (read === undefined) return undefined;
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { globalScope } = analyze(read.program as never, { ecmaVersion: 2022, sourceType: "module" });
  const names = new Set(globalScope?.through.map(({ identifier }) => nameOf(identifier as Identifier, read.text)));
  return [...names].filter((name) => !globals.has(name) && !importedPaperlab.test(name)).sort();
}

function nameOf({ name, end }: Identifier, text: string): string {
  const member = name === "exports" ? /^\.[\w$]+/.exec(text.slice(end)) : null;
  return `${name}${member ?? ""}`;
}

// A function's text is an expression, or a method of an object literal, which alone is no expression.
function parsed(source: string): { readonly program: Node; readonly text: string } | undefined {
  const { parse } = require("acorn") as typeof import("acorn");
  for (const text of [`(${source})`, `({${source}})`]) {
    try {
      const program = parse(text, { ecmaVersion: 2022, sourceType: "module", ranges: true, locations: true });
      return { program, text };
    } catch {
      // The next reading of the text may fit.
    }
  }
  return undefined;
}
