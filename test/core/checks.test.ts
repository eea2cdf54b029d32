import assert from "node:assert/strict";
import { checkKeys, nearest } from "../../src/core/checks";

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

  it("names the near match of an unknown option", () => {
    assert.throws(() => checkKeys("createSession", { paace: 1 }, ["pace", "seed"]), {
      code: "UNKNOWN_OPTION",
      message: 'Unknown option "paace" of createSession. Did you mean "pace"?',
    });
  });
});
