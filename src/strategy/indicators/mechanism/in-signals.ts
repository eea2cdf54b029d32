import { expected } from "../../../core/checks";
import { Column, column } from "./column";
import type { SeriesMemory } from "./series-memory";

// Of the function of signals that is running, absent while none is. Imported indicators are called in it as well, so it
// cannot be handed to them.
let lengthsOfColumns: readonly number[] | undefined;
let memoryOfSeries: SeriesMemory | undefined;

/**
 * Calls a function of signals, whose columns have some lengths. While it runs, an indicator of any list with as many
 * values as a column gives the whole series. `memory`: the series that other runs on the same bars have computed.
 */
export function inSignals<Result>(lengths: readonly number[], call: () => Result, memory?: SeriesMemory): Result {
  const outer = [lengthsOfColumns, memoryOfSeries] as const;
  [lengthsOfColumns, memoryOfSeries] = [lengths, memory];
  try {
    return call();
  } finally {
    [lengthsOfColumns, memoryOfSeries] = outer;
  }
}

/** Returns the series that other runs have computed; `undefined` outside signals, and in signals of a run that is alone. */
export function rememberedSeries(): SeriesMemory | undefined {
  return memoryOfSeries;
}

/**
 * Returns a list as it is, or as a column in a function of signals. There a newest value would be one of the future, so
 * a list of another length than the columns throws INVALID_SIGNALS. `name`: as in `values of sma`.
 */
export function listInPlace<List extends ArrayLike<number>>(name: string, list: List): List | Column {
  if (lengthsOfColumns === undefined || Column.is(list)) return list;
  if (lengthsOfColumns.includes(list.length)) return column(list);
  const bars = [...new Set(lengthsOfColumns)].slice(0, 3).join(" or ");
  const wanted = `one a bar, ${bars} (of another length, say column(values))`;
  throw expected(`the number of ${name} in signals`, wanted, list.length, "INVALID_SIGNALS");
}
