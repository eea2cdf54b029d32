import type { OpenLot } from "../trades/open-fills";

/** What is held of a symbol, from its open lots. */
export interface HeldPosition {
  readonly symbol: string;
  /** Negative when short. */
  readonly quantity: number;
  /** Average entry price of what is held, without commissions. */
  readonly averagePrice: number;
}

/** Sums open lots by symbol, in the order of `symbols`. */
export function positionsOf(lots: readonly OpenLot[], symbols: readonly string[]): HeldPosition[] {
  const sums = new Map<string, { quantity: number; cost: number }>();
  for (const { symbol, quantity, price } of lots) {
    const sum = sums.get(symbol) ?? { quantity: 0, cost: 0 };
    sum.quantity += quantity;
    sum.cost += quantity * price;
    sums.set(symbol, sum);
  }
  return symbols.flatMap((symbol) => {
    const sum = sums.get(symbol);
    if (sum === undefined || sum.quantity === 0) return [];
    return [{ symbol, quantity: sum.quantity, averagePrice: sum.cost / sum.quantity }];
  });
}
