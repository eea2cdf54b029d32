import { PaperLabError } from "../../errors";
import type { TravelingCode } from "./traveling-code";

/** The functions and variables of one run. */
export interface MadeFunctions {
  /** The functions by their numbers; classes are made when they are asked for. */
  readonly functions: readonly unknown[];
  /** The objects whose methods some of them are. */
  readonly homes: Readonly<Record<number, object>>;
  /** Gives a variable its value. */
  readonly assign: readonly ((value: unknown) => void)[];
}

const programs = new WeakMap<TravelingCode, () => MadeFunctions>();
// A later sweep of the same strategy, with other params for example, is warm from the first run on.
const bySource = new Map<string, () => MadeFunctions>();
const MOST_PROGRAMS = 16;

/**
 * Returns a function that makes the functions and variables of a run. It is compiled once for all runs in a thread: then
 * what V8 has learned in one run serves the next. Throws CANNOT_TRAVEL if the texts are no code here.
 */
export function programOf(code: TravelingCode): () => MadeFunctions {
  const known = programs.get(code);
  if (known !== undefined) return known;
  const source = sourceOf(code);
  const program = bySource.get(source) ?? compiled(source);
  // The newest last.
  bySource.delete(source);
  bySource.set(source, program);
  const [oldest] = bySource.keys();
  if (bySource.size > MOST_PROGRAMS) bySource.delete(oldest);
  programs.set(code, program);
  return program;
}

function compiled(source: string): () => MadeFunctions {
  try {
    return new Function(source)();
  } catch (cause) {
    const message = `Expected the code of a strategy to be JavaScript that Node ${process.version} reads: ${String(cause)}`;
    throw new PaperLabError("CANNOT_TRAVEL", message, { cause });
  }
}

// All functions are in one scope that has the variables. Strict code and other code are made in two parts.
function sourceOf({ functions, variables }: TravelingCode): string {
  const made = functions.map(({ text, form, strict }, at) => ({
    strict,
    text: `$made[${at}] = ${madeBy(text, form, at)};`,
  }));
  const part = (strict: boolean) => made.filter((one) => one.strict === strict).map((one) => one.text);
  const names = variables.map(({ name }) => name);
  return [
    "const $method = (home) => { const one = Object.getOwnPropertyDescriptor(home, Reflect.ownKeys(home)[0]);",
    "  return one.value ?? one.get ?? one.set; };",
    "return function () {",
    names.length === 0 ? "" : `let ${names.join(", ")};`,
    "const $made = [], $homes = {};",
    ...part(false),
    `(() => { "use strict";`,
    ...part(true),
    "})();",
    `return { functions: $made, homes: $homes, assign: [${names.map((name) => `($value) => { ${name} = $value; }`).join(", ")}] };`,
    "};",
    "//# sourceURL=paperlab-strategy.js",
  ].join("\n");
}

function madeBy(text: string, form: string, at: number): string {
  if (form === "class") return `() => (${text}\n)`;
  return form === "method" ? `$method($homes[${at}] = { ${text}\n })` : `(${text}\n)`;
}
