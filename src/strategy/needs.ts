import { didYouMean, expected, isBeyond } from "../core/checks";
import { isFields } from "../core/plain-data";
import { PaperLabError } from "../errors";
import type { AnyStrategy } from "./strategy";

/** What a session is made with that a strategy may depend on. */
export interface Planned {
  readonly symbols: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly options: { readonly shorting?: boolean; readonly leverage?: number };
}

const needs = new WeakMap<object, (planned: Planned) => void>();

/** Has new sessions and sweeps of a strategy refused by what `check` throws. Returns the strategy. */
export function withNeeds<Given extends AnyStrategy>(strategy: Given, check: (planned: Planned) => void): Given {
  needs.set(strategy, check);
  return strategy;
}

/** Throws if a session of a strategy would lack what the strategy needs. Stored sessions are not asked. */
export function checkNeeds(strategy: AnyStrategy, planned: Planned): void {
  needs.get(strategy)?.(planned);
}

/** Throws INVALID_OPTION unless there are two symbols, of which one can be sold short. */
export function needsPair({ symbols, options: { shorting } }: Planned): void {
  if (symbols.length !== 2)
    throw expected("symbols", 'two symbols, the pair, as with symbols: ["KO", "PEP"]', symbols.join(", "));
  if (shorting !== true) throw expected("shorting", "true, because of a pair one is sold short", shorting);
}

/** Throws INVALID_OPTION for weights that are none, negative without shorting, or beyond the leverage, and UNKNOWN_SYMBOL. */
export function needsWeights({ symbols, params, options: { leverage = 1, shorting } }: Planned): void {
  const weights = Object.entries(Object(params.weights) as Readonly<Record<string, unknown>>);
  if (weights.length === 0) {
    const example = `such as { ${symbols[0]}: 0.6 }`;
    if (!isFields(params.weights)) throw expected("params.weights", `weights by symbol, ${example}`, params.weights);
    const message = `Expected params.weights to have the weight of at least one symbol, ${example}, was empty`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  let sum = 0;
  for (const [symbol, weight] of weights) {
    if (!symbols.includes(symbol)) {
      const near = didYouMean(symbol, symbols) || ` Known: ${symbols.slice(0, 10).join(", ")}`;
      throw new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol "${symbol}" in params.weights.${near}`);
    }
    if (typeof weight !== "number" || !Number.isFinite(weight))
      throw expected(`params.weights.${symbol}`, "a number", weight);
    if (weight < 0 && shorting !== true)
      throw expected("shorting", `true, because params.weights.${symbol} is negative`, shorting);
    sum += Math.abs(weight);
  }
  if (!isBeyond(sum, leverage)) return;
  const most = `at most ${leverage}, the leverage`;
  throw expected("the sum of the sizes of params.weights", most, Number(sum.toPrecision(12)));
}

/** Throws INVALID_OPTION if the most that may be held of all symbols together is beyond the leverage. */
export function needsMost({ params: { most }, options: { leverage = 1 } }: Planned): void {
  if (isBeyond(most as number, leverage)) throw expected("params.most", `at most ${leverage}, the leverage`, most);
}
