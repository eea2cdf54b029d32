import { existsSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join, sep } from "node:path";
import type { CompletionInfo, Converter as TslabConverter } from "tslab/dist/converter";
import type * as TypeScript from "typescript";
import { type Edit, type EditedText, edited } from "../text/edits";
import { type FileOrigin, type SourceMapData, sourceOf } from "../text/file-origin";
import { importForms } from "./module-forms";
import { ImportResolution } from "./resolution";
import { settingsOf, typeRootsOf } from "./settings";
import { copyForTslab, loadTypeScript, readCommentsLate, type ScriptTransformer, type Ts } from "./typescript";
import { stateOf, WatchedFiles } from "./watched-files";
import { withoutWidened } from "./widened";

// Only this file knows tslab's private parts: its converter, and what `import "tslab"` gives a cell. The converter
// gets TypeScript itself instead of its old copy, changed where it has no options. The settings are ours, a second
// pass uses our transformers, and the disk is checked for changes only before a compilation. TypeScript would notice
// changes between two cells and set timers for them. tslab has room for only one timer: it throws at the second, and
// at everything after that.

/** The JavaScript of a file beside the notebook that a cell imported. */
export type { SideOutput } from "tslab/dist/converter";

/** The maps of the last conversion: from TypeScript to JavaScript, the edits to that, and from there to CommonJS. */
export interface Maps {
  readonly first: SourceMapData | undefined;
  readonly changed: EditedText;
  readonly second: SourceMapData;
}

/** tslab's converter. */
export interface Converter extends Omit<TslabConverter, "complete" | "inspect"> {
  /** Returns the names that can stand at an offset of a cell. */
  complete(
    earlier: string,
    source: string,
    offset: number,
  ): Omit<CompletionInfo, "original"> & { original?: TypeScript.CompletionInfo };
  /** Describes the name at an offset of a cell. */
  inspect(earlier: string, source: string, offset: number): TypeScript.QuickInfo | undefined;
  /** Notices what has changed on disk. */
  readonly lookAtDisk: () => void;
}

/** Sends what tslab's own display functions show. */
export type WriteDisplay = (message: { data: object; metadata: object; transient: object }, update: boolean) => void;

/** tslab's parts, ready to use in one folder. */
export interface Tslab {
  readonly ts: Ts;
  /** Makes a converter, which takes about a second. */
  readonly newConverter: () => Converter;
  /** Describes the folders of packages. When the text changes, a new converter is needed. */
  readonly surroundings: () => string;
  /** Says whether code is a complete cell. If not, `indent` is for the next line. */
  readonly isCompleteCode: (code: string) => { completed: boolean; indent?: string };
  /** Writes TypeScript's description of a name as text. */
  readonly printQuickInfo: (info: TypeScript.QuickInfo) => string;
  /** Returns the module name that a cell gives itself, with `@module` in its first comment. */
  readonly moduleOf: (code: string) => string | undefined;
  /** Source maps of the last conversion. */
  readonly maps: () => Maps | undefined;
  /** Returns the names of the modules that JavaScript requires. */
  readonly importsOf: (code: string) => string[];
  /** Compiles a file by itself, for files that the converter does not see. */
  readonly compileFile: (path: string, text: string) => string;
  /** Returns what a compiled file was compiled from; `undefined` if it is not one. */
  readonly originOf: (path: string) => FileOrigin | undefined;
  /** The module that `import "tslab"` returns. */
  readonly module: () => unknown;
}

/** What tslab needs to know. */
export interface TslabOptions {
  /** The folder of the notebook. */
  readonly folder: string;
  /** The folder of paperlab's package, for notebooks in folders without one. */
  readonly paperlab: string;
  /** Returns the edits to a cell's JavaScript, as text. `source`: the cell as the converter compiled it. */
  readonly edits: (ts: Ts, code: string, source: string | undefined) => readonly Edit[];
  /** Transformers of a cell's JavaScript before and after its imports and exports become CommonJS. */
  readonly transformers: (ts: Ts) => { before: ScriptTransformer[]; after: ScriptTransformer[] };
  /** Takes what tslab's own display functions show. */
  readonly writeDisplay: WriteDisplay;
}

