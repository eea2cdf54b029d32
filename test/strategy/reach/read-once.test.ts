import assert from "node:assert/strict";
import { readOnce } from "../../../src/strategy/reach/reads";

describe("texts that are read once", () => {
  it("are read again only after many others, also if there is nothing in them, and if they are long", () => {
    let count = 0;
    const lengthOf = readOnce((text) => {
      count++;
      return text === "" ? undefined : text.length;
    });
    assert.deepEqual(["ab", "", "ab", ""].map(lengthOf), [2, undefined, 2, undefined]);
    assert.equal(count, 2);
    for (let at = 0; at < 63; at++) lengthOf("c".repeat(at + 3));
    lengthOf("");
    assert.equal(count, 65);
    assert.equal(lengthOf("ab"), 2);
    assert.equal(count, 66);
    for (const text of ["d".repeat(20_001), "d".repeat(20_001)]) assert.equal(lengthOf(text), 20_001);
    assert.equal(count, 68);
  });
});
