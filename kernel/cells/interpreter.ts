import { Script } from "node:vm";
import { type CompiledCell, compile, declarationsKept, importsIn } from "../compile/compile";
import { Compiler } from "../compile/compiler";
import { checkName, loopChecks } from "../compile/loops";
import { plainExports } from "../compile/module-forms";
import { keepLastAfterUsing, sharedVariables } from "../compile/shared-variables";
import { loadTslab, type WriteDisplay } from "../compile/tslab";
import type { Ts } from "../compile/typescript";
import { type CellOfLists, withoutNames } from "../compile/widened";
import { type CompileFault, faultReport } from "../errors/faults";
import type { CellSources } from "../errors/frames";
import { hintFor, packagesAt } from "../errors/hints";
import { magicReport } from "../errors/magics";
import { placeNames, placesIn } from "../modules/meta";
import { Namespace } from "../modules/namespace";
import type { ErrorReport } from "../thread/execution";
import type { SharedFlags } from "../thread/flags";
import type { Breaker } from "./breakable";
import { type Cell, inCell } from "./cell";

/** How a cell ended. */
export type Outcome =
  | { readonly status: "ok"; readonly value: unknown }
  | { readonly status: "error"; readonly report: ErrorReport };

/** What an interpreter needs. */
export interface InterpreterOptions {
  /** The folder of the notebook. */
  readonly folder: string;
  /** The folder of paperlab's package. */
  readonly paperlab: string;
  readonly sources: CellSources;
  readonly breaker: Breaker;
  readonly flags: SharedFlags;
  /** Throws inside a loop of an interrupted cell. */
  readonly check: () => void;
  /** Makes sessions that read some names stand still. Returns what lets them go on; `undefined` at once for none. */
  readonly standStill: (names: readonly string[]) => Promise<() => Promise<void>> | undefined;
  /** Describes what a cell threw. */
  readonly report: (error: unknown) => ErrorReport;
  readonly writeDisplay: WriteDisplay;
}

// Every cell finds these declared, as if by an earlier cell.
const lent = {
  display: "function display(value: unknown, options?: object): void;",
  clearOutput: "function clearOutput(options?: { readonly wait?: boolean }): void;",
} as const;

const edits = (ts: Ts, code: string, source: string | undefined) => [
  ...sharedVariables(ts, code),
  ...keepLastAfterUsing(ts, code, source),
];
const transformers = (ts: Ts) => ({ before: [loopChecks(ts)], after: [plainExports(ts)] });

/** Compiles and runs cells, one after the other, in one namespace. */
export class Interpreter {
  readonly compiler: Compiler;
  // What modules call the imports that cells have under another name.
  readonly #imported: Record<string, string> = {};
  readonly #namespace: Namespace;
  readonly #options: InterpreterOptions;
  readonly #hint: ReturnType<typeof hintFor>;
  #declarations = Object.values(lent)
    .map((declaration) => `export declare ${declaration}`)
    .join("\n");
  // Cells with lists of lists among those whose declarations these are.
  #lists: readonly CellOfLists[] = [];

