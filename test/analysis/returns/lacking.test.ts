import assert from "node:assert/strict";
import { lackingUntil } from "../../../src/analysis/returns/lacking";

const day = 86_400_000;

/** The points, one a day, that lie where a series has no record: "x" has a level, "." has none. */
function lackingOf(pattern: string, step = day): string {
  const has = (at: number) => pattern[at] === "x";
  const counts = lackingUntil(
    Float64Array.from(pattern, (_, at) => at * step),
    has,
  );
  return Array.from(counts, (count, at) => (count > (at === 0 ? 0 : counts[at - 1]) ? "!" : "-")).join("");
}

describe("points that a series has no record of", () => {
  it("are those before it begins and after it ends, but for one", () => {
    assert.equal(lackingOf("xxxxxx"), "------");
    assert.equal(lackingOf(".xxxx."), "------");
    assert.equal(lackingOf("..xxx..."), "!!---!!!");
    assert.equal(lackingOf("..."), "!!!");
    assert.equal(lackingOf(""), "");
  });

  it("are none of the rests between levels, and none of as many at the ends", () => {
    assert.equal(lackingOf("..xxxxx..xxxxx.."), "----------------");
    assert.equal(lackingOf("...xxxxx..xxxxx..."), "!!!------------!!!");
  });

  it("are those of a hole that is longer than ten days and ten points", () => {
    const [rest, hole] = [".".repeat(10), ".".repeat(11)];
    assert.equal(lackingOf(`xx${rest}xx`), "-".repeat(14));
    assert.equal(lackingOf(`xx${hole}xx`), `--${"!".repeat(11)}--`);
    assert.equal(lackingOf(`xx${hole}xx`, day / 24), "-".repeat(15));
  });
});
