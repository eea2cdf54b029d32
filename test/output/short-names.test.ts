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

  it("shows each of the places in which it differs from the others", () => {
    const grid = [5, 9].flatMap((fast) =>
      [20, 40].map((slow) => `sma-cross on us-daily with fast=${fast} and also a slow=${slow} window of two years`),
    );
    assert.deepEqual(shortNames(grid, 32), [
      "sma-cross on us-…fast=5…slow=20…",
      "sma-cross on us-…fast=5…slow=40…",
      "sma-cross on us-…fast=9…slow=20…",
      "sma-cross on us-…fast=9…slow=40…",
    ]);
  });

  it("of distinct names is distinct, and no wider than it may be", () => {
    const word = fc.constantFrom(
      "fast",
      "slow",
      "Momentum",
      "=",
      " ",
      "-",
      "_",
      "5",
      "9",
      "20",
      "1.5",
      "東",
      "😀",
      "(",
      ")",
    );
    const part = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "));
    const alike = fc
      .tuple(part, part, part, fc.array(fc.tuple(word, word), { minLength: 2, maxLength: 9 }))
      .map(([head, middle, tail, pairs]) => pairs.map(([one, other]) => head + one + middle + other + tail));
    const endings = fc.constantFrom("", "", " (grew most)", " (grew least)", "… 2");
    const names = fc.oneof(
      alike,
      fc.array(fc.string({ minLength: 1, maxLength: 90, unit: "grapheme" }), { maxLength: 9 }),
      fc.array(
        fc.tuple(part, endings).map((parts) => parts.join("")),
        { maxLength: 9 },
      ),
    );
    // The note of one leaves less room for what both begin with.
    const sameStem = ["5fast )", "fastfast )"].map((end) => `fast fast Momentum fastfastfast Momentum (${end}`);
    fc.assert(
      fc.property(names, fc.integer({ min: 16, max: 60 }), (given, most) => {
        const short = shortNames(given, most);
        assert.equal(new Set(short).size, new Set(given).size, `${given.join("; ")} became ${short.join("; ")}`);
        for (const [at, text] of short.entries()) {
          assert.ok(lettersOf(text) <= most, `${text} is ${lettersOf(text)} wide`);
          if (lettersOf(given[at]) <= most) assert.equal(text, given[at]);
          assert.equal(text, short[given.indexOf(given[at])]);
        }
      }),
      { numRuns: cases(1000), examples: [[sameStem, 50]] },
    );
  });

  it("shows its own words, and its note too", () => {
    const names = [5, 7, 9].map((fast) => `sma-cross on us-daily with fast=${fast} and a window of two years`);
    const short = shortNames([`${names[0]} (grew most)`, `${names[1]} (grew least)`, names[2]], 40);
    assert.match(short[0], /fast=5.*… \(grew most\)$/);
    assert.match(short[1], /fast=7.*… \(grew least\)$/);
    assert.match(short[2], /fast=9/);
  });

  it("has a number where there is no room for the words in which it differs", () => {
    const same = "a".repeat(30);
    const names = ["bb", "bc", "cb", "cc"].map(([one, other]) => same + one + same + other + same);
    assert.deepEqual(
      shortNames(names, 12).map((text) => text.replace(/[^0-9]/g, "")),
      ["", "2", "3", "4"],
    );
  });
});
