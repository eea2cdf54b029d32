import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { importsOf, resolve } from "../reading/imports";
import { parse, root, type Source } from "../reading/source";
import type { Addition, FailingTest, Forgotten } from "./addition";

/** Texts of files that are new or changed, by path relative to the project. */
export type Changes = ReadonlyMap<string, string>;

/** Returns what changes where all of these are added, but for what is forgotten of one of them. */
export function changesOf(additions: readonly Addition[], without?: { of: Addition; forgotten: Forgotten }): Changes {
  const changes = new Map<string, string>();
  for (const addition of additions) {
    const { lines: leftOut = [], text: cut } = without?.of === addition ? without.forgotten : {};
    if (addition.file !== undefined) changes.set(addition.file.path, textWithout(addition.file.text, cut));
    const cutHere = addition.file === undefined ? cut : undefined;
    if (cutHere !== undefined && !addition.lines.some(({ text }) => text.includes(cutHere)))
      throw new Error(`Expected the lines to have "${cut}"`);
    for (const [place, { file, before, text }] of addition.lines.entries()) {
      if (leftOut.includes(place)) continue;
      const old = changes.get(file) ?? readFileSync(join(root, file), "utf8");
      if (old.split(before).length !== 2) throw new Error(`Expected "${before}" to be in ${file} once`);
      changes.set(
        file,
        old.replace(before, () => (cutHere === undefined ? text : text.replace(cutHere, "")) + before),
      );
    }
  }
  return changes;
}

function textWithout(text: string, cut: string | undefined): string {
  if (cut === undefined) return text;
  if (!text.includes(cut)) throw new Error(`Expected the new file to have "${cut}"`);
  return text.replace(cut, "");
}

/** Returns files of src with the changes. */
export function changedSources(sources: readonly Source[], changes: Changes): Source[] {
  const kept = sources.filter(({ path }) => !changes.has(`src/${path}`));
  const changed = Array.from(changes).filter(([path]) => path.startsWith("src/"));
  return [...kept, ...changed.map(([path, text]) => parse(path.slice("src/".length), text))];
}

/** Returns the files that are changed or import one that is: it is there that the compiler says what does not fit. */
export function nearChanges(sources: readonly Source[], changes: Changes): string[] {
  const changed = changedSources(sources, changes);
  const paths = new Set(changed.map(({ path }) => path));
  const isNear = (source: Source) =>
    changes.has(`src/${source.path}`) ||
    importsOf(source).some(({ specifier }) => {
      const path = specifier === undefined ? undefined : resolve(source, specifier, paths);
      return path !== undefined && changes.has(`src/${path}`);
    });
  return changed.filter(isNear).map(({ path }) => `src/${path}`);
}

/** Compiles src with changes again and again; what did not change is parsed once. */
export class Compiler {
  #program: ts.Program | undefined;
  readonly #options: ts.CompilerOptions;
  readonly #files: readonly string[];

  constructor() {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    this.#options = { ...options, declaration: false, noEmit: true };
    this.#files = fileNames;
  }

  /** Returns what the compiler objects to in the named files. */
  objections(changes: Changes, files: readonly string[]): string[] {
    const texts = new Map(Array.from(changes, ([path, text]) => [join(root, path), text]));
    const host = ts.createCompilerHost(this.#options);
    const { getSourceFile, fileExists, readFile } = host;
    const old = this.#program;
    host.fileExists = (path) => texts.has(path) || fileExists(path);
    host.readFile = (path) => texts.get(path) ?? readFile(path);
    host.getSourceFile = (path, ...more) => {
      const text = texts.get(path);
      const known = old?.getSourceFile(path);
      // The same text is the same file, so that it is not bound again.
      if (known !== undefined && known.text === (text ?? readFile(path))) return known;
      return text === undefined ? getSourceFile(path, ...more) : ts.createSourceFile(path, text, more[0]);
    };
    const added = Array.from(texts.keys()).filter((path) => path.endsWith(".ts"));
    const program = ts.createProgram([...new Set([...this.#files, ...added])], this.#options, host, old);
    this.#program = program;
    const chosen = files.map((path) => program.getSourceFile(join(root, path)));
    return chosen.flatMap((file) => ts.getPreEmitDiagnostics(program, file)).map(objectionText);
  }
}

function objectionText({ file, messageText }: ts.Diagnostic): string {
  return `${file?.fileName.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
}

// The threads that were made for these tests know nothing of the changes.
const env = { ...process.env, PAPERLAB_THREADS: undefined };

/** Runs a program beside a copy of the project with the changes, and returns what it prints. */
export function runIn(changes: Changes, program: string): string {
  return inCopy(changes, (folder) => {
    writeFileSync(join(folder, "program.ts"), program);
    const node = ["--import", "tsx", "program.ts"];
    return execFileSync(process.execPath, node, { cwd: folder, env, encoding: "utf8" });
  });
}

/** Returns how many of the project's tests of these names pass, and how many fail, in a copy with the changes. */
export function testsIn(changes: Changes, tests: readonly FailingTest[]): { passed: number; failed: number } {
  return inCopy(changes, (folder) => {
    const files = [...new Set(tests.map(({ test }) => test))];
    const names = tests.map(({ that }) => that).join("|");
    const options = ["--no-config", "--timeout=60000", "--reporter=json", "--grep", names];
    const mocha = [join("node_modules", "mocha", "bin", "_mocha"), ...options, ...files];
    const ran = spawnSync(process.execPath, ["--import", "tsx", ...mocha], { cwd: folder, env, encoding: "utf8" });
    const { passes, failures } = JSON.parse(ran.stdout.slice(ran.stdout.indexOf("{"))).stats;
    return { passed: passes, failed: failures };
  });
}

// Made once, because it takes a second, and because tsx compiles a file of the same place and text once.
let copy: string | undefined;
after(() => {
  if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
});

function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-additions-"));
  for (const path of ["src", "test", "scripts", "docs", "fixtures", "tsconfig.json", "package.json"])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const path of ["node_modules", "vendor"]) symlinkSync(join(root, path), join(folder, path));
  return folder;
}

function inCopy<Result>(changes: Changes, work: (folder: string) => Result): Result {
  copy ??= copyOfProject();
  for (const [path, text] of changes) writeFileSync(join(copy, path), text);
  try {
    return work(copy);
  } finally {
    for (const path of changes.keys())
      if (existsSync(join(root, path))) copyFileSync(join(root, path), join(copy, path));
      else rmSync(join(copy, path));
  }
}
