import type * as TypeScript from "typescript";

// TypeScript as tslab's converter needs it. tslab was written for a copy of TypeScript 5.0 that has a few more
// functions. Here they are made from TypeScript's own.

/** The TypeScript that compiles cells. */
export type Ts = typeof TypeScript;

/** A transformer of a cell's JavaScript. */
export type ScriptTransformer = TypeScript.TransformerFactory<TypeScript.SourceFile>;

/** Loads the TypeScript that compiles cells, which takes a while. */
export function loadTypeScript(): Ts {
  return require("typescript");
}

/** Returns the version of the TypeScript that compiles cells, without loading it. */
export function typescriptVersion(): string {
  return require("typescript/package.json").version;
}

/** Returns a copy of TypeScript for tslab. `changes` replace its own functions. */
export function copyForTslab(ts: Ts, changes: Readonly<Record<string, unknown>>): object {
  const { Completions, nullTransformationContext } = ts as InternalTs;
  const members: Readonly<Record<string, unknown>> = {
    getQuickInfoAtPosition: quickInfo(ts as InternalTs),
    getNullTransformationContext: () => nullTransformationContext,
    Completions: { ...Completions, getCompletionsAtPositionForTslab: Completions.getCompletionsAtPosition },
    ...changes,
  };
  const copy = {};
  // The module's own members are getters that cannot be redefined.
  for (const name of new Set([...Object.keys(ts), ...Object.keys(members)])) {
    const get = Object.hasOwn(members, name) ? () => members[name] : () => ts[name as keyof Ts];
    Object.defineProperty(copy, name, { get, enumerable: true, configurable: true });
  }
  return copy;
}

/** What TypeScript exports without declaring it. */
type InternalTs = Ts & {
  readonly Completions: { readonly getCompletionsAtPosition: unknown };
  readonly nullTransformationContext: TypeScript.TransformationContext;
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: TypeScript.TypeChecker,
      symbol: TypeScript.Symbol,
      file: TypeScript.SourceFile,
      container: TypeScript.Node | undefined,
      node: TypeScript.Node,
    ): Pick<TypeScript.QuickInfo, "displayParts" | "documentation" | "tags"> & {
      symbolKind: TypeScript.ScriptElementKind;
    };
    getSymbolModifiers(checker: TypeScript.TypeChecker, symbol: TypeScript.Symbol): string;
  };
  getTouchingPropertyName(file: TypeScript.SourceFile, position: number): TypeScript.Node;
  getContainerNode(node: TypeScript.Node): TypeScript.Node | undefined;
  getContainingObjectLiteralElement(node: TypeScript.Node): TypeScript.ObjectLiteralElement | undefined;
  getPropertySymbolsFromContextualType(
    element: TypeScript.ObjectLiteralElement,
    checker: TypeScript.TypeChecker,
    type: TypeScript.Type,
    unionSymbolOk: boolean,
  ): readonly TypeScript.Symbol[];
  typeToDisplayParts(
    checker: TypeScript.TypeChecker,
    type: TypeScript.Type,
    container: TypeScript.Node | undefined,
  ): TypeScript.SymbolDisplayPart[];
  readonly objectAllocator: {
    getSymbolConstructor(): { readonly prototype: TypeScript.Symbol };
    getSignatureConstructor(): { readonly prototype: TypeScript.Signature };
  };
};

type Documented = TypeScript.Node & { jsDoc?: (TypeScript.Node & { parent: TypeScript.Node })[] };

/**
 * Has the doc comments of a file read when one of them is asked for, where the file was read without. To read them all takes a
 * tenth of a kernel's start.
 */
export function readCommentsLate(ts: Ts): void {
  const { objectAllocator } = ts as InternalTs;
  const read = new WeakSet<TypeScript.SourceFile>();
  const readAround = (declarations: readonly TypeScript.Node[] = []) => {
    for (const file of new Set(declarations.map((one) => one.getSourceFile()))) {
      if (!read.has(file)) addComments(ts, file);
      read.add(file);
    }
  };
  const symbols = objectAllocator.getSymbolConstructor().prototype;
  readBefore(symbols, ({ declarations }) => readAround(declarations));
  const signatures = objectAllocator.getSignatureConstructor().prototype;
  readBefore(signatures, ({ declaration }) => readAround(declaration && [declaration]));
}

