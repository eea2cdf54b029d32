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

const parsed = new Map<string, compiler.SourceFile | undefined>();

/** A host of a compiler that parses the declarations once for all settings. */
function hostOf({ createCompilerHost, version }: typeof compiler, settings: compiler.CompilerOptions) {
  const host = createCompilerHost(settings);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...options) => {
    const key = `${version} ${path}`;
    if (!path.endsWith(".d.ts")) return getSourceFile(path, ...options);
    if (!parsed.has(key)) parsed.set(key, getSourceFile(path, ...options));
    return parsed.get(key);
  };
  return host;
}

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

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    parsed.clear();
  });

  for (const [name, used, settings] of [
    ["tslab's compiler with its settings", cellCompiler, cellSettings],
    ["tslab's compiler, strict", cellCompiler, { ...cellSettings, strict: true }],
    ["the compiler of this project, strict", compiler, { ...cellSettings, strict: true }],
  ] as const) {
    it(`know what params, options and listeners are, and object to what is misspelled: ${name}`, () => {
      const { createProgram, getPreEmitDiagnostics, flattenDiagnosticMessageText } = used as typeof compiler;
      const options = settings as unknown as compiler.CompilerOptions;
      const program = createProgram([file], options, hostOf(used as typeof compiler, options));
      const found = getPreEmitDiagnostics(program).map(({ file: source, start = 0, messageText }) => {
        const line = source === undefined ? "" : source.getLineAndCharacterOfPosition(start).line + 1;
        return `${source?.fileName ?? ""}:${line} ${flattenDiagnosticMessageText(messageText, "\n")}`;
      });
      assert.deepEqual(found, []);
    });
  }
});
