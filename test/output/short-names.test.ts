import assert from "node:assert/strict";
import fc from "fast-check";
import { lettersOf, shortName, shortNames } from "../../src/output/short-names";
import { cases } from "../support/cases";

describe("a name that is too long", () => {
  it("keeps its beginning and its end, and is no wider than it may be", () => {
    assert.equal(shortName("momentum of large companies, fast 10, slow 30", 24), "momentum of la…, slow 30");
    assert.equal(shortName("short", 24), "short");
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 90, unit: "grapheme" }),
        fc.integer({ min: 8, max: 60 }),
        (name, most) => {
          const short = shortName(name, most);
          assert.ok(lettersOf(short) <= Math.max(most, 1), `${short} is ${lettersOf(short)} wide`);
          if (lettersOf(name) <= most) assert.equal(short, name);
          else assert.match(short, /…/);
        },
      ),
      { numRuns: cases(200) },
    );
  });

  it("counts capitals and the characters of East Asia as wider", () => {
    assert.ok(lettersOf("SPX") > lettersOf("spx"));
    assert.ok(lettersOf("東京") > 3);
    assert.ok(shortName("W".repeat(30), 20).length < shortName("w".repeat(30), 20).length);
  });

  it("is not mistaken for another, wherever they differ", () => {
    const ends = ["a", "b", "c"].map((end) => `${"a long beginning of a name ".repeat(3)}${end}`);
    const middles = ["fast 10", "fast 11", "fast 12"].map(
      (one) => `${"begins alike ".repeat(4)}${one}${" ends alike".repeat(4)}`,
    );
    for (const names of [ends, middles]) {
      const short = shortNames(names, 30);
      assert.equal(new Set(short).size, 3, short.join("; "));
      for (const [at, text] of short.entries()) assert.ok(lettersOf(text) <= 30 && text !== names[at]);
    }
    assert.match(shortNames(middles, 30)[1], /fast 11/);
    assert.deepEqual(shortNames(["one", "one", "two"], 30), ["one", "one", "two"]);
  });
});
