import { expected, isBeyond } from "../../core/checks";
import type { Desk } from "../../core/engine/desk";
import type { StrategyCalls } from "../../core/engine/strategy-turn";
import type { SignalStrategy } from "../signals";
import { type SignalInput, signalsOf } from "./compute";
import { type Decisions, decisionsOf } from "./decisions";
import type { Wanted } from "./wanted";

/**
 * Computes the signals of a strategy for a whole run, and returns the calls that trade them: at each step at which one
 * changes, an order for the difference to what is wanted. `computed`: the signals of all bars, if they are known already.
 * `isLate`: it takes over in the middle of a run, and begins with what each symbol's signal wanted last. Throws what `signalsOf`
 * throws.
 */
export function bindSignals(
  strategy: SignalStrategy<never>,
  desk: Desk,
  input: SignalInput,
  computed?: readonly (Wanted | undefined)[],
  isLate = false,
): StrategyCalls {
  const wanted = computed ?? signalsOf(strategy, input, input.columns.lengths);
  const decisions = decisionsOf(wanted, input.columns);
  checkWeights(decisions, input.symbols, desk.leverage);
  let next = 0;
  let isBehind = isLate;
  return {
    name: strategy.name,
    wakes: wakesOf(decisions),
    targetWeights() {
      const { length, time, symbol, value, units } = decisions;
      const { now } = desk;
      const newest = isBehind ? newestOf(decisions, now) : undefined;
      isBehind = false;
      for (; next < length && time[next] <= now; next++) {
        if (newest !== undefined && newest.get(symbol[next]) !== next) continue;
        const name = input.symbols[symbol[next]];
        // A quantity is in the shares of the first bar, as the columns are.
        if (units[symbol[next]] === "quantity")
          desk.orderTarget(name, value[next] * input.columns.sharesAt(symbol[next], now));
        else desk.orderTargetWeight(name, value[next]);
      }
    },
  };
}

// The last decision of each symbol up to a time.
function newestOf({ length, time, symbol }: Decisions, now: number): ReadonlyMap<number, number> {
  const newest = new Map<number, number>();
  for (let at = 0; at < length && time[at] <= now; at++) newest.set(symbol[at], at);
  return newest;
}

function checkWeights({ value, symbol, units, length }: Decisions, symbols: readonly string[], leverage: number): void {
  for (let at = 0; at < length; at++) {
    if (units[symbol[at]] !== "weight" || !isBeyond(Math.abs(value[at]), leverage)) continue;
    const wanted = `at most ${leverage} in size, the leverage`;
    throw expected(`weights of ${symbols[symbol[at]]} in signals`, wanted, value[at], "INVALID_SIGNALS");
  }
}

/** The times at which anything changes, each once. */
function wakesOf({ time, length }: Decisions): Float64Array {
  let count = 0;
  const wakes = new Float64Array(length);
  for (let at = 0; at < length; at++) if (at === 0 || time[at] !== time[at - 1]) wakes[count++] = time[at];
  return wakes.subarray(0, count);
}
