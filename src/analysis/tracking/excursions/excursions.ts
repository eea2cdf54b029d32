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

/** Whether a fill is one at the close of its bar, as of a market-on-close order. It is asked where its price is the close. */
export type IsClosing = (row: number) => boolean;

/** Where in its bar a fill was made: at its open, at its close, or anywhere. */
export interface PlaceInBar {
  readonly isAtOpen: boolean;
  readonly isAtClose: boolean;
}

/** Returns where in a bar, given by its row, a fill was made. A price that is the open and the close does not say it. */
export function placeInBar(
  fills: FillRows,
  row: number,
  { bars }: PriceSpans,
  bar: number,
  isClosing: IsClosing,
): PlaceInBar {
  if (bar < 0) return { isAtOpen: false, isAtClose: false };
  const price = priceBeforeSlippage(fills, row);
  const isAtClose = isNear(price, bars.close[bar]) && isClosing(row);
  return { isAtOpen: !isAtClose && isNear(price, bars.open[bar]), isAtClose };
}

// Whether two prices are the same up to the last bits of a sum.
function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
