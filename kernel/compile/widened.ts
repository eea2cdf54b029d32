import type * as TypeScript from "typescript";
import { type Edit, edited } from "../text/edits";
import type { Ts } from "./typescript";

// "Type ... is not assignable", for a value, for an argument, and for all overloads of a call.
const notAssignable: ReadonlySet<number> = new Set([2322, 2345, 2769]);
// Levels of objects and lists that are compared.
const DEEPEST = 6;

/**
 * Returns the diagnostics of a file without those of calls of some package that differ from what it takes only in this:
 * TypeScript has forgotten which words or numbers a variable holds. `["weekly", "monthly"]` is a list of any texts to
 * it, so that no member is a `rebalance`. Words that are typed in the call itself are still compared. The package must
 * check its arguments when it is called. `isOfPackage`: whether it declares what is in a file.
 */
export function withoutWidened(
  ts: Ts,
  program: TypeScript.Program,
  file: TypeScript.SourceFile,
  found: readonly TypeScript.Diagnostic[],
  isOfPackage: (fileName: string) => boolean,
): readonly TypeScript.Diagnostic[] {
  if (!found.some(({ code }) => notAssignable.has(code))) return found;
  const calls = new WidenedCalls(ts, program.getTypeChecker(), isOfPackage);
  return found.filter(({ code, start = 0, length = 0 }) => {
    const call = notAssignable.has(code) ? callAround(ts, file, start, start + length) : undefined;
    return call === undefined || !calls.has(call);
  });
}

