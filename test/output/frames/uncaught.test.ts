import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const bundle = join(__dirname, "../../../vendor/danfo.cjs");

describe("an error of danfo that nobody catches", () => {
  for (const [what, code] of Object.entries({
    "an unknown column": 'new dfd.DataFrame([{ a: 1 }]).column("b")',
    "an unknown column to sort by": 'new dfd.DataFrame([{ a: 1 }]).sortValues("b")',
    "columns of different lengths": "new dfd.DataFrame({ a: [1, 2], b: [1] })",
    "a mean of text": 'new dfd.Series(["a", "b"]).mean()',
  }))
    it(`is printed with a source line that fits a screen: ${what}`, () => {
      const { stderr, status } = spawnSync(
        process.execPath,
        ["-e", `const dfd = require(${JSON.stringify(bundle)}); ${code}`],
        {
          encoding: "utf8",
        },
      );
      assert.equal(status, 1, stderr);
      assert.match(stderr, /Error/);
      assert.ok(stderr.length < 4000, `${stderr.length} characters`);
    });

  it("is in a bundle of short lines, but for texts that cannot be broken", () => {
    const lines = readFileSync(bundle, "utf8").split("\n");
    assert.ok(lines.filter((line) => line.length > 1000).length < 20);
  });
});
