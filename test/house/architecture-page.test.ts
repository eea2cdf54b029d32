import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineStrategy, openLab, sample } from "../../src/index";
import { root } from "./reading/source";
import { tablesPage } from "./rules/tables-page";

const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

/** `name` or `Class.name`, in backticks, with the file it is in behind it in brackets, alone or with others before. */
function namedFunctions(text: string): { name: string; file: string }[] {
  const found: { name: string; file: string }[] = [];
  const names: string[] = [];
  for (const [, quoted] of text.matchAll(/`([^`\n]+)`/g)) {
    if (/^(src|kernel)\/.*\.ts$/.test(quoted)) for (const name of names.splice(0)) found.push({ name, file: quoted });
    else if (/^[A-Za-z]+\.[a-zA-Z]+$/.test(quoted) || /^[a-z]+[A-Z][A-Za-z]+$/.test(quoted)) names.push(quoted);
    else names.length = 0;
  }
  return found;
}

function isIn({ name, file }: { name: string; file: string }): boolean {
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  const [owner, member] = name.includes(".") ? name.split(".") : [undefined, name];
  const hasOwner = owner === undefined || new RegExp(`export (class|interface) ${owner}\\b`).test(text);
  return hasOwner && new RegExp(`(^  (async |get |readonly )?|function |const |class )${member}\\b`, "m").test(text);
}

/** The functions from a round of slices to the first bar of a strategy, outermost first. */
async function callsOfASlice(): Promise<string[]> {
  let stack = "";
  const limit = Error.stackTraceLimit;
  const strategy = defineStrategy({
    name: "looks back",
    onBar() {
      if (stack === "") stack = new Error().stack ?? "";
    },
  });
  try {
    Error.stackTraceLimit = 100;
    await (await openLab(":memory:")).run(sample("us-daily"), strategy);
  } finally {
    Error.stackTraceLimit = limit;
  }
  const names = [...stack.matchAll(/^ +at (?:\S+\.)?(#?\w+) \(.*\/src\//gm)].map(([, name]) => name).reverse();
  return names.slice(names.lastIndexOf("#round"));
}

describe("docs/architecture.md", () => {
  it("names functions that are in the files it names", () => {
    const named = namedFunctions(page);
    assert.ok(named.length >= 25, `only ${named.length} functions are named`);
    assert.deepEqual(
      named.filter((one) => !isIn(one)),
      [],
    );
  });

  it("has all calls of a slice in the order in which they are made", async () => {
    const [, listed] = /^All calls of a slice, in order: ([^.]*)\./m.exec(page) ?? [];
    assert.deepEqual(
      [...(listed ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name),
      await callsOfASlice(),
    );
  });

  it("would notice a function that is gone", () => {
    const [gone] = namedFunctions("`Engine.vanish` (`src/core/engine/engine.ts`)");
    assert.equal(isIn(gone), false);
  });

  it("names files that exist", () => {
    const files = [...page.matchAll(/`((?:src|test|docs)\/[^`\s]+)`/g)].map(([, file]) => file);
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});

describe("docs/tables.md", () => {
  it("is what the declared tables say", () => {
    assert.equal(readFileSync(join(root, "docs/tables.md"), "utf8"), tablesPage());
  });
});

describe("docs/kernel.md", () => {
  const kernelPage = readFileSync(join(root, "docs/kernel.md"), "utf8");

  it("names functions and files that are there", () => {
    const named = namedFunctions(kernelPage);
    assert.ok(named.length >= 8, `only ${named.length} functions are named`);
    assert.deepEqual(
      named.filter((one) => !isIn(one)),
      [],
    );
    const files = [...kernelPage.matchAll(/`((?:src|kernel|docs)\/[^`\s]+)`/g)].map(([, file]) => file);
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});
