import { listText } from "../../../core/short-text";
import type { SessionCore } from "../../../session/core";

type SessionConfig = SessionCore["record"]["config"];

/**
 * Returns what the levels of a session's benchmark are without: `price only` if its feed has no dividends, `AGG price only` if
 * those of a part are missing. Nothing if they are in the levels, and if levels are no prices.
 */
export function benchmarkNote({ record: { config } }: SessionCore): string {
  return noteOf(config);
}

function noteOf(config: SessionConfig): string {
  const { benchmarkSource } = config;
  if (benchmarkSource === undefined) return isPriceOfThen(config) ? "price only" : "";
  const { priceOnly = [], symbol, weights = {} } = benchmarkSource;
  if (priceOnly.length === 0) return "";
  const isAll = symbol !== undefined || priceOnly.length === Object.keys(weights).length;
  return isAll ? "price only" : `${listText(priceOnly)} price only`;
}

// Sessions of earlier versions do not say what their benchmark is. Levels of a symbol had no dividends then, unless its
// prices did.
function isPriceOfThen({ benchmark, feed }: SessionConfig): boolean {
  return benchmark !== undefined && feed.symbols.includes(benchmark) && feed.adjusted?.by !== "all";
}

/** Returns a function that says whether a session's benchmark ended on a day before that of a time. */
export function hasBenchmarkEnded({ record: { benchmark }, calendar }: SessionCore): (time: number) => boolean {
  const last = benchmark?.series.time.at(-1);
  if (last === undefined) return () => false;
  const day = calendar.countedDay(last);
  return (time) => time > last && calendar.countedDay(time) > day;
}

/** Returns the name of a session's benchmark for a legend, with what it is without; `undefined` without a benchmark. */
export function benchmarkTitle(core: SessionCore): string | undefined {
  const { benchmark } = core.record;
  if (benchmark === undefined) return undefined;
  const without = benchmarkNote(core);
  return without === "" ? benchmark.name : `${benchmark.name} (${without})`;
}

/** Returns the name of a benchmark as it is stored of a session or a sweep, with what it is without; `undefined` without one. */
export function storedBenchmarkTitle(config: SessionConfig): string | undefined {
  if (config.benchmark === undefined) return undefined;
  const without = noteOf(config);
  return without === "" ? config.benchmark : `${config.benchmark} (${without})`;
}
