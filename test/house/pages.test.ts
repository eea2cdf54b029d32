import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "./reading/markdown";
import { root } from "./reading/source";

const pages = [".", "docs", "fixtures"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

/** Returns the lines of a page that are too long to read side by side with code. Rows of tables cannot be broken. */
function longLines(page: string): string[] {
  const isLong = (line: string) => [...line].length > 120 && !line.startsWith("|");
  return page.split("\n").flatMap((line, at) => (isLong(line) ? [`${at + 1}: ${line}`] : []));
}

describe("a page of the project", () => {
  for (const page of pages)
    it(`has no line over 120 characters outside tables: ${page}`, () => {
      assert.deepEqual(longLines(readPage(page)), []);
    });

  it("is checked by characters, in prose and code", () => {
    assert.ok(pages.includes("README.md") && pages.length > 8, pages.join());
    const long = "a".repeat(121);
    const page = ["≤".repeat(120), long, `| ${long} |`, "```ts", long, "```"].join("\n");
    assert.deepEqual(longLines(page), [`2: ${long}`, `5: ${long}`]);
  });
});
