import { listText } from "../../../core/short-text";
import type { SessionCore } from "../../../session/core";

/**
 * Returns what the levels of a session's benchmark are without: `price only` if its feed has no dividends, `AGG price only` if
 * those of a part are missing. Nothing if they are in the levels, if levels are no prices, and for sessions of earlier
 * versions, which do not say.
 */
export function benchmarkNote({ record: { config } }: SessionCore): string {
  const { priceOnly = [], symbol, weights = {} } = config.benchmarkSource ?? {};
  if (priceOnly.length === 0) return "";
  const isAll = symbol !== undefined || priceOnly.length === Object.keys(weights).length;
  return isAll ? "price only" : `${listText(priceOnly)} price only`;
}

/** Returns the name of a session's benchmark for a legend, with what it is without; `undefined` without a benchmark. */
export function benchmarkTitle(core: SessionCore): string | undefined {
  const { benchmark } = core.record;
  if (benchmark === undefined) return undefined;
  const without = benchmarkNote(core);
  return without === "" ? benchmark.name : `${benchmark.name} (${without})`;
}
