import assert from "node:assert/strict";
import ts from "typescript";
import { timesInForce } from "../../src/core/orders/time-in-force";
import { errorCodes } from "../../src/errors";
import { codesUnder, errorSections, readPage } from "./reading/markdown";
import { floorOf, nodesOf, readSources, type Source } from "./reading/source";

const sources = readSources();
const page = readPage("docs/errors.md");
const errors = errorSections(page);
const reasons = [
  ...codesUnder(page, "Reasons of orders"),
  ...codesUnder(page, "Doubts about fills"),
  ...codesUnder(page, "Trading states"),
];

/** The texts in a file that look like a code: capitals with underscores. */
function codesIn(source: Source): string[] {
  const texts = [...nodesOf(source)].filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateHead(node));
  const codes = texts.map(({ text }) => text.split(":")[0]);
  return codes.filter((text) => /^[A-Z]+(_[A-Z]+)+$|^[A-Z]{6,}$/.test(text));
}

function isTimeInForce(text: string): boolean {
  return (timesInForce as readonly string[]).includes(text);
}

describe("docs/errors.md", () => {
  it("has the codes of src/errors.ts and no others, in the same order and words", () => {
    const listed = errors.map(({ name, when }) => [name, when]);
    assert.deepEqual(listed, Object.entries(errorCodes));
  });

  it("shows a message and a cure for each", () => {
    for (const { name, message, cure } of errors) {
      assert.match(message, /^[^`]{10,}$/, `${name}: the message`);
      assert.match(cure, /^[A-Z].{10,}\.$/, `${name}: the cure`);
    }
  });

  it("words its messages as the design asks: was, not got; no full stop but between sentences", () => {
    for (const { message } of errors) assert.doesNotMatch(message, /\bgot\b|received|\.$/);
  });

  it("has every reason and doubt of the core, and no others", () => {
    const used = sources.filter(({ path }) => floorOf(path) === "core").flatMap(codesIn);
    const known = used.filter((text) => !Object.hasOwn(errorCodes, text) && !isTimeInForce(text));
    const named = reasons.map(([name]) => name);
    assert.deepEqual(named.filter((name) => !isTimeInForce(name)).sort(), [...new Set(known)].sort());
    // An order that ends by its time in force has that as its reason, but for DAY_OVER and AUCTION_OVER.
    assert.deepEqual(named.filter(isTimeInForce).sort(), ["FOK", "GTD", "IOC"]);
  });

  it("says what each of them means", () => {
    for (const [name, meaning] of reasons) assert.match(meaning, /^[a-z`].{10,}\.$/, name);
  });

  it("fits a screen: no line over 120 characters", () => {
    assert.deepEqual(
      page.split("\n").filter((line) => line.length > 120),
      [],
    );
  });
});

describe("every code of an error", () => {
  const thrown = new Set(sources.filter(({ path }) => path !== "errors.ts").flatMap(codesIn));
  for (const name of Object.keys(errorCodes))
    it(`is in use somewhere: ${name}`, () => assert.ok(thrown.has(name), `nothing in src throws ${name}`));
});
