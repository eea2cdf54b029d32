import { expected } from "../checks";
import type { Side } from "./order";
import { type ExitPrice, exitNames, type OrderPrice, type RareTerms } from "./types/terms";

/** An order that may have exits, as far as they depend on it. */
interface Entry extends Readonly<Record<OrderPrice, number | undefined>> {
  readonly side: Side;
}

/** Throws INVALID_ORDER for a take-profit or stop-loss on the wrong side of the price that its entry asks for. */
export function checkExits(entry: Entry, rare: RareTerms): void {
  const price = entry.limitPrice ?? entry.stopPrice;
  if (price === undefined) return;
  const wrong = wrongExit(entry.side, price, rare);
  if (wrong === undefined) return;
  const asked = entry.limitPrice === undefined ? "stopPrice" : "limitPrice";
  throw expected(
    `${wrong.name} of an order to ${entry.side}`,
    `${wrong.side} its ${asked} ${price}`,
    wrong.price,
    "INVALID_ORDER",
  );
}

/** An exit that would lose where it should win, or the other way round. */
export interface WrongExit {
  readonly name: "takeProfit" | "stopLoss";
  readonly price: number;
  /** Where it should be. */
  readonly side: "above" | "below";
}

/** Returns the first exit on the wrong side of a price; `undefined` if there is none. */
export function wrongExit(side: Side, price: number, rare: RareTerms): WrongExit | undefined {
  for (const name of exitNames) {
    const exit = rare[name];
    if (typeof exit !== "number") continue;
    const isAbove = (name === "takeProfit") === (side === "buy");
    if (isAbove ? exit > price : exit < price) continue;
    return { name, price: exit, side: isAbove ? "above" : "below" };
  }
  return undefined;
}

/** Whether an exit is placed at a fraction of the entry's price. */
export function hasFractionExits(rare: RareTerms): boolean {
  return exitNames.some((name) => typeof rare[name] === "object");
}

/** Returns the price of an exit of an entry at an average price. */
export function exitPriceOf(name: "takeProfit" | "stopLoss", exit: ExitPrice, side: Side, average: number): number {
  if (typeof exit === "number") return exit;
  const isAbove = (name === "takeProfit") === (side === "buy");
  return average * (isAbove ? 1 + exit.fraction : 1 - exit.fraction);
}
