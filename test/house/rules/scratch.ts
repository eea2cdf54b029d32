import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { root } from "./source";

/** A copy of some of the sources that a test may change, compile and load. */
export interface Scratch {
  /** Reads a file by its path from the root. */
  read(path: string): string;
  write(path: string, text: string): void;
  /** Returns what the compiler objects to, one line each, and keeps what it made. */
  compile(): string[];
  /** Loads what was made of a file. */
  load(path: string): Record<string, unknown>;
  remove(): void;
}

/** Copies files and folders, by their paths from the root, into a scratch folder. */
export function scratchCopy(paths: readonly string[]): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-scratch-"));
  const within = (path: string) => join(folder, path);
  for (const path of [...paths, "tsconfig.json"]) {
    mkdirSync(dirname(within(path)), { recursive: true });
    cpSync(join(root, path), within(path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), within("node_modules"), "junction");
  return {
    read: (path) => ts.sys.readFile(within(path)) ?? "",
    write: (path, text) => ts.sys.writeFile(within(path), text),
    compile: () => compile(folder),
    load: (path) => require(within(path.replace(/^src/, "dist").replace(/\.ts$/, ".js"))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// What is not of a copy is parsed once for all of them: the libraries are most of the work.
const parsed = new Map<string, ts.SourceFile | undefined>();

function compile(folder: string): string[] {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options: given } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const options = { ...given, declaration: false, sourceMap: false };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(folder)) return getSourceFile(path, ...rest);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, ...rest));
    return parsed.get(path);
  };
  const program = ts.createProgram(fileNames, options, host);
  program.emit();
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const path = file === undefined ? "" : `${file.fileName.slice(folder.length + 1)}: `;
    return path + ts.flattenDiagnosticMessageText(messageText, " ");
  });
}
