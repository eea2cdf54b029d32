import type * as TypeScript from "typescript";
import type { CompileFault } from "../errors/faults";
import { type EditedText, edited } from "../text/edits";
import { tracedThrough } from "../text/file-origin";
import { type Place, placeOf } from "../text/positions";
import type { Compiler } from "./compiler";
import {
  awaitsAtTop,
  declaredNames,
  isGlobalBlock,
  namesOf,
  renamedImports,
  repairs,
  splitDeclarations,
} from "./repair";
import { lastAfterUsing } from "./shared-variables";
import { type Maps, parseFaults, type SideOutput, type Tslab } from "./tslab";
import {
  type CellOfLists,
  type ListForm,
  listEdits,
  listForms,
  listNames,
  mentionedIn,
  typesIn,
  withoutNames,
  withTypes,
} from "./widened";

/** The result of compiling a cell: JavaScript, and what later cells need to know. */
export interface CompiledCell {
  readonly code: string;
  readonly awaits: boolean;
  /** The name under which its last expression is exported. */
  readonly last: string | undefined;
  /** Declarations of this cell and earlier ones. */
  readonly declarations: string;
  /** Names that it declares at top level. */
  readonly names: readonly string[];
  /** The cells with lists of lists that later cells can name, this one included. */
  readonly lists: readonly CellOfLists[];
  /** What modules call the imports that have another name here. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly sideOutputs: readonly SideOutput[];
  /** Returns the place in the cell for a place in its JavaScript; `undefined` for the code around it. */
  readonly locate: (place: Place) => Place | undefined;
}

/**
 * Compiles a cell that knows the declarations of earlier ones. Returns the result, or the faults. `lists`: the cells with
 * lists of lists among these.
 */
export function compile(
  compiler: Compiler,
  source: string,
  earlier: string,
  lists: readonly CellOfLists[] = [],
): CompiledCell | readonly CompileFault[] {
  return compiler.atWork(() => compiled(compiler, source, earlier, lists));
}

function compiled(
  compiler: Compiler,
  source: string,
  earlier: string,
  lists: readonly CellOfLists[],
): CompiledCell | readonly CompileFault[] {
  const { tslab } = compiler;
  const { ts } = tslab;
  const { file, edits, rest } = prepared(tslab, source, earlier);
  let repaired = edited(source, edits);
  let converted = compiler.convert(rest, repaired.text);
  const faults = converted.diagnostics;
  // Only where nothing else helps, because members of other forms do not fit such lists.
  const found = faults.length === 0 ? undefined : inAnotherForm(compiler, source, earlier, lists);
  if (found !== undefined) ({ repaired, converted } = found);
  if (converted.diagnostics.length > 0) return faultsOf(faults, source, repaired);
  const unseen = strayDecorators(tslab, source);
  if (unseen.length > 0) return unseen;
  const { output: code = "" } = converted;
  const locate = locator(tslab.maps(), repaired);
  const lines = code.split("\n").length;
  const names = file.statements.flatMap((statement) => namesOf(ts, statement));
  const own = { source, earlier, names: listNames(ts, file) };
  return {
    code,
    awaits: awaitsAtTop(ts, file),
    last: converted.lastExpressionVar ?? lastAfterUsing(ts, file),
    declarations: converted.declOutput ?? "",
    names,
    lists: withoutNames([...withoutNames(lists, names), own], []),
    renamed: renamedImports(ts, file),
    sideOutputs: converted.sideOutputs ?? [],
    locate: (place) => (place.line > lines ? undefined : locate(place)),
  };
}

// Makes code compile in tslab. `rest`: the declarations of earlier cells.
function prepared(tslab: Tslab, source: string, earlier: string) {
  const { ts } = tslab;
  const file = parsed(tslab, source);
  const { globals, rest } = splitDeclarations(ts, earlier, file);
  // At the beginning, because the converter looks for the last expression at the end.
  const before = { start: 0, length: 0, insert: globals.map((one) => `${one} `).join("") };
  return { file, edits: [before, ...repairs(ts, file, declaredNames(ts, rest))], rest };
}

// Compiles a cell with other forms of the lists of lists that it has or names. To later cells, those of earlier ones stay
// what they were.
function inAnotherForm(compiler: Compiler, source: string, earlier: string, lists: readonly CellOfLists[]) {
  const { tslab } = compiler;
  const { ts } = tslab;
  const { file, edits, rest } = prepared(tslab, source, earlier);
  const mentioned = mentionedIn(ts, file);
  const named = lists.filter(({ names }) => names.some((name) => mentioned.has(name)));
  for (const form of listForms) {
    const own = listEdits(ts, file, form);
    if (own.length === 0 && named.length === 0) return undefined;
    const types = new Map(named.flatMap((cell) => [...formedTypes(compiler, cell, form)]));
    const repaired = edited(source, [...edits, ...own]);
    const converted = compiler.convert(withTypes(ts, rest, types), repaired.text);
    if (converted.diagnostics.length > 0) continue;
    const stay = [...types.keys()].filter((name) => !file.statements.some((one) => namesOf(ts, one).includes(name)));
    const declOutput = withTypes(ts, converted.declOutput ?? "", typesIn(ts, rest, stay));
    return { repaired, converted: { ...converted, declOutput } };
  }
  return undefined;
}

