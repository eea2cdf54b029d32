import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "./reading/markdown";
import { root } from "./reading/source";

const page = readPage("CONTRIBUTING.md");

describe("CONTRIBUTING.md", () => {
  it("names files and folders that exist", () => {
    const paths = [...page.matchAll(/`((?:src|test|docs|fixtures|vendor|\.ci)\/[^`*]*)`/g)].map(([, path]) => path);
    assert.ok(paths.length > 15);
    // `<name>` stands for the new file: its folder must be there.
    const missing = paths.filter((path) => !existsSync(join(root, path.replace(/<name>.*$/, ""))));
    assert.deepEqual(missing, []);
  });

  it("names every script that people call, and no others", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const called = Object.keys(scripts).filter((name) => !name.startsWith("pre"));
    const named = [...page.matchAll(/`npm (?:run )?([a-z:]+)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(named)].sort(), called.sort());
  });
});