/** Loads tslab's converter for a folder, which takes more than a second. */
export function loadTslab(options: TslabOptions): Tslab {
  const home = dirname(require.resolve("tslab/package.json"));
  const ts = loadTypeScript();
  readCommentsLate(ts);
  const settings = settingsOf(ts);
  const secondPass = new SecondPass(ts, options);
  // Those of the newest converter.
  let files = new WatchedFiles();
  let names = new NamesOfCells(ts);
  const changed = copyForTslab(ts, {
    getDefaultTypeRoots: typeRootsOf(ts, options.folder, options.paperlab),
    createWatchCompilerHost: (files: string[], given: TypeScript.CompilerOptions, system: TypeScript.System) => {
      const compilerOptions = { ...given, ...settings };
      exportByName(ts, system);
      const silent = () => {};
      const host = ts.createWatchCompilerHost(files, compilerOptions, system, undefined, silent, silent);
      return Object.assign(host, new ImportResolution(ts, system, compilerOptions).host, names.scheduler(system), {
        // `readCommentsLate` sees to the others.
        jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
      });
    },
    getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
      ts.sortAndDeduplicateDiagnostics(files.flatMap((file) => diagnosticsOf(ts, program, file, options.paperlab))),
    createWatchProgram: (host: ProgramHost) => ts.createWatchProgram(Object.assign(host, leavingFiles(host, names))),
    transpileModule: secondPass.transpile,
  });
  const path = createRequire(join(home, "package.json")).resolve("@tslab/typescript-for-tslab");
  require.cache[path] = Object.assign(new Module(path), { exports: changed, loaded: true });
  const own = dirname(ts.sys.getExecutingFilePath());
  // The language's own libraries came with the compiler and never change.
  ts.sys.watchFile = (path, onChange) => (path.startsWith(`${own}/`) ? unwatched : files.watch(path, onChange));
  findPaperlab(ts, options);
  // Receives what cells display with `import "tslab"`.
  const jupyter: { lastWriteDisplayData: WriteDisplay } = require("tslab/dist/jupyter.js");
  jupyter.lastWriteDisplayData = options.writeDisplay;
  const { createConverter, isCompleteCode } = require("tslab/dist/converter.js");
  const { printQuickInfo } = require("tslab/dist/inspect.js");
  const { getCodeMetadata } = require("tslab/dist/metadata.js");
  return {
    ts,
    newConverter: () => {
      files = new WatchedFiles();
      names = new NamesOfCells(ts);
      const [own, ownNames] = [files, names];
      const converter: Converter = createConverter({ isJS: false, isBrowser: false });
      return Object.assign(converter, { convert: ownNames.before(converter), lookAtDisk: () => own.look() });
    },
    surroundings: () => packageFolders(options.folder),
    isCompleteCode,
    printQuickInfo,
    moduleOf: (code) => getCodeMetadata(code).module,
    maps: () => secondPass.maps,
    importsOf: (code) => ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName),
    compileFile: (path, text) => secondPass.compileFile(path, text, settings),
    originOf: (path) => secondPass.origins.get(path),
    module: () => require("tslab"),
  };
}

/** Turns JavaScript from the converter, and files that it does not see, into CommonJS. */
class SecondPass {
  /** Those of the last cell. */
  maps: Maps | undefined;
  /** What files were compiled from, by path. */
  readonly origins = new Map<string, FileOrigin>();
  readonly #ts: Ts;
  readonly #folder: string;
  readonly #edits: TslabOptions["edits"];
  readonly #ofCells: { before: ScriptTransformer[]; after: ScriptTransformer[] };
  readonly #ofFiles: { before: ScriptTransformer[] };

  constructor(ts: Ts, { folder, edits, transformers }: TslabOptions) {
    const { before, after } = transformers(ts);
    const imports = importForms(ts);
    this.#ts = ts;
    this.#folder = folder;
    this.#edits = edits;
    this.#ofCells = { before: [imports, ...before], after };
    this.#ofFiles = { before: [imports] };
  }

