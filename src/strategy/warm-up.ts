import { expected, thrownText } from "../core/checks";
import { counted, listText } from "../core/short-text";
import { PaperLabError } from "../errors";
import type { Params } from "./strategy";

/** Hooks that wait until there are enough bars. */
export const waitingHooks = ["onBar", "onBars", "targetWeights"] as const;

/**
 * Checks a `warmUp`, which may be a function of the params, and returns how many bars it asks for. Throws
 * INVALID_STRATEGY. `strategy`: its name, and what `this` is in the function.
 */
export function warmUpBars(warmUp: unknown, params: Params, strategy: { readonly name: string }): number {
  if (warmUp === undefined) return 0;
  const name = `warmUp of "${strategy.name}"`;
  if (typeof warmUp !== "function") return checkedBars(name, warmUp);
  let bars: unknown;
  try {
    bars = warmUp.call(strategy, params);
  } catch (cause) {
    throw new PaperLabError("INVALID_STRATEGY", `Function ${name} failed: ${thrownText(cause)}`, { cause });
  }
  return checkedBars(`what ${name} returned`, bars);
}

/** Returns a number of bars. Throws INVALID_STRATEGY if it is none. */
export function checkedBars(name: string, bars: unknown): number {
  if (Number.isInteger(bars) && (bars as number) >= 0) return bars as number;
  throw expected(name, "a whole number of bars, 0 or more", bars, "INVALID_STRATEGY");
}

/** Counts the bars of each symbol until there are as many as a strategy wants before its first call. */
export class WarmUp {
  /** Whether every symbol of the session has enough bars. */
  isOver = false;
  readonly #bars: number;
  readonly #symbols: readonly string[];
  readonly #seen: Float64Array;
  #waiting: number;

  /** `seen`: how many bars each symbol has already, where it begins in the middle of a run. */
  constructor(bars: number, symbols: readonly string[], seen: ArrayLike<number>) {
    this.#bars = bars;
    this.#symbols = symbols;
    this.#seen = Float64Array.from(seen);
    this.#waiting = this.#seen.filter((count) => count < bars).length;
    this.isOver = this.#waiting === 0;
  }

  /** Counts a bar of a symbol. Returns whether the symbol has enough. */
  take(symbolIndex: number): boolean {
    const seen = ++this.#seen[symbolIndex];
    if (seen === this.#bars) this.isOver = --this.#waiting === 0;
    return seen >= this.#bars;
  }

  /** Returns what was not called, in the end, for want of bars; `undefined` if there is nothing of the kind. */
  missedText(strategy: object): string | undefined {
    if (this.isOver) return undefined;
    const short = this.#symbols.filter((_, at) => this.#seen[at] < this.#bars);
    const bars = short.map((symbol) => `${symbol} ${this.#seen[this.#symbols.indexOf(symbol)]}`);
    const [each, ...whole] = waitingHooks.map((hook) => (hook in strategy ? hook : undefined));
    const missed = [
      ...(each === undefined ? [] : ["onBar was not called for them"]),
      ...whole.filter((hook) => hook !== undefined).map((hook) => `${hook} was never called`),
    ];
    const text = `warmUp: ${counted(short.length, "symbol")} had fewer than ${counted(this.#bars, "bar")} (${listText(bars)})`;
    return missed.length === 0 ? text : `${text}, so ${missed.join(", ")}`;
  }
}