function readBefore<Kind extends TypeScript.Symbol | TypeScript.Signature>(
  kind: Kind,
  read: (one: Kind) => void,
): void {
  for (const name of ["getDocumentationComment", "getJsDocTags"] as const) {
    const told: (checker: TypeScript.TypeChecker | undefined) => unknown = kind[name];
    Object.assign(kind, {
      [name](this: Kind, checker: TypeScript.TypeChecker | undefined) {
        read(this);
        return told.call(this, checker);
      },
    });
  }
}

// The nodes of a file that was read with its comments are in the same order.
function addComments(ts: Ts, file: TypeScript.SourceFile): void {
  // Of JavaScript they were read for its types.
  if ((file.flags & ts.NodeFlags.JavaScriptFile) !== 0) return;
  const { fileName, text, languageVersion, impliedNodeFormat } = file;
  const mode = { languageVersion, impliedNodeFormat, jsDocParsingMode: ts.JSDocParsingMode.ParseAll };
  const add = (to: Documented, from: Documented): void => {
    for (const comment of from.jsDoc ?? []) comment.parent = to;
    to.jsDoc = from.jsDoc;
    const [own, others] = [childrenOf(ts, to), childrenOf(ts, from)];
    for (const [at, child] of own.entries()) add(child, others[at]);
  };
  add(file, ts.createSourceFile(fileName, text, mode, true));
}

function childrenOf(ts: Ts, node: TypeScript.Node): TypeScript.Node[] {
  const children: TypeScript.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

// A language service knows all this, but would need its own program: another second, and all types twice.
function quickInfo(ts: InternalTs) {
  return (
    file: TypeScript.SourceFile,
    checker: TypeScript.TypeChecker,
    _: TypeScript.CancellationToken,
    position: number,
  ): TypeScript.QuickInfo | undefined => {
    const touched = ts.getTouchingPropertyName(file, position);
    if (touched === file) return undefined;
    const { parent } = touched;
    const node = ts.isNewExpression(parent) && touched.pos === parent.pos ? parent.expression : touched;
    const textSpan = ts.createTextSpanFromBounds(node.getStart(file), node.end);
    const container = ts.getContainerNode(node);
    const symbol = symbolAt(ts, checker, node);
    if (symbol !== undefined) {
      const { symbolKind: kind, ...told } = ts.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
        checker,
        symbol,
        file,
        container,
        node,
      );
      return { ...told, kind, kindModifiers: ts.SymbolDisplay.getSymbolModifiers(checker, symbol), textSpan };
    }
    if (!ts.isIdentifier(node) && !hasTypeOfItsOwn(ts, node)) return undefined;
    const displayParts = ts.typeToDisplayParts(checker, checker.getTypeAtLocation(node), container);
    return { kind: ts.ScriptElementKind.unknown, kindModifiers: "", textSpan, displayParts };
  };
}

// For a property in an object literal, it is that of the expected type.
function symbolAt(
  ts: InternalTs,
  checker: TypeScript.TypeChecker,
  node: TypeScript.Node,
): TypeScript.Symbol | undefined {
  const element = ts.getContainingObjectLiteralElement(node);
  const expected = element && checker.getContextualType(element.parent as TypeScript.Expression);
  const properties = expected && ts.getPropertySymbolsFromContextualType(element, checker, expected, false);
  return properties?.length === 1 ? properties[0] : checker.getSymbolAtLocation(node);
}

function hasTypeOfItsOwn(ts: Ts, { kind }: TypeScript.Node): boolean {
  const { PropertyAccessExpression, QualifiedName, ThisKeyword, ThisType, SuperKeyword } = ts.SyntaxKind;
  return [PropertyAccessExpression, QualifiedName, ThisKeyword, ThisType, SuperKeyword].includes(kind as never);
}
