import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { checkKeys, didYouMean, nearest, thrownText } from "../../src/core/checks";

describe("checks", () => {
  it("finds the near match of a misspelled name", () => {
    assert.equal(nearest("intialCapital", ["symbols", "initialCapital"]), "initialCapital");
  });

  it("counts a swap of two letters as one edit", () => {
    assert.equal(nearest("apce", ["pace", "page"]), "pace");
  });

  it("finds nothing when no name is near", () => {
    assert.equal(nearest("banana", ["pace", "seed"]), undefined);
  });

  it("finds nothing in which every letter is another", () => {
    assert.equal(nearest("C", ["A", "B"]), undefined);
    assert.equal(nearest("a", ["A", "B"]), "A");
  });

  it("proposes what begins with the name if nothing is near", () => {
    const known = ["limitPrice", "stopPrice", "stopLoss", "tag"];
    assert.equal(didYouMean("limit", known), ' Did you mean "limitPrice"?');
    assert.equal(didYouMean("STOP", known), ' Did you mean "stopPrice" or "stopLoss"?');
    assert.equal(didYouMean("tags", known), ' Did you mean "tag"?');
    assert.equal(didYouMean("li", known), "");
    assert.equal(didYouMean("lim", ["lima", "limb", "limc"]), ' Did you mean "lima"?');
    assert.equal(didYouMean("abc", ["abcdef", "abcdeg", "abcdeh", "abcdei"]), "");
    assert.equal(didYouMean("REDUCE", ["ACTIVE", "REDUCING", "HALTED"]), ' Did you mean "REDUCING"?');
    assert.equal(didYouMean("stops", ["stopping"]), "");
  });

  it("proposes what the name abbreviates if nothing is near and nothing begins with it", () => {
    const known = ["sortino", "sharpe", "shapes", "maxDrawdown"];
    assert.equal(didYouMean("shrp", known), ' Did you mean "sharpe"?');
    assert.equal(didYouMean("srtn", known), ' Did you mean "sortino"?');
    assert.equal(didYouMean("hrp", known), "");
    assert.equal(didYouMean("s.*", known), "");
    assert.equal(didYouMean("mdd", known), "");
  });

  it("writes whatever was thrown", () => {
    assert.equal(thrownText(new TypeError("no")), "no");
    assert.equal(thrownText(runInNewContext("new Error('elsewhere')")), "elsewhere");
    const odd = [undefined, null, "text", Symbol("s"), Object.create(null), 5n];
    assert.deepEqual(
      odd.map(thrownText),
      ["undefined", "null", '"text"', "Symbol(s)", "an object", "5n"].map((text) => `it threw ${text}`),
    );
  });

  it("takes no list for options", () => {
    for (const [list, was] of [
      [["a"], "an array of 1"],
      [[], "an array of 0"],
      [new Array(1007).fill(0), "an array of 1,007"],
      [new Map(), "a Map of 0"],
      [new Set([1]), "a Set of 1"],
    ] as const)
      assert.throws(() => checkKeys("createSession", list, ["pace"]), {
        code: "INVALID_OPTION",
        message: `Expected options of createSession to be an object, was ${was}`,
      });
  });

  it("names the near match of an unknown option", () => {
    assert.throws(() => checkKeys('params of "hold"', { fast: 1 }, []), {
      message: 'Unknown option "fast" of params of "hold". It has none',
    });
    assert.throws(() => checkKeys("createSession", { paace: 1 }, ["pace", "seed"]), {
      code: "UNKNOWN_OPTION",
      message: 'Unknown option "paace" of createSession. Did you mean "pace"?',
    });
  });
});
