import { didYouMean, expected, thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { inSignals } from "../indicators/mechanism/in-signals";
import type { SeriesMemory } from "../indicators/mechanism/series-memory";
import type { AllSignalColumns, SignalColumns, SignalStrategy, Signals } from "../signals";
import type { Params } from "../strategy";
import { allIndicators, type WholeColumns } from "./columns";
import { refusingOthers } from "./members";
import { type Wanted, wantedOf } from "./wanted";

/** What signals are made from: the columns of the symbols, and how many bars of each are shown. */
export interface SignalInput {
  readonly symbols: readonly string[];
  readonly columns: WholeColumns;
  readonly params: Params;
  /** The series of indicators over whole columns that other runs have computed. */
  readonly memory?: SeriesMemory;
  /** Whether the strategy is known to write into no column that it is given. */
  readonly leavesLists?: boolean;
  /** Whether a session first starts with them: then what would be passed over in silence is refused. */
  readonly isFirst?: boolean;
}

/**
 * Calls a strategy's functions of signals with the first `lengths` bars of each symbol. Returns what is wanted of each,
 * `undefined` for a symbol that was left out. Throws STRATEGY_FAILED, INVALID_SIGNALS and UNKNOWN_SYMBOL.
 */
export function signalsOf(
  strategy: SignalStrategy<never>,
  { symbols, columns, params, memory, leavesLists = false, isFirst = false }: SignalInput,
  lengths: readonly number[],
): (Wanted | undefined)[] {
  // Columns that are cut are no other run's.
  const remembered = lengths === columns.lengths ? memory : undefined;
  remembered?.begin(leavesLists);
  const sharing = remembered && { leavesLists };
  const bars = symbols.map((symbol, place) => columns.barsOf(symbol, place, lengths[place], sharing));
  const named = (members: object, where: string) => refusingOthers(members, "member", where, "INVALID_STRATEGY");
  const { name, signals } = strategy;
  if (signals !== undefined) {
    return symbols.map((symbol, place) => {
      const shown = Object.defineProperties(
        { ...allIndicators, params, symbols },
        Object.getOwnPropertyDescriptors(bars[place]),
      );
      const call = () => signals.call(strategy, named(shown, "what signals is called with") as SignalColumns<never>);
      const given = called(name, "signals", [lengths[place]], call, remembered);
      return wantedOf("signals", symbol, given, lengths[place], isFirst);
    });
  }
  const where = "what signalsAll is called with";
  const shownBars = symbols.map((symbol, place) => [symbol, named(bars[place], `the columns of ${symbol}`)]);
  const bySymbol = refusingOthers(Object.fromEntries(shownBars), "symbol", where, "UNKNOWN_SYMBOL");
  const all = named({ ...allIndicators, params, symbols: bySymbol }, where) as AllSignalColumns<never>;
  const given: unknown = called(name, "signalsAll", lengths, () => strategy.signalsAll?.(all), remembered);
  if (typeof given !== "object" || given === null || Array.isArray(given) || ArrayBuffer.isView(given))
    throw expected(
      "what signalsAll returned",
      `signals by symbol, as in { ${symbols[0]}: weights }`,
      given,
      "INVALID_SIGNALS",
    );
  // A Map has no symbols of its own.
  if (isFirst && Symbol.iterator in given) {
    const message =
      "Expected what signalsAll returned to be an object such as { AAPL: weights }, was a Map or its like";
    throw new PaperLabError("INVALID_SIGNALS", message);
  }
  const unknown = Object.keys(given).find((symbol) => !symbols.includes(symbol));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, symbols) || ` The session has ${symbols.join(", ")}`;
    throw new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol "${unknown}" in what signalsAll returned.${near}`);
  }
  const results = given as Readonly<Record<string, Signals>>;
  return symbols.map((symbol, place) =>
    Object.hasOwn(results, symbol)
      ? wantedOf("signalsAll", symbol, results[symbol], lengths[place], isFirst)
      : undefined,
  );
}

function called<Result>(
  name: string,
  part: string,
  lengths: readonly number[],
  call: () => Result,
  memory: SeriesMemory | undefined,
): Result {
  let result: Result;
  try {
    result = inSignals(lengths, call, memory);
  } catch (cause) {
    if (cause instanceof PaperLabError && cause.code === "INVALID_SIGNALS") throw cause;
    throw new PaperLabError("STRATEGY_FAILED", `Strategy "${name}" failed in ${part}: ${thrownText(cause)}`, { cause });
  }
  if (typeof (result as { then?: unknown } | undefined)?.then === "function")
    throw new PaperLabError("INVALID_SIGNALS", `Expected what ${part} returned to be signals at once, was a promise`);
  return result;
}
