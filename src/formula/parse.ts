import { didYouMean, shown } from "../core/checks";
import { counted } from "../core/short-text";
import { PaperLabError } from "../errors";
import {
  type Comparison,
  calculation,
  call,
  comparison,
  conjunction,
  disjunction,
  type Evaluate,
  type FormulaValue,
  functions,
  has,
  isArithmetic,
  isComparison,
  negation,
  type Part,
} from "./evaluate";

/** What is read of a node of mathjs. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly op?: string;
  readonly implicit?: boolean;
  readonly args?: readonly Node[];
  readonly params?: readonly Node[];
  readonly conditionals?: readonly string[];
  readonly content?: Node;
  readonly object?: Node;
  readonly index?: { readonly dimensions: readonly Node[] };
  readonly fn?: Node;
  toString(): string;
}

/** Reads the text of a time, of each name that is one; `NaN` if it is none. */
export type Times = Readonly<Record<string, (text: string) => number>>;

/**
 * Writes an order of a formula as an option has it, which sorts by formulas. `negative`: the formula with a minus before it.
 */
export type Ordered = (formula: string, negative: string, isDescending: boolean) => string;

let parse: ((text: string) => Node) | undefined;

const quotedTexts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

// Loaded on first use.
function parsed(text: string): Node {
  parse ??= (require("../../vendor/formula.cjs") as { parse: (text: string) => Node }).parse;
  return parse(onOneLine(text));
}

