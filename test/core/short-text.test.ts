import assert from "node:assert/strict";
import { counted } from "../../src/core/short-text";

describe("a count", () => {
  it("is written with one thing or several, and thousands apart", () => {
    assert.deepEqual(
      [0, 1, 2, 999, 1260, 1_000_000].map((count) => counted(count, "step")),
      ["0 steps", "1 step", "2 steps", "999 steps", "1,260 steps", "1,000,000 steps"],
    );
    assert.deepEqual([counted(1, "bad row"), counted(2, "entry", "entries")], ["1 bad row", "2 entries"]);
  });
});