  constructor(options: InterpreterOptions) {
    const { folder, paperlab, sources, writeDisplay } = options;
    this.#options = options;
    const tslab = loadTslab({ folder, paperlab, writeDisplay, edits, transformers });
    this.compiler = new Compiler(tslab, options.flags);
    this.#namespace = new Namespace({
      folder,
      paperlab,
      tslab,
      onLoad: (file, origin) => sources.addFile(file, origin),
    });
    this.#hint = hintFor(folder, () => Object.keys(require(paperlab)));
    const { variables, require: load, meta } = this.#namespace;
    const functions = Object.fromEntries(Object.keys(lent).map((name) => [name, lentBy(load, name)]));
    Object.assign(variables, functions);
    // Under tslab's own name for it. The code of cells, and paperlab, find the variables of cells there.
    const { check } = options;
    const scope = {
      exports: variables,
      require: load,
      places: placesIn(meta),
      check,
      lent: functions,
      imported: this.#imported,
    };
    Object.assign(globalThis, { __tslab__: scope });
  }

  /** Declarations of the cells so far. */
  get declarations(): string {
    return this.#declarations;
  }

  /** The names of the packages that a cell can import. */
  get packages(): readonly string[] {
    return packagesAt(this.#options.folder);
  }

  /** Compiles and runs a cell. Also resolves if it fails. */
  async run(source: string, cell: Cell): Promise<Outcome> {
    const { sources, check, report } = this.#options;
    const module = this.compiler.tslab.moduleOf(source);
    if (module !== undefined) return this.#addModule(module, source, cell);
    const compiled = compile(this.compiler, source, this.#declarations, this.#lists);
    if (!("code" in compiled)) {
      await this.#keepImports(importsIn(this.compiler, source), cell);
      return this.#faulty(compiled, source, cell);
    }
    sources.add(cell.label, { text: source, locate: compiled.locate });
    const before = { ...this.#namespace.variables };
    // An interrupt may have come during compilation.
    inCell(cell, check);
    try {
      await this.#execute(compiled, cell);
      return { status: "ok", value: this.#take(compiled.last) };
    } catch (error) {
      this.#keepWhatWasDeclared(compiled, source, before);
      return { status: "error", report: report(error) };
    }
  }

  async #execute(compiled: CompiledCell, cell: Cell): Promise<void> {
    const { code, sideOutputs, declarations, names, lists, renamed } = compiled;
    for (const name of names) delete this.#imported[name];
    Object.assign(this.#imported, renamed);
    this.#namespace.addModules(sideOutputs);
    const packages = inCell(cell, () => this.#namespace.prepare(code, sideOutputs));
    if (packages !== undefined) await untilInterrupted(packages, cell);
    const standing = this.#options.standStill(names);
    const goOn = standing && (await standing);
    try {
      const work = this.#begin(compiled, cell);
      if (work !== undefined) await untilInterrupted(work, cell);
    } finally {
      if (goOn !== undefined) await inCell(cell, goOn);
      inCell(cell, () => this.#tellStale());
    }
    this.#declarations = declarations;
    this.#lists = lists;
  }

  // The names that earlier cells imported still stand for what was in the file then. Their types are those of now.
  #tellStale(): void {
    for (const { imported, changed } of this.#namespace.takeStale()) {
      const it = changed === imported ? "it" : imported;
      console.error(
        `${changed} has changed since a cell imported ${it}. Run that cell again: its names still have the old values`,
      );
    }
  }

  // Imports of a cell are available to later ones, even if the rest of it is wrong.
  async #keepImports(imports: readonly string[], cell: Cell): Promise<void> {
    if (imports.length === 0) return;
    const compiled = compile(this.compiler, imports.join("\n"), this.#declarations, this.#lists);
    const works =
      "code" in compiled &&
      (await this.#execute(compiled, cell).then(
        () => true,
        () => false,
      ));
    if (!works && imports.length > 1) for (const one of imports) await this.#keepImports([one], cell);
  }

  // Returns the promise of a cell that awaits something.
  #begin({ code, awaits }: CompiledCell, cell: Cell): Promise<unknown> | undefined {
    const own = `${awaits ? "async " : ""}function (exports, require, ${checkName})`;
    const head = `((${placeNames.join()}) => ${own} {`;
    const foot = "\n})(...__tslab__.places)(__tslab__.exports, __tslab__.require, __tslab__.check)";
    const { breaker } = this.#options;
    const script = new Script(`${head}\n${code}${foot}`, { filename: cell.label, lineOffset: -1 });
    const returned: unknown = inCell(cell, () => breaker.run(script));
    return awaits ? (returned as Promise<unknown>) : undefined;
  }

  // The value of the last expression, which may be a promise.
  #take(last: string | undefined): unknown {
    if (last === undefined) return undefined;
    const { variables } = this.#namespace;
    const value = variables[last];
    // Not `delete`, which would slow down all variables.
    variables[last] = undefined;
    // A function without a name gets the name of the variable that holds it.
    if (typeof value === "function" && value.name === last) Object.defineProperty(value, "name", { value: "" });
    return value;
  }

  // A cell's declarations are hoisted. If it fails before reaching one, that variable is undefined, and the earlier
  // value is restored.
  #keepWhatWasDeclared({ names, lists, last }: CompiledCell, source: string, before: Record<string, unknown>): void {
    const { variables } = this.#namespace;
    if (last !== undefined) variables[last] = undefined;
    const kept = new Set(names.filter((name) => variables[name] !== undefined));
    for (const name of names) if (!kept.has(name) && name in before) variables[name] = before[name];
    this.#declarations = declarationsKept(this.compiler, source, this.#declarations, kept);
    const own = lists.filter((cell) => cell.source === source);
    const lost = names.filter((name) => !kept.has(name));
    this.#lists = [...withoutNames(this.#lists, [...kept]), ...withoutNames(own, lost)];
  }

  #addModule(name: string, source: string, cell: Cell): Outcome {
    const faults = this.compiler.addModule(name, source).map(({ start, end, code, messageText }) => ({
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
      code,
      message: messageText,
    }));
    return faults.length > 0 ? this.#faulty(faults, source, cell) : { status: "ok", value: undefined };
  }

  #faulty(faults: readonly CompileFault[], source: string, cell: Cell): Outcome {
    const report = magicReport(faults, source, cell.label) ?? faultReport(faults, source, cell.label, this.#hint);
    return { status: "error", report };
  }
}

// paperlab is loaded when one of these is first called.
function lentBy(load: (id: string) => unknown, name: string): (...given: unknown[]) => unknown {
  const call = (...given: unknown[]) =>
    (load("paperlab") as Record<string, (...given: unknown[]) => unknown>)[name](...given);
  return Object.defineProperty(call, "name", { value: name });
}

// An interrupted cell ends, whatever it is still waiting for.
function untilInterrupted(work: Promise<unknown>, cell: Cell): Promise<unknown> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    cell.onAbandoned(reject);
  });
}
