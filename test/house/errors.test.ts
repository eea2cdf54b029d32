import assert from "node:assert/strict";
import ts from "typescript";
import { errorCodes } from "../../src/errors";
import { code, readPage, tableUnder } from "./reading/markdown";
import { floorOf, nodesOf, readSources, type Source } from "./reading/source";

const sources = readSources();
const page = readPage("docs/errors.md");
const errors = tableUnder(page, "Codes");
const reasons = tableUnder(page, "Reasons of orders and fills");

/** The texts in a file that look like a code: capitals with underscores. */
function codesIn(source: Source): string[] {
  const texts = [...nodesOf(source)].filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateHead(node));
  const codes = texts.map(({ text }) => text.split(":")[0]);
  return codes.filter((text) => /^[A-Z]+(_[A-Z]+)+$|^[A-Z]{6,}$/.test(text));
}

describe("docs/errors.md", () => {
  it("has the codes of src/errors.ts and no others, in the same order and words", () => {
    const listed = errors.map(([name, when]) => [code(name), when]);
    assert.deepEqual(listed, Object.entries(errorCodes));
  });

  it("shows a message and a cure for each", () => {
    for (const [name, , example, cure] of errors) {
      assert.match(example, /^`[^`]{10,}`$/, `${name}: the message`);
      assert.match(cure, /^[A-Z].{10,}\.$/, `${name}: the cure`);
    }
  });

  it("words its messages as the design asks: was, not got; no full stop but between sentences", () => {
    for (const [, , example] of errors) assert.doesNotMatch(code(example), /\bgot\b|received|\.$/);
  });

  it("has every reason and doubt of the core, and no others", () => {
    const used = sources.filter(({ path }) => floorOf(path) === "core").flatMap(codesIn);
    const known = used.filter((text) => !Object.hasOwn(errorCodes, text));
    assert.deepEqual(reasons.map(([name]) => code(name)).sort(), [...new Set(known)].sort());
  });
});

describe("every code of an error", () => {
  const thrown = new Set(sources.filter(({ path }) => path !== "errors.ts").flatMap(codesIn));
  for (const name of Object.keys(errorCodes))
    it(`is in use somewhere: ${name}`, () => assert.ok(thrown.has(name), `nothing in src throws ${name}`));
});
