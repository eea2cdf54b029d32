import type { FillRows } from "../../record/fill-rows";
import type { PriceSpans } from "./price-spans";

/** How long something was held, and how far its profit went meanwhile. */
export interface Excursion {
  /** Bars of its symbol from that of the entry to that of the exit; 0 within one bar. `null` if they are not known. */
  readonly bars: number | null;
  /**
   * Maximum adverse excursion (MAE): the worst profit by prices alone that it stood at, of what had been closed of it and
   * what was held then; currency, never positive; `null` if the bars are not known.
   */
  readonly adverseExcursion: number | null;
  /** Maximum favorable excursion (MFE): the best such profit, currency, never negative. */
  readonly favorableExcursion: number | null;
}

/** What is known of an excursion without bars. */
export const unknownExcursion: Excursion = { bars: null, adverseExcursion: null, favorableExcursion: null };

/** Returns the bars of a symbol; `undefined` if they are not known. */
export type SpansOf = (symbol: string) => PriceSpans | undefined;

/** The rows of fills by the ids of their orders, in order. */
export type RowsOfOrders = ReadonlyMap<string, readonly number[]>;

/** Returns the rows of the fills of each order. */
export function rowsOfOrders(fills: FillRows): RowsOfOrders {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < fills.length; row++) {
    const id = fills.orderId(row);
    const those = rows.get(id);
    if (those === undefined) rows.set(id, [row]);
    else those.push(row);
  }
  return rows;
}

/** Returns the price of a fill before slippage. */
export function priceBeforeSlippage(fills: FillRows, row: number): number {
  const slippage = fills.slippage(row) / fills.quantity(row);
  return fills.price(row) - (fills.side(row) === "buy" ? slippage : -slippage);
}

/** The bars over which a quantity was held. */
export interface HeldRange {
  /** The row of the bar in which it was entered. */
  readonly entry: number;
  /** Whether that was at the open of the bar. */
  readonly isAtOpen: boolean;
  /** The row of the bar in which it was left, -1 if it was left without a bar. */
  readonly exit: number;
  /** The row after the last bar that is not later than the exit. */
  readonly end: number;
  /** Whether it was left at the close of its bar. */
  readonly isAtClose: boolean;
}

/** The lowest and the highest of some prices. */
export interface PriceRange {
  low: number;
  high: number;
}

/** Widens a range of prices by those of bars over which a quantity was held, in shares of which one of the end has `factor`. */
export function widen(
  found: PriceRange,
  spans: PriceSpans,
  { entry, isAtOpen, exit, end, isAtClose }: HeldRange,
  factor: number,
): void {
  const isLeftLater = exit !== entry;
  const from = isAtOpen && (isLeftLater || isAtClose) ? entry : entry + 1;
  const to = exit < 0 || (isAtClose && (isLeftLater || isAtOpen)) ? end : exit;
  if (from < to) {
    found.low = Math.min(found.low, spans.lowest(from, to) * factor);
    found.high = Math.max(found.high, spans.highest(from, to) * factor);
  }
  const { bars } = spans;
  if (isLeftLater) take(found, spans, entry, bars.close[entry], factor);
  if (isLeftLater && exit >= 0) take(found, spans, exit, bars.open[exit], factor);
}

function take(found: PriceRange, spans: PriceSpans, row: number, price: number, factor: number): void {
  const there = (price / spans.factorAt(spans.bars.time[row])) * factor;
  found.low = Math.min(found.low, there);
  found.high = Math.max(found.high, there);
}

/** Whether two prices are the same up to the last bits of a sum. */
export function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
