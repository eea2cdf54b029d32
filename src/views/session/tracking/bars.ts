import { PriceSpans } from "../../../analysis/tracking/price-spans";
import { PaperLabError } from "../../../errors";
import { type PriceColumns, seriesBySymbol, seriesUntil } from "../../../feeds/source/series";
import type { SessionCore } from "../../../session/core";

/** The bars that a session has taken, or why they are not known. */
export interface TakenBars {
  /** Returns the bars of a symbol; `undefined` if they are not known. */
  readonly spansOf: (symbol: string) => PriceSpans | undefined;
  /** Why they are not known: the files have moved, for example. */
  readonly missing?: PaperLabError;
}

// How many bars of a feed without an end are looked at. There may be any number before them.
const NEWEST = 100_000;

/**
 * Returns the bars of some symbols that a session has taken, from its feed; of a feed without an end, the newest 100,000 of each. A
 * running session has no bar that it has not processed yet.
 */
export function takenBars(core: SessionCore, symbols: readonly string[]): TakenBars {
  if (symbols.length === 0) return { spansOf: () => undefined };
  const series = readSeries(core, symbols);
  if (series instanceof PaperLabError) return { spansOf: () => undefined, missing: series };
  const { actions } = core.content;
  const spans = new Map<string, PriceSpans>();
  for (const [symbol, bars] of series) {
    const splits = actions.filter((action) => action.type === "split" && action.symbol === symbol);
    const rescalings = splits.map(({ time, value }) => ({ time, ratio: value }));
    spans.set(symbol, new PriceSpans(bars, rescalings));
  }
  return { spansOf: (symbol) => spans.get(symbol) };
}

function readSeries(core: SessionCore, symbols: readonly string[]): ReadonlyMap<string, PriceColumns> | PaperLabError {
  const { curve } = core.content;
  const until = curve.length === 0 ? Number.NEGATIVE_INFINITY : curve.time[curve.length - 1];
  try {
    const feed = core.feed();
    if (core.record.config.endless)
      return new Map(symbols.map((symbol) => [symbol, seriesUntil(feed, symbol, until, NEWEST)]));
    return seriesBySymbol(feed, symbols, until);
  } catch (error) {
    if (error instanceof PaperLabError) return error;
    throw error;
  }
}