// The types of the lists of lists of an earlier cell in another form.
function formedTypes(compiler: Compiler, { source, earlier, names }: CellOfLists, form: ListForm): Map<string, string> {
  const { tslab } = compiler;
  const { file, edits, rest } = prepared(tslab, source, earlier);
  const formed = edited(source, [...edits, ...listEdits(tslab.ts, file, form)]);
  return typesIn(tslab.ts, compiler.declarationsAfter(rest, formed.text) ?? "", names);
}

/**
 * Returns the declarations that later cells know if a cell has failed: those of earlier cells, and from this one its
 * types and the names in `kept`.
 */
export function declarationsKept(
  compiler: Compiler,
  source: string,
  earlier: string,
  kept: ReadonlySet<string>,
): string {
  const { ts } = compiler.tslab;
  const file = parsed(compiler.tslab, source);
  const stays = (statement: TypeScript.Statement) => {
    const names = namesOf(ts, statement);
    if (isGlobalBlock(ts, statement)) return true;
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true;
    return names.length > 0 && names.every((name) => kept.has(name));
  };
  const left = file.statements.filter(stays).map((statement) => statement.getText(file));
  if (left.length === 0) return earlier;
  const found = compile(compiler, left.join("\n"), earlier);
  return "code" in found ? found.declarations : earlier;
}

/** Returns the texts of a cell's top-level imports that introduce names. */
export function importsIn({ tslab }: Compiler, source: string): string[] {
  const file = parsed(tslab, source);
  const imports = file.statements.filter((statement) => tslab.ts.isImportDeclaration(statement));
  return imports.filter(({ importClause }) => importClause !== undefined).map((one) => one.getText(file));
}

function parsed({ ts }: Tslab, source: string): TypeScript.SourceFile {
  return ts.createSourceFile("cell.ts", `${source}\nexport {}`, ts.ScriptTarget.ES2022, true);
}

type Diagnostics = ReturnType<Compiler["convert"]>["diagnostics"];

function faultsOf(diagnostics: Diagnostics, source: string, repaired: EditedText): readonly CompileFault[] {
  const faults: { fault: CompileFault; key: string }[] = [];
  for (const { start, end, messageText, code, fileName } of diagnostics) {
    const own = fileName === undefined;
    const at = (position: { offset: number; line: number; character: number }) =>
      own
        ? placeOf(source, repaired.originalOffset(position.offset))
        : { line: position.line + 1, column: position.character + 1 };
    const key = `${fileName ?? ""}:${start.offset}:${end.offset}`;
    const last = faults.at(-1);
    // A chain of reasons arrives as several diagnostics for the same place.
    if (last?.key === key) last.fault = { ...last.fault, message: `${last.fault.message}\n  ${messageText}` };
    else faults.push({ key, fault: { start: at(start), end: at(end), file: fileName, code, message: messageText } });
  }
  return clearest(faults.map(({ fault }) => fault));
}

// After a syntax error, other diagnostics are misleading.
function clearest(faults: readonly CompileFault[]): readonly CompileFault[] {
  const grammar = faults.filter(({ code, file }) => file === undefined && code >= 1000 && code < 2000);
  if (grammar.length === 0) return faults;
  const isNew = (fault: CompileFault, at: number) => !grammar.slice(0, at).some((one) => isRepeated(one, fault));
  return grammar.filter(isNew);
}

// A second one in the same line, for the same reason.
function isRepeated(first: CompileFault, { code, message, start }: CompileFault): boolean {
  return first.code === code && first.message === message && first.start.line === start.line;
}

// The converter appends `export {}` to a cell. A decorator at its end would apply to that.
function strayDecorators({ ts }: Tslab, source: string): CompileFault[] {
  return parseFaults(ts, source).map(({ start, length, code, messageText }) => ({
    start: placeOf(source, start),
    end: placeOf(source, start + length),
    code,
    message: ts.flattenDiagnosticMessageText(messageText, "\n  "),
  }));
}

// The converter puts one line before the cell.
const linesBefore = 1;

function locator(maps: Maps | undefined, repaired: EditedText): (place: Place) => Place {
  if (maps?.first === undefined) return (place) => place;
  const trace = tracedThrough(maps);
  return (place) => {
    const { line, column } = trace(place);
    return repaired.originalPlace({ line: Math.max(1, line - linesBefore), column });
  };
}
