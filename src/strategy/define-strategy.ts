import { didYouMean, expected, isAsync, isGenerator } from "../core/checks";
import { checkedRule, type RuleOf } from "../core/schedule/rule";
import { PaperLabError } from "../errors";
import { checkSignalStrategy, hasSignals } from "./define-signals";
import { checkDeclared } from "./params";
import type { Params, Strategy } from "./strategy";
import { checkedBars } from "./warm-up";

/** The functions of a strategy that are called with a context. */
export const hooks = ["onStart", "onBar", "onBars", "onFill", "onCorporateAction", "targetWeights", "onStop"] as const;
const functions = ["state", ...hooks] as const;
const keys: readonly string[] = ["name", "params", "rebalance", "warmUp", ...functions];
// What a class can give to a strategy.
const inherited = [...functions, "rebalance", "warmUp"] as const;

/**
 * Checks a strategy and returns it frozen. Throws INVALID_STRATEGY if a part is misspelled or of the wrong kind, or if
 * there is no hook.
 */
export function defineStrategy<P extends Params = Record<string, never>, S = undefined>(
  strategy: Strategy<P, S>,
): Strategy<P, S> {
  checkStrategy(strategy);
  const defined = Object.freeze({ ...strategy, ...Object.fromEntries(inheritedFunctions(strategy)) });
  definedFrom.set(defined, strategy);
  rememberOriginal(defined, strategy);
  return defined;
}

const definedFrom = new WeakMap<object, object>();

const originals = new WeakMap<object, object>();

/** Remembers the object that a strategy was defined from, such as an instance of a class. */
export function rememberOriginal(defined: object, strategy: object): void {
  originals.set(defined, originalOf(strategy));
}

/** Returns the object that a strategy was defined from; the strategy itself if it was given as it is. */
export function originalOf(strategy: object): object {
  return originals.get(strategy) ?? strategy;
}

/** Returns the prototypes of a strategy's class and of the classes it extends; none for a plain object. */
export function prototypesOf(strategy: object): object[] {
  const prototypes: object[] = [];
  const above = (one: object): object | null => Object.getPrototypeOf(one);
  // The last one is the prototype of all objects.
  for (let at = above(definedFrom.get(strategy) ?? strategy); at !== null && above(at) !== null; at = above(at))
    prototypes.push(at);
  return prototypes;
}

/** Returns the functions that a strategy inherits, such as the hooks of a class. */
export function inheritedFunctions(strategy: object): [part: string, value: object][] {
  const own = new Set(Object.keys(strategy));
  const others = inherited.filter((name) => !own.has(name)).map((name) => [name, Reflect.get(strategy, name)]);
  return others.filter((entry): entry is [string, object] => typeof entry[1] === "function");
}

/** Throws INVALID_STRATEGY unless `strategy` has the shape of a strategy. */
export function checkStrategy(strategy: unknown): void {
  if (typeof strategy !== "object" || strategy === null)
    throw invalid("strategy", "an object with a name and hooks", strategy);
  if (hasSignals(strategy)) {
    checkSignalStrategy(strategy);
    return;
  }
  const parts = strategy as Record<string, unknown>;
  for (const key of Object.keys(parts)) {
    if (keys.includes(key)) continue;
    const near = didYouMean(key, keys) || ` Known: ${keys.join(", ")}`;
    throw new PaperLabError("INVALID_STRATEGY", `Unknown part "${key}" of a strategy.${near}`);
  }
  if (typeof parts.name !== "string" || parts.name === "") throw invalid("name of a strategy", "text", parts.name);
  if (parts.params !== undefined && (typeof parts.params !== "object" || parts.params === null)) {
    throw invalid(`params of "${parts.name}"`, "an object", parts.params);
  }
  checkDeclared(parts as { name: string; params?: object });
  for (const key of functions) {
    if (parts[key] !== undefined && typeof parts[key] !== "function") {
      throw invalid(`${key} of "${parts.name}"`, "a function", parts[key]);
    }
    if (isGenerator(parts[key])) throw invalid(`${key} of "${parts.name}"`, "a plain function", parts[key]);
  }
  if (isAsync(parts.state))
    throw invalid(`state of "${parts.name}"`, "a function that returns the state, at once", parts.state);
  checkRebalance(parts);
  if (parts.warmUp !== undefined && typeof parts.warmUp !== "function")
    checkedBars(`warmUp of "${parts.name}"`, parts.warmUp);
  if (!hooks.some((hook) => parts[hook] !== undefined)) {
    throw new PaperLabError(
      "INVALID_STRATEGY",
      `Expected strategy "${parts.name}" to have a hook, such as onBar, had none`,
    );
  }
}

function checkRebalance({ name, rebalance, targetWeights }: Record<string, unknown>): void {
  if (rebalance === undefined) return;
  if (targetWeights === undefined) {
    const message = `Expected strategy "${name}" to have targetWeights, because it has rebalance, which says when targetWeights runs`;
    throw new PaperLabError("INVALID_STRATEGY", message);
  }
  if (isGenerator(rebalance)) throw invalid(`rebalance of "${name}"`, "a rule or a plain function", rebalance);
  if (typeof rebalance !== "function") checkedRule("rebalance", rebalance as RuleOf<never>);
}

function invalid(name: string, wanted: string, value: unknown): PaperLabError {
  return expected(name, wanted, value, "INVALID_STRATEGY");
}
