import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { reachOf } from "../../../src/strategy/reach/reach";

/** Returns what identifies a function with this text. */
function tokensOf(text: string): string {
  const { functions } = reachOf([{ path: "onBar", value: runInThisContext(`(${text})`), told: true }]);
  return functions.onBar;
}

describe("the tokens of a function", () => {
  const same: [what: string, ...texts: string[]][] = [
    ["spaces and line breaks", "() => { f(1, 2); }", "()=>{f(1,2);}", "() => {\n  f(\n    1,\n    2\n  );\n\n}"],
    ["commas at the end", "() => f([1, 2], { a })", "() => f([1, 2,], { a, },)", "() => f(\n  [1, 2,],\n  { a },\n)"],
    ["comments", "() => 1 + 2", "() => /* one */ 1 + 2", "() =>\n  // sum\n  1 + 2"],
    ["semicolons", "() => { f(); g(); }", "() => { f(); g() }", "() => {\n  f()\n  g()\n}"],
    ["quotes", "() => f('a')", '() => f("a")'],
  ];
  for (const [what, first, ...others] of same) {
    it(`are the same whatever its ${what}`, () => {
      for (const other of others) assert.equal(tokensOf(other), tokensOf(first), other);
    });
  }

  const different: [what: string, one: string, other: string][] = [
    ["a value after `return` is in another line", "() => { return\n5; }", "() => { return 5; }"],
    ["a hole is in a list", "() => [,]", "() => []"],
    ["two holes are in a list", "() => [1,,]", "() => [1,]"],
    ["a text has a space", "() => 'a b'", "() => 'ab'"],
    ["a template has a space", "() => `a b`", "() => `ab`"],
    ["a template has a line break", "() => `a\n`", "() => `a `"],
    ["a regular expression has a space", "() => /a b/", "() => /ab/"],
    ["signs belong together", "(a, b) => a + +b", "(a, b) => a+ + +b"],
    ["a name is another", "() => f(1)", "() => g(1)"],
  ];
  for (const [what, one, other] of different) {
    it(`differ if ${what}`, () => assert.notEqual(tokensOf(one), tokensOf(other)));
  }
});
