/**
 * The prices that an order can have, in the order of their columns in the ledger. Each says to which side that of a
 * purchase is rounded to ticks, away from the market; that of a sale is rounded to the other one.
 */
export const orderPrices = { limitPrice: "down", stopPrice: "up" } as const satisfies Record<string, "down" | "up">;

/** The name of a price that an order can have. */
export type OrderPrice = keyof typeof orderPrices;

/** The names of the prices, in the order of their columns. */
export const orderPriceNames = Object.keys(orderPrices) as readonly OrderPrice[];
