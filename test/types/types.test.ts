import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "@tslab/typescript-for-tslab";

const root = join(__dirname, "../..");

/** What the compiler of a notebook says to the cells when `paperlab` is the built package, and to the declarations. */
function diagnostics(strict: boolean): string[] {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-types-"));
  const file = join(folder, "cells.ts");
  const cells = readFileSync(join(__dirname, "cells.ts"), "utf8");
  writeFileSync(file, cells.replace("../../src/index", join(root, "dist/index")));
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    typeRoots: [join(root, "node_modules/@types")],
    types: ["node"],
    noEmit: true,
    skipLibCheck: false,
    strict,
  });
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName === file || fileName.startsWith(`${root}/dist`));
  const found = own.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  rmSync(folder, { recursive: true });
  assert.ok(own.length > 10, "the declarations were read");
  return found.map(({ file: source, start = 0, messageText }) => {
    const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
    return `${source?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("the compiler of a notebook", () => {
  it("reads the declarations and knows right from wrong, strict or not", () => {
    assert.deepEqual(diagnostics(false), []);
    assert.deepEqual(diagnostics(true), []);
  }).timeout(60_000);
});
