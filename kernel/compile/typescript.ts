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
};

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