// Elsewhere than in a text, the end of a line is a space, and ends a comment.
function onOneLine(text: string): string {
  return text.replace(new RegExp(`${quotedTexts.source}|#[^\\r\\n]*|[\\r\\n]+`, "g"), (part) =>
    /^[#\r\n]/.test(part) ? " " : part,
  );
}

// Deeper ones would end the stack.
const DEEPEST = 200;
const LONGEST = 10_000;

/**
 * Returns the evaluation of a formula, and adds the names that it reads to `names`. Throws INVALID_FORMULA for what is no
 * formula, or for what a formula may not do.
 */
export function parseFormula(
  option: string,
  text: string,
  names: Set<string>,
  { times, ordered }: { readonly times: Times; readonly ordered?: Ordered },
): Evaluate {
  const reader = new Reader(option, names, times);
  if (text.length > LONGEST) throw reader.refused(`of at most ${LONGEST} characters`, text);
  const order = orderIn(text, ordered);
  if (order !== undefined) throw reader.refused(order, text.trim());
  let node: Node;
  try {
    node = parsed(text);
  } catch (error) {
    const why = error instanceof RangeError ? "it is too deep" : String((error as Error).message);
    throw new PaperLabError("INVALID_FORMULA", `Cannot read ${option} ${shown(text)}: ${foreignWord(text) ?? why}`);
  }
  return reader.read(node, 0);
}

// What is to be written for a formula with an order behind it, as in SQL: it has no operator of that name.
function orderIn(text: string, ordered: Ordered | undefined): string | undefined {
  const [, formula, order] = /^\s*(\S.*?)\s+((?:asc|desc)(?:ending)?)\s*$/is.exec(text) ?? [];
  if (formula === undefined) return undefined;
  let node: Node;
  try {
    node = parsed(formula);
  } catch {
    return undefined;
  }
  const isOne = ["SymbolNode", "AccessorNode", "FunctionNode", "ParenthesisNode"].includes(node.type);
  const negative = isOne ? `-${formula}` : `-(${formula})`;
  const isDescending = /^desc/i.test(order);
  if (ordered !== undefined)
    return `a formula without an order: ${ordered(formula, negative, isDescending)} is written for ${formula} ${order}`;
  const orderBy = JSON.stringify(isDescending ? negative : formula);
  return `a condition without an order, which is that of orderBy: ${orderBy}`;
}

const relations: Readonly<Record<string, string>> = {
  smaller: "<",
  smallerEq: "<=",
  larger: ">",
  largerEq: ">=",
  equal: "==",
  unequal: "!=",
};

class Reader {
  readonly #option: string;
  readonly #names: Set<string>;
  readonly #times: Times;

  constructor(option: string, names: Set<string>, times: Times) {
    this.#option = option;
    this.#names = names;
    this.#times = times;
  }

  read(node: Node, depth: number): Evaluate {
    if (depth > DEEPEST) throw this.refused("less deep", node);
    const inner = (one: Node): Part => ({ valueOf: this.read(one, depth + 1), text: () => textOf(one) });
    switch (node.type) {
      case "ParenthesisNode":
        return this.read(node.content as Node, depth + 1);
      case "ConstantNode":
        return this.#constant(node);
      case "SymbolNode":
      case "AccessorNode":
        return this.#name(node);
      case "OperatorNode":
        return this.#operator(node, inner);
      case "RelationalNode":
        return this.#relation(node, inner);
      case "FunctionNode":
        return this.#function(node, inner);
      default:
        throw this.#notAllowed(node);
    }
  }

  /** Returns the error of a formula, or a part of it, that is not as it should be. */
  refused(wanted: string, found: unknown): PaperLabError {
    return new PaperLabError(
      "INVALID_FORMULA",
      `Expected ${this.#option} to be ${wanted}, was ${shown(String(found))}`,
    );
  }

  #constant(node: Node): Evaluate {
    const { value } = node;
    if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
      return () => value as FormulaValue;
    // What is undefined equals nothing, so that a comparison with null would find nobody.
    throw this.#notAllowed(node);
  }

  #name(node: Node): Evaluate {
    const name = this.#path(node);
    this.#names.add(name);
    return ({ read }) => read(name);
  }

  // `params.fast`, or `params["look-back"]`.
  #path(node: Node): string {
    const { type, name, object, index } = node;
    if (type === "SymbolNode") return name as string;
    const [key, ...more] = index?.dimensions ?? [];
    const isName = type === "AccessorNode" && more.length === 0 && typeof key?.value === "string";
    if (!isName || object === undefined) throw this.#notAllowed(node);
    return `${this.#path(object)}.${key.value}`;
  }

  #operator(node: Node, inner: (one: Node) => Part): Evaluate {
    const { op = "", args = [], implicit } = node;
    if (implicit) throw this.#implicit(node);
    // It binds tighter than what it is written before.
    if (op !== "and" && op !== "or") this.#checkNot(args);
    const operands = (isComparison(op) ? this.#withTimes([op], args) : args).map(inner);
    if (args.length === 1) {
      if (op === "-" || op === "+") return calculation(op === "-" ? "negative" : "positive", operands);
      if (op === "not") return negation(operands[0]);
    } else if (args.length === 2) {
      if (isArithmetic(op)) return calculation(op, operands);
      if (isComparison(op)) return comparison([op], operands, () => textOf(node));
      if (op === "and") return conjunction(operands[0], operands[1]);
      if (op === "or") return disjunction(operands[0], operands[1]);
    }
    throw this.#notAllowed(node, `the operator ${op}`);
  }

  #implicit(node: Node): PaperLabError {
    const foreign = foreignWord(textOf(node));
    const wanted = foreign === undefined ? "written with * where it multiplies" : `a formula in which ${foreign}`;
    return this.refused(wanted, textOf(node));
  }

  // Where a time is compared with a text, that is a date.
  #withTimes(operators: readonly Comparison[], operands: readonly Node[]): Node[] {
    const inside = operands.map(withoutParentheses);
    const time = inside.find(({ type, name = "" }) => type === "SymbolNode" && Object.hasOwn(this.#times, name));
    return inside.map((one) => {
      if (time?.name === undefined || one.type !== "ConstantNode" || typeof one.value !== "string") return one;
      const isOrder = operators.every((operator) => operator !== "==" && operator !== "!=");
      const value = this.#times[time.name](one.value);
      const date = '"2026-01-31"';
      if (Number.isNaN(value)) throw this.refused(`a formula that compares ${time.name} with dates, as ${date}`, one);
      if (isOrder) return { type: one.type, value, toString: () => textOf(one) };
      throw this.refused(`a formula that compares ${time.name} by < or >, since it is a time of a day`, textOf(one));
    });
  }

  #relation(node: Node, inner: (one: Node) => Part): Evaluate {
    const operators = (node.conditionals ?? []).map((name) => relations[name] ?? name).filter(isComparison);
    this.#checkNot(node.params ?? []);
    const operands = this.#withTimes(operators, node.params ?? []).map(inner);
    if (operators.length !== operands.length - 1) throw this.#notAllowed(node);
    return comparison(operators, operands, () => textOf(node));
  }

  #checkNot(operands: readonly Node[]): void {
    const found = operands.find(({ type, op }) => type === "OperatorNode" && op === "not");
    const [denied] = found?.args ?? [];
    if (found === undefined || denied === undefined) return;
    throw this.refused("written with parentheses around what is denied, as in not (sharpe > 1)", textOf(found));
  }

  #function(node: Node, inner: (one: Node) => Part): Evaluate {
    const { fn, args = [] } = node;
    const name = fn?.type === "SymbolNode" ? (fn.name as string) : undefined;
    if (name === undefined) throw this.#notAllowed(node);
    const known = [...Object.keys(functions), "has"];
    if (!known.includes(name)) {
      const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
      throw new PaperLabError("INVALID_FORMULA", `Unknown function "${name}" in ${this.#option}.${near}`);
    }
    const { least, most } = Object.hasOwn(functions, name) ? functions[name] : { least: 2, most: 2 };
    if (args.length < least || args.length > most) {
      const wanted = least === most ? counted(least, "argument") : `at least ${counted(least, "argument")}`;
      throw this.refused(`a formula in which ${name} has ${wanted}`, node);
    }
    if (name === "has" && args[0].type === "ConstantNode")
      throw this.refused('a formula in which has is given the list first, as in has(tags, "odd")', node);
    const operands = args.map(inner);
    return name === "has" ? has(operands[0], operands[1]) : call(name, operands);
  }

  #notAllowed(node: Node, what = kindOf(node)): PaperLabError {
    const foreign = foreignWord(textOf(node));
    if (foreign !== undefined) return this.refused(`a formula in which ${foreign}`, textOf(node));
    return this.refused(`arithmetic and comparison without ${what}`, textOf(node));
  }
}

