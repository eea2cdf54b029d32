import type { Identifier, Node } from "acorn";

/** A name that a function reads from outside itself, and the members it reads of it; `""` is the variable itself. */
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
  return free;
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