  /** Replaces TypeScript's `transpileModule`, which the converter calls. */
  readonly transpile = (code: string, given: TypeScript.TranspileOptions): TypeScript.TranspileOutput => {
    const { text, map } = withoutMap(code);
    const compilerOptions = { ...given.compilerOptions, sourceMap: true };
    const cell = isCell(map);
    // Files beside the notebook stay as they are.
    const changed = edited(text, cell ? this.#edits(this.#ts, text, map?.sourcesContent?.[0]) : []);
    const transformers = cell ? this.#ofCells : this.#ofFiles;
    const out = this.#ts.transpileModule(changed.text, { ...given, compilerOptions, transformers });
    const maps = { first: map, changed, second: mapIn(out) };
    if (cell) this.maps = maps;
    else if (map !== undefined) this.#remember(maps, map);
    return out;
  };

  /** Compiles a file by itself, with the converter's settings for cells and `others`. */
  compileFile(path: string, text: string, others: TypeScript.CompilerOptions): string {
    const { ModuleKind, JsxEmit } = this.#ts;
    // TypeScript would leave the imports and exports of `a.mjs` as they are.
    const fileName = path.replace(/\.[cm]([jt]s)$/, ".$1");
    const own = { module: ModuleKind.CommonJS, esModuleInterop: true, jsx: JsxEmit.React };
    const compilerOptions = { ...others, ...own, inlineSourceMap: false, sourceMap: true };
    const out = this.#ts.transpileModule(text, { fileName, compilerOptions, transformers: this.#ofFiles });
    this.origins.set(path, sourceOf(path, { first: mapIn(out) }));
    return out.outputText;
  }

  // The converter writes `outDir/signals/cross.js` for `signals/cross.ts`, and says so with as many `..` as it needs.
  #remember(maps: Maps, { sources: [source = ""] }: SourceMapData): void {
    const path = `${this.#folder.replaceAll("\\", "/")}/${source.replace(/^(\.\.\/)+/, "")}`;
    this.origins.set(path, sourceOf(path, maps));
  }
}

type Builder = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;
type ProgramHost = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Builder>;

// The converter's transformers are meant for a cell. In a file, they would export its last expression.
function leavingFiles(
  { afterProgramCreate }: ProgramHost,
  names: NamesOfCells,
): Pick<ProgramHost, "afterProgramCreate"> {
  names.give = (program) => afterProgramCreate?.(program);
  return {
    afterProgramCreate: (program) => {
      const { emit } = program;
      program.emit = (file, write, token, onlyDeclarations, transformers) =>
        emit(file, write, token, onlyDeclarations, file?.fileName.endsWith(cellName) ? transformers : undefined);
      afterProgramCreate?.(program);
    },
  };
}

// What cells give to paperlab is checked when it is called.
function diagnosticsOf(
  ts: Ts,
  program: TypeScript.Program,
  file: TypeScript.SourceFile,
  paperlab: string,
): readonly TypeScript.Diagnostic[] {
  const found = ts.getPreEmitDiagnostics(program, file);
  if (!file.fileName.endsWith(cellName)) return found;
  const own = `${paperlab.replaceAll("\\", "/")}/dist/`;
  const isPaperlabs = (name: string) => name.startsWith(own) || name.includes("/node_modules/paperlab/");
  return withoutWidened(ts, program, file, found, isPaperlabs);
}

/**
 * Tells a converter which names a cell declares. It makes two programs of a cell: one to find its names, and one with a list that
 * exports them. For the names, the cell alone is enough, and a program takes as long as all else that is done for a short cell.
 */
class NamesOfCells {
  /** Gives the converter a program. */
  give: (program: Builder) => void = () => {};
  readonly #ts: Ts;
  #isFirst = false;
  // A program of the same text again would not be made, and the converter would not get any.
  #last: string | undefined;

  constructor(ts: Ts) {
    this.#ts = ts;
  }

  /** Returns how a converter converts where its first program of a cell only has to tell names. */
  before({ convert }: Converter): Converter["convert"] {
    return (...cell) => {
      this.#isFirst = true;
      try {
        return convert(...cell);
      } finally {
        this.#isFirst = false;
      }
    };
  }

