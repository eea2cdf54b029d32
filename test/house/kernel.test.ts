import assert from "node:assert/strict";
import { cycles } from "./rules/cycles";
import { undocumented } from "./rules/documentation";
import { type Import, importsOf, target } from "./rules/imports";
import { oversized } from "./rules/size";
import { readSources, type Source } from "./rules/source";
import { emptyNames, looseTypes, sqlTexts } from "./rules/wording";

const sources = readSources("kernel");

/** Paths of the files that import what a pattern fits; types of TypeScript may be named anywhere. */
function importersOf(pattern: RegExp): string[] {
  const counts = ({ specifier, typeOnly }: Import) => !(typeOnly && specifier === "@tslab/typescript-for-tslab");
  const imports = (source: Source) =>
    importsOf(source)
      .filter(counts)
      .map(({ specifier }) => specifier ?? "");
  return sources
    .filter((source) => imports(source).some((specifier) => pattern.test(specifier)))
    .map(({ path }) => path);
}

describe("the kernel", () => {
  it("knows tslab's private files in one file", () => assert.deepEqual(importersOf(/^@?tslab/), ["compile/tslab.ts"]));

  it("speaks ZeroMQ in one file", () => assert.deepEqual(importersOf(/^zeromq/), ["protocol/sockets.ts"]));

  it("has no other package, and reaches into no other folder", () => {
    assert.deepEqual(importersOf(/^(?!\.|node:|tslab|@tslab|zeromq)./), []);
    const outside = sources.flatMap((source) =>
      importsOf(source).filter(
        ({ specifier = "" }) => specifier.startsWith(".") && target(source, specifier).startsWith(".."),
      ),
    );
    assert.deepEqual(outside, []);
  });

  it("has no import cycles", () => assert.deepEqual(cycles(sources), []));

  it("keeps the rules of src/ for comments, lengths, types and names", () => {
    const rules = [undocumented, oversized, looseTypes, emptyNames, sqlTexts];
    assert.deepEqual(
      rules.flatMap((rule) => sources.flatMap(rule)),
      [],
    );
    assert.ok(sources.length > 25);
  });
});
