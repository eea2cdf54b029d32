import ts from "@tslab/typescript-for-tslab";

/**
 * Compiles a file with the compiler and the settings of tslab's own kernel (TypeScript 5.0, Node10 resolution) and returns
 * what it objects to in files under `folder`, declarations included.
 */
export function cellDiagnostics(file: string, folder: string): string[] {
  const program = programOf(file);
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  if (own.length === 0) throw new Error(`Expected ${file} to exist and to be in ${folder}`);
  const found = own.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  return found.map((item) => `${item.file?.fileName}: ${ts.flattenDiagnosticMessageText(item.messageText, "\n")}`);
}

/** Returns what an editor says of each property of a type that a file exports, by the property's name. */
export function cellDocumentation(file: string, type: string): Map<string, string> {
  const program = programOf(file);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = module && checker.getExportsOfModule(module).find(({ name }) => name === type);
  if (exported === undefined) throw new Error(`Expected ${file} to export ${type}`);
  const properties = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(exported)).getProperties();
  const textOf = (property: ts.Symbol) => ts.displayPartsToString(property.getDocumentationComment(checker));
  return new Map(properties.map((property) => [property.name, textOf(property)]));
}

const programs = new Map<string, ts.Program>();

function programOf(file: string): ts.Program {
  const program = programs.get(file) ?? newProgram(file);
  programs.set(file, program);
  return program;
}

function newProgram(file: string): ts.Program {
  return ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    types: ["node"],
  });
}