  /** Schedules the updates of the converter's program, for which tslab has room for one timer. Anything else is done at once. */
  scheduler(system: TypeScript.System): Pick<TypeScript.System, "setTimeout" | "clearTimeout"> {
    let over: unknown;
    return {
      setTimeout: (work, delay, ...args) => {
        if (args[0] !== "timerToUpdateProgram") return work(...args);
        const timer: unknown = system.setTimeout?.(
          () => {
            over = timer;
            if (!this.#tell(system)) work(...args);
          },
          delay,
          ...args,
        );
        return timer;
      },
      // TypeScript still knows the timer of an update that was not made.
      clearTimeout: (timer) => (timer === over ? undefined : system.clearTimeout?.(timer)),
    };
  }

  #tell(system: TypeScript.System): boolean {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const text = isFirst ? system.readFile(`${system.getCurrentDirectory()}/${cellName}`) : undefined;
    if (text === undefined || text === this.#last) return false;
    const file = this.#ts.createSourceFile(cellName, text, this.#ts.ScriptTarget.ES2024, true);
    (this.#ts as Ts & { bindSourceFile(file: TypeScript.SourceFile, options: object): void }).bindSourceFile(file, {});
    const { locals } = file as { locals?: ReadonlyMap<string, unknown> };
    // Without names, the converter keeps the first program.
    if (locals === undefined || locals.size === 0) return false;
    this.#last = text;
    this.give({ getSourceFile: () => file } as Partial<Builder> as Builder);
    return true;
  }
}

// The name that the converter gives a cell.
const cellName = "__tslab__.ts";

// The converter ends a cell with the names that it exports as TypeScript keeps them: with a third underscore before two.
function exportByName(ts: Ts, system: TypeScript.System): void {
  const { readFile } = system;
  system.readFile = (path, encoding) => {
    const text = readFile(path, encoding);
    if (!path.endsWith(cellName)) return text;
    return text?.replace(/\nexport \{.*\}$/, (list) =>
      // `declare global` counts as a name there, but is none.
      list
        .replace(/(?<=[{ ])__global(, |(?=\}))/, "")
        .replace(/___\w+/g, (key) => ts.unescapeLeadingUnderscores(key as TypeScript.__String)),
    );
  };
}

const unwatched = { close: () => {} };

/** Returns the syntax errors of a text, as a complete text. */
export function parseFaults(ts: Ts, source: string): readonly TypeScript.DiagnosticWithLocation[] {
  const before = "export {};";
  const file = ts.createSourceFile("cell.ts", `${before}${source}`, ts.ScriptTarget.ES2022, false);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: TypeScript.DiagnosticWithLocation[] };
  return parseDiagnostics.map((fault) => ({ ...fault, start: fault.start - before.length }));
}

const inlineMap = /\n\/\/# sourceMappingURL=data:application\/json;base64,(.*)\s*$/;

function isCell(map: SourceMapData | undefined): boolean {
  return map?.sources[0]?.endsWith(cellName) === true;
}

function mapIn({ sourceMapText = "{}" }: TypeScript.TranspileOutput): SourceMapData {
  return JSON.parse(sourceMapText);
}

function withoutMap(code: string): { text: string; map?: SourceMapData } {
  const found = inlineMap.exec(code);
  if (found === null) return { text: code };
  return { text: code.slice(0, found.index + 1), map: JSON.parse(Buffer.from(found[1], "base64").toString()) };
}

// A notebook in a folder without paperlab gets the kernel's own.
function findPaperlab(ts: Ts, { folder, paperlab }: TslabOptions): void {
  if (hasOwnPaperlab(folder)) return;
  const place = join(folder, "node_modules", "paperlab");
  const forwarded = (path: string) => {
    const native = sep === "/" ? path : path.replaceAll("/", sep);
    return native === place || native.startsWith(place + sep) ? paperlab + native.slice(place.length) : path;
  };
  const { fileExists, directoryExists, readFile } = ts.sys;
  ts.sys.fileExists = (path) => fileExists(forwarded(path));
  ts.sys.directoryExists = (path) => directoryExists(forwarded(path));
  ts.sys.readFile = (path, encoding) => readFile(forwarded(path), encoding);
}

/** Whether a folder, or one above it, has paperlab installed. */
export function hasOwnPaperlab(folder: string): boolean {
  const path = join("node_modules", "paperlab", "package.json");
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, path))) return true;
    if (at === dirname(at)) return false;
  }
}

// The state of every folder that holds packages. A converter does not notice changes there.
function packageFolders(folder: string): string {
  const places = ["node_modules", "node_modules/@types", "node_modules/.package-lock.json"];
  const states: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    states.push(...places.map((place) => stateOf(join(at, place))));
    if (at === dirname(at)) return states.join();
  }
}
