import { cellValue } from "../../notebook/hook";
import * as indicators from "../indicators/index";
import type { AnyStrategy } from "../strategy";
import { freeVariables } from "./free-variables";

/** What is stored of a strategy's code. */
export interface StrategySource {
  /** The text of each function, by its part of the strategy. */
  readonly functions: Readonly<Record<string, string>>;
  /**
   * Whether the text tells all there is to know: nothing is read from outside but paperlab's names and JavaScript's
   * globals. Otherwise two strategies of the same text may do different things.
   */
  readonly closed: boolean;
}

/** Reads the source of a strategy's functions. */
export function strategySource(strategy: AnyStrategy): StrategySource {
  const functions: Record<string, string> = {};
  let closed = true;
  for (const [part, value] of Object.entries(strategy)) {
    if (typeof value !== "function") continue;
    const source = Function.prototype.toString.call(value);
    functions[part] = source;
    closed &&= freeVariables(source)?.every(isOurs) === true;
  }
  return { functions, closed };
}

// A name alone can be anybody's, such as a `sma` of one's own; where a cell of a notebook has it, it is looked at.
function isOurs(name: string): boolean {
  if (!name.startsWith("exports.")) return Object.hasOwn(indicators, name);
  const ours = Object.entries(indicators).find(([known]) => name === `exports.${known}`);
  return ours !== undefined && cellValue(ours[0]) === ours[1];
}
