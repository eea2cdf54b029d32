import { PriceSpans } from "../../../analysis/tracking/excursions/price-spans";
import type { BarColumns } from "../../../core/market/bar";
import { PaperLabError } from "../../../errors";
import { barsBySymbol, type PriceColumns, seriesBySymbol, seriesUntil } from "../../../feeds/source/series";
import type { SessionCore } from "../../../session/core";

/** The bars that a session has taken, or why they are not known. */
export interface TakenBars {
  /** Returns the bars of a symbol; `undefined` if they are not known. */
  readonly spansOf: (symbol: string) => PriceSpans | undefined;
  /** Why they are not known: the files have moved, for example. */
  readonly missing?: PaperLabError;
}

/** How many bars of a feed without an end are looked at. There may be any number before them. */
export const NEWEST = 100_000;

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

// What was read while one page is made, by symbol.
let ofPage: { readonly core: SessionCore; readonly bars: Map<string, BarColumns> } | undefined;

/**
 * Calls a function that asks for the bars of a session more than once, for excursions and for a figure, and reads them once.
 * They are let go of when it returns.
 */
export function readingBarsOnce<Made>(core: SessionCore, make: () => Made): Made {
  ofPage = { core, bars: new Map() };
  try {
    return make();
  } finally {
    ofPage = undefined;
  }
}

/** Returns the bars of a symbol that a session has taken, as `takenBars` says. Throws what reading its feed throws. */
export function takenSeries(core: SessionCore, symbol: string): BarColumns {
  const kept = ofPage?.core === core ? ofPage.bars : undefined;
  const most = core.record.config.endless ? NEWEST : undefined;
  const bars = kept?.get(symbol) ?? seriesUntil(core.feed(), symbol, lastTime(core), most);
  kept?.set(symbol, bars);
  return bars;
}

function lastTime({ content: { curve } }: SessionCore): number {
  return curve.length === 0 ? Number.NEGATIVE_INFINITY : curve.time[curve.length - 1];
}

function readSeries(core: SessionCore, symbols: readonly string[]): ReadonlyMap<string, PriceColumns> | PaperLabError {
  try {
    if (core.record.config.endless) return new Map(symbols.map((symbol) => [symbol, takenSeries(core, symbol)]));
    if (ofPage?.core !== core) return seriesBySymbol(core.feed(), symbols, lastTime(core));
    const { bars } = ofPage;
    const unread = symbols.filter((symbol) => !bars.has(symbol));
    if (unread.length > 0)
      for (const [symbol, read] of barsBySymbol(core.feed(), unread, lastTime(core))) bars.set(symbol, read);
    return new Map(symbols.map((symbol) => [symbol, bars.get(symbol) as BarColumns]));
  } catch (error) {
    if (error instanceof PaperLabError) return error;
    throw error;
  }
}
