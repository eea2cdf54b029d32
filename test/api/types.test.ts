import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cellCompiler from "@tslab/typescript-for-tslab";
import compiler from "typescript";

const root = join(__dirname, "../..");

/** The settings of plain tslab, which is not strict. */
const cellSettings = {
  target: cellCompiler.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: cellCompiler.ModuleKind.ESNext,
  moduleResolution: cellCompiler.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  noEmit: true,
  skipLibCheck: true,
  typeRoots: [join(root, "node_modules/@types")],
  types: ["node"],
};

describe("the types of paperlab in a cell", () => {
  let folder: string;
  let file: string;

  // As a user has it: the built package, found by its name.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-types-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "paperlab"));
    file = join(folder, "cells.ts");
    writeFileSync(
      file,
      readFileSync(join(__dirname, "types/cells.ts"), "utf8").replace("../../../src/index", "paperlab"),
    );
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, used, settings] of [
    ["tslab's compiler with its settings", cellCompiler, cellSettings],
    ["tslab's compiler, strict", cellCompiler, { ...cellSettings, strict: true }],
    ["the compiler of this project, strict", compiler, { ...cellSettings, strict: true }],
  ] as const) {
    it(`know what params, options and listeners are, and object to what is misspelled: ${name}`, () => {
      const { createProgram, getPreEmitDiagnostics, flattenDiagnosticMessageText } = used as typeof compiler;
      const program = createProgram([file], settings as unknown as compiler.CompilerOptions);
      const found = getPreEmitDiagnostics(program).map(({ file: source, start = 0, messageText }) => {
        const line = source === undefined ? "" : source.getLineAndCharacterOfPosition(start).line + 1;
        return `${source?.fileName ?? ""}:${line} ${flattenDiagnosticMessageText(messageText, "\n")}`;
      });
      assert.deepEqual(found, []);
    });
  }
});
