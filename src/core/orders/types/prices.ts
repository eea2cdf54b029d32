/**
 * The prices that an order can have, in the order of their columns in the ledger. Each value is the direction in
 * which the price of a purchase is rounded to ticks, away from the market. For a sale it is the other direction.
 */
export const orderPrices = { limitPrice: "down", stopPrice: "up" } as const satisfies Record<string, "down" | "up">;

/** The name of a price that an order can have. */
export type OrderPrice = keyof typeof orderPrices;

/** The names of the prices, in the order of their columns. */
export const orderPriceNames = Object.keys(orderPrices) as readonly OrderPrice[];