// What other languages write for a word of formulas; the longest first, since some begin another.
const foreignWords: readonly (readonly [of: RegExp, found: string, word: string])[] = [
  [/&&/, "&&", "and"],
  [/\|\|/, "||", "or"],
  [/===/, "===", "=="],
  [/!==/, "!==", "!="],
  [/<>/, "<>", "!="],
  [/!(?!=)/, "!", "not"],
  [/&/, "&", "and"],
  [/\|/, "|", "or"],
  [/\bAND\b/, "AND", "and"],
  [/\bOR\b/, "OR", "or"],
  [/\bNOT\b/, "NOT", "not"],
  [/\*\*/, "**", "^"],
  [/\bmod\b/, "mod", "%"],
  [/\bin\b/i, "in", 'has(tags, "odd")'],
  [/\bbetween\b/i, "between", "0 < sharpe < 3"],
  [/(?<![<>=!])=(?!=)/, "=", "=="],
];

/** Says which word of formulas is meant by one of another language; `undefined` if there is none outside of texts. */
function foreignWord(text: string): string | undefined {
  const code = withoutTexts(text);
  const [, found, word] = foreignWords.find(([of]) => of.test(code)) ?? [];
  return found && `${word} is written for ${found}`;
}

function withoutTexts(text: string): string {
  return text.replace(quotedTexts, '""');
}

function withoutParentheses(node: Node): Node {
  return node.type === "ParenthesisNode" && node.content ? withoutParentheses(node.content) : node;
}

function textOf(node: Node): string {
  return Object.hasOwn(node, "toString") || node.constructor !== Object ? String(node) : node.type;
}

// What mathjs can read, and a formula cannot, in the words of people.
const kinds: Readonly<Record<string, string>> = {
  AccessorNode: 'places of a list or text, of which has(tags, "odd") asks',
  ArrayNode: "lists in brackets",
  AssignmentNode: "assignments",
  BlockNode: "several formulas in one",
  ConditionalNode: "a choice by ? and :",
  FunctionAssignmentNode: "functions of your own",
  FunctionNode: "calls of methods",
  IndexNode: "places of a list or text",
  ObjectNode: "objects in braces",
  RangeNode: "ranges by :",
};

function kindOf({ type, value }: Node): string {
  return type === "ConstantNode" ? `the constant ${String(value)}` : (kinds[type] ?? "what else can be written");
}
