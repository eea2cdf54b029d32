/** The times in force, in the order of their numbers in the ledger. */
export const timesInForce = ["DAY", "GTC", "GTD", "IOC", "FOK", "AUCTION"] as const;

/**
 * How long an order works: `DAY` until the end of its first trading day, `GTC` until it is filled or canceled, `GTD` until
 * its `expiresAt`. `IOC` takes what it can get at the open of its first bar, and is canceled then; `FOK` takes all or
 * nothing there. `AUCTION`, of market orders on open and on close: for one auction.
 */
export type TimeInForce = (typeof timesInForce)[number];

/** Whether an order with this time in force ends with the first bar that it can fill on. */
export function isImmediate(timeInForce: TimeInForce): boolean {
  return timeInForce === "IOC" || timeInForce === "FOK";
}
