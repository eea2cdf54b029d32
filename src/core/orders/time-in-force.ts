/** The times in force, in the order of their numbers in the ledger. */
export const timesInForce = ["DAY", "GTC"] as const;

/** How long an order works: until the end of its first trading day, or until it is filled or canceled. */
export type TimeInForce = (typeof timesInForce)[number];
