import { didYouMean, expected, isGenerator } from "../core/checks";
import { PaperLabError } from "../errors";
import { checkDeclared } from "./params";
import type { SignalStrategy } from "./signals";
import type { Params, Strategy } from "./strategy";

const keys: readonly string[] = ["name", "params", "signals", "signalsAll", "lookAhead"];

/** Whether a strategy is one of functions over whole columns. */
export function hasSignals(strategy: object): strategy is SignalStrategy<never> {
  return "signals" in strategy || "signalsAll" in strategy;
}

/** Checks a strategy of signals. Throws INVALID_STRATEGY if a part is misspelled, missing or of the wrong kind. */
export function checkSignalStrategy(strategy: object): void {
  const parts = strategy as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(parts)) {
    if (keys.includes(key)) continue;
    const near = didYouMean(key, keys) || ` Known: ${keys.join(", ")}`;
    throw new PaperLabError("INVALID_STRATEGY", `Unknown part "${key}" of a strategy of signals.${near}`);
  }
  const { name, params, signals, signalsAll, lookAhead } = parts;
  if (typeof name !== "string" || name === "") throw invalid("name of a strategy", "text", name);
  if (params !== undefined && (typeof params !== "object" || params === null))
    throw invalid(`params of "${name}"`, "an object", params);
  checkDeclared({ name, ...(params !== undefined && { params }) });
  if ((signals === undefined) === (signalsAll === undefined)) {
    const had = signals === undefined ? "neither" : "both";
    const message = `Expected strategy "${name}" to have signals or signalsAll, had ${had}`;
    throw new PaperLabError("INVALID_STRATEGY", message);
  }
  if (typeof (signals ?? signalsAll) !== "function")
    throw invalid(
      `${signals === undefined ? "signalsAll" : "signals"} of "${name}"`,
      "a function",
      signals ?? signalsAll,
    );
  if (isGenerator(signals ?? signalsAll))
    throw invalid(`signals of "${name}"`, "a plain function", signals ?? signalsAll);
  if (lookAhead !== undefined && lookAhead !== "refuse" && lookAhead !== "allow")
    throw invalid(`lookAhead of "${name}"`, '"refuse" or "allow"', lookAhead);
}

/** Checks a strategy of signals and returns it frozen, as one that sessions take. Throws INVALID_STRATEGY. */
export function defineSignals<P extends Params = Record<string, never>>(
  strategy: SignalStrategy<P>,
): Strategy<P, undefined> & SignalStrategy<P> {
  if (typeof strategy !== "object" || strategy === null)
    throw invalid("strategy", "an object with a name and signals", strategy);
  checkSignalStrategy(strategy);
  return Object.freeze({ ...strategy }) as Strategy<P, undefined> & SignalStrategy<P>;
}

function invalid(name: string, wanted: string, value: unknown): PaperLabError {
  return expected(name, wanted, value, "INVALID_STRATEGY");
}
