/**
 * The prices that an order can have, in the order of their columns in the ledger. Each value is the direction in
 * which the price of a purchase is rounded to ticks, away from the market. For a sale it is the other direction.
 */
export const orderPrices = { limitPrice: "down", stopPrice: "up" } as const satisfies Record<string, "down" | "up">;

/** The name of a price that an order can have. */
export type OrderPrice = keyof typeof orderPrices;

/** The names of the prices, in the order of their columns. */
export const orderPriceNames = Object.keys(orderPrices) as readonly OrderPrice[];

/** Where an exit is placed: at a price, or at a fraction of the entry's average price, such as `{ fraction: 0.05 }`. */
export type ExitPrice = number | { readonly fraction: number };

/** What few orders have. */
export interface RareTerms {
  /** How far a trailing stop stays behind the market, a fraction of the best price since it was accepted. */
  readonly trailFraction?: number;
  /** How far a trailing stop stays behind the market, in units of the price. */
  readonly trailAmount?: number;
  /** The end of the last bar that a `GTD` order can fill on, epoch milliseconds UTC. */
  readonly expiresAt?: number;
  /** The name of a group of orders of which one cancels the others. */
  readonly ocoGroup?: string;
  /** The limit exit of what the order opens. */
  readonly takeProfit?: ExitPrice;
  /** The stop exit of what the order opens. */
  readonly stopLoss?: ExitPrice;
}

/** The names of the rare terms that are numbers. */
export const rareNumbers = [
  "trailFraction",
  "trailAmount",
  "expiresAt",
] as const satisfies readonly (keyof RareTerms)[];

/** The names of the exits that come with an order. */
export const exitNames = ["takeProfit", "stopLoss"] as const satisfies readonly (keyof RareTerms)[];

/** Returns the name of exits that share units, or of a bracket, of which the first has an id. */
export function nameOfExits(id: string): string {
  return `exits-${id}`;
}

/** Whether a group has a name as `nameOfExits` gives them. */
export function isNameOfExits(group: string): boolean {
  return group.startsWith("exits-");
}