// The innermost call that has a place in its arguments, or is named there.
function callAround(
  ts: Ts,
  file: TypeScript.SourceFile,
  start: number,
  end: number,
): TypeScript.CallExpression | undefined {
  let found: TypeScript.CallExpression | undefined;
  const visit = (node: TypeScript.Node): void => {
    if (node.getStart(file) > start || node.end < end) return;
    if (ts.isCallExpression(node)) found = node;
    // What a function does is not what it is given for.
    if (ts.isFunctionLike(node)) found = undefined;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** How many values of a type were taken for literals so that it fits another type; `undefined` if it does not fit. */
type Fit = number | undefined;

class WidenedCalls {
  readonly #ts: Ts;
  readonly #checker: TypeScript.TypeChecker;
  readonly #isOfPackage: (fileName: string) => boolean;
  // The one that is compared.
  #call: TypeScript.CallExpression | undefined;

  constructor(ts: Ts, checker: TypeScript.TypeChecker, isOfPackage: (fileName: string) => boolean) {
    this.#ts = ts;
    this.#checker = checker;
    this.#isOfPackage = isOfPackage;
  }

  /** Whether a call fits a signature of the package, if some values of it are taken for literals. */
  has(call: TypeScript.CallExpression): boolean {
    const candidates: TypeScript.Signature[] = [];
    const resolved = this.#checker.getResolvedSignature(call, candidates);
    // Only of the one that was chosen the type parameters are known.
    const others = candidates.filter(({ typeParameters }) => typeParameters === undefined);
    const signatures = resolved === undefined ? others : [resolved, ...others];
    return signatures.some((signature) => (this.#fitOfCall(call, signature) ?? 0) > 0);
  }

  #fitOfCall(call: TypeScript.CallExpression, signature: TypeScript.Signature): Fit {
    this.#call = call;
    const { declaration, parameters } = signature;
    if (declaration === undefined || !this.#isOfPackage(declaration.getSourceFile().fileName)) return undefined;
    if (call.arguments.length > parameters.length) return undefined;
    return sum(
      call.arguments.map((argument, at) => {
        const wanted = this.#checker.getTypeOfSymbolAtLocation(parameters[at], call);
        return this.#fit(this.#checker.getTypeAtLocation(argument), wanted, 0);
      }),
    );
  }

  #fit(given: TypeScript.Type, wanted: TypeScript.Type, depth: number): Fit {
    if (this.#checker.isTypeAssignableTo(given, wanted)) return 0;
    if (depth > DEEPEST) return undefined;
    const kinds = wanted.isUnion() ? wanted.types : [wanted];
    const { String: text, Number: number, StringLiteral: word, NumberLiteral: digit } = this.#ts.TypeFlags;
    const isLiteral = (flag: TypeScript.TypeFlags) => kinds.some(({ flags }) => (flags & flag) !== 0);
    if ((given.flags & text) !== 0 && isLiteral(word)) return 1;
    if ((given.flags & number) !== 0 && isLiteral(digit)) return 1;
    if ((wanted.flags & this.#ts.TypeFlags.Never) !== 0) return this.#isFromElsewhere(given) ? 1 : undefined;
    if (given.isUnion()) return sum(given.types.map((one) => this.#fit(one, wanted, depth)));
    const fits = kinds.map((kind) => this.#fitOfParts(given, kind, depth + 1));
    return fits.find((fit) => fit !== undefined);
  }

  // Params of one of several strategies, of which nobody knows whose they are, but not if they are typed in the call.
  #isFromElsewhere(given: TypeScript.Type): boolean {
    if (given.isUnion()) return given.types.every((one) => this.#isFromElsewhere(one));
    const [declaration] = given.symbol?.declarations ?? [];
    if (declaration === undefined || !this.#hasParts(given)) return false;
    for (let node: TypeScript.Node = declaration; node !== undefined; node = node.parent)
      if (node === this.#call) return false;
    return true;
  }

  #fitOfParts(given: TypeScript.Type, wanted: TypeScript.Type, depth: number): Fit {
    if (!this.#hasParts(given) || !this.#hasParts(wanted)) return undefined;
    const [isList, wantsList] = [given, wanted].map((type) => this.#isList(type));
    if (isList !== wantsList) return undefined;
    return isList ? this.#fitOfMembers(given, wanted, depth) : this.#fitOfProperties(given, wanted, depth);
  }

  #fitOfMembers(given: TypeScript.Type, wanted: TypeScript.Type, depth: number): Fit {
    if (this.#checker.isTupleType(wanted)) return undefined;
    const [member, wantedMember] = [given, wanted].map((type) => type.getNumberIndexType());
    if (member === undefined || wantedMember === undefined) return undefined;
    return this.#fit(member, wantedMember, depth);
  }

  #fitOfProperties(given: TypeScript.Type, wanted: TypeScript.Type, depth: number): Fit {
    const names = new Set(given.getProperties().map(({ name }) => name));
    const properties = wanted.getProperties();
    const isMissing = ({ name, flags }: TypeScript.Symbol) =>
      !names.has(name) && (flags & this.#ts.SymbolFlags.Optional) === 0;
    if (properties.some(isMissing)) return undefined;
    const compared = properties.filter(({ name }) => names.has(name));
    return sum(compared.map((property) => this.#fitOfProperty(given, property, depth)));
  }

  #fitOfProperty(given: TypeScript.Type, wanted: TypeScript.Symbol, depth: number): Fit {
    const own = given.getProperty(wanted.name);
    if (own === undefined) return undefined;
    return this.#fit(this.#checker.getTypeOfSymbol(own), this.#checker.getTypeOfSymbol(wanted), depth);
  }

  #hasParts(type: TypeScript.Type): boolean {
    const { Object: object, Intersection: intersection } = this.#ts.TypeFlags;
    return (type.flags & (object | intersection)) !== 0 && type.getCallSignatures().length === 0;
  }

  #isList(type: TypeScript.Type): boolean {
    return this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
  }
}

function sum(fits: readonly Fit[]): Fit {
  return fits.reduce<Fit>((all, fit) => (all === undefined || fit === undefined ? undefined : all + fit), 0);
}

/**
 * How the members of a list of lists are kept apart, and of what `(fast) => [fast, "weekly"]` returns. To TypeScript, each of
 * `[[cross, { fast: 5 }], ["KO", "PEP"]]` is a list of strategies, objects and texts in any order. `"pairs"` makes each of
 * them a tuple. `"constants"` also keeps the words, but such a list cannot be changed.
 */
export type ListForm = "pairs" | "constants";

/** The forms in the order in which they are tried. */
export const listForms: readonly ListForm[] = ["pairs", "constants"];

const tuple = "[] | [unknown, ...unknown[]]";

/** Returns the edits that give the lists of lists of a cell a form. */
export function listEdits(ts: Ts, file: TypeScript.SourceFile, form: ListForm): Edit[] {
  return listsIn(ts, file).flatMap((list) => {
    const type = isListOfLists(ts, list) ? `(${tuple})[]` : tuple;
    const insert = form === "pairs" ? ` satisfies ${type})` : " as const)";
    return [
      { start: list.getStart(file), length: 0, insert: "(" },
      { start: list.end, length: 0, insert },
    ];
  });
}

function listsIn(ts: Ts, root: TypeScript.Node): TypeScript.Node[] {
  const lists: TypeScript.Node[] = [];
  const visit = (node: TypeScript.Node): void => {
    const isOne = isListOfLists(ts, node) || isReturnedPair(ts, node);
    if (isOne && !isAssertion(ts, node.parent)) lists.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return lists;
}

function isListOfLists(ts: Ts, node: TypeScript.Node): node is TypeScript.ArrayLiteralExpression {
  if (!ts.isArrayLiteralExpression(node) || node.elements.length === 0) return false;
  return node.elements.every((element) => ts.isArrayLiteralExpression(element));
}

function isReturnedPair(ts: Ts, node: TypeScript.Node): boolean {
  return ts.isArrayLiteralExpression(node) && node.elements.length > 1 && ts.isArrowFunction(node.parent);
}

function isAssertion(ts: Ts, node: TypeScript.Node): boolean {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node);
}

/** A cell that declares variables with lists of lists, as it was compiled. */
export interface CellOfLists {
  readonly source: string;
  /** The declarations that it knew. */
  readonly earlier: string;
  /** Names of these variables that stand for them still. */
  readonly names: readonly string[];
}

/** Returns the names of the top-level variables of a cell that have such lists in their values. */
export function listNames(ts: Ts, file: TypeScript.SourceFile): string[] {
  const statements = file.statements.filter((statement) => ts.isVariableStatement(statement));
  const declared = statements.flatMap(({ declarationList }) => declarationList.declarations);
  const isOne = ({ initializer }: TypeScript.VariableDeclaration) =>
    initializer !== undefined && listsIn(ts, initializer).length > 0;
  return declared.filter(isOne).flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
}

/** Returns those of some cells that still declare other names than `names`, with these alone. */
export function withoutNames(cells: readonly CellOfLists[], names: readonly string[]): CellOfLists[] {
  const left = cells.map((cell) => ({ ...cell, names: cell.names.filter((name) => !names.includes(name)) }));
  return left.filter((cell) => cell.names.length > 0);
}

/** Returns the names that stand anywhere in a cell. */
export function mentionedIn(ts: Ts, file: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Returns the types of some variables, as text, by name, as declarations have them. */
export function typesIn(ts: Ts, declarations: string, names: readonly string[]): Map<string, string> {
  const file = ts.createSourceFile("earlier.d.ts", declarations, ts.ScriptTarget.ES2022, false);
  const types = variablesIn(ts, file).flatMap(({ name, type }): [string, string][] =>
    ts.isIdentifier(name) && type !== undefined && names.includes(name.text) ? [[name.text, type.getText(file)]] : [],
  );
  return new Map(types);
}

/** Returns declarations in which some variables have other types. */
export function withTypes(ts: Ts, declarations: string, types: ReadonlyMap<string, string>): string {
  const file = ts.createSourceFile("earlier.d.ts", declarations, ts.ScriptTarget.ES2022, false);
  const edits = variablesIn(ts, file).flatMap(({ name, type }): Edit[] => {
    const insert = ts.isIdentifier(name) ? types.get(name.text) : undefined;
    if (type === undefined || insert === undefined) return [];
    const start = type.getStart(file);
    return [{ start, length: type.end - start, insert }];
  });
  return edited(declarations, edits).text;
}

function variablesIn(ts: Ts, file: TypeScript.SourceFile): TypeScript.VariableDeclaration[] {
  const statements = file.statements.filter((statement) => ts.isVariableStatement(statement));
  return statements.flatMap(({ declarationList }) => declarationList.declarations);
}
