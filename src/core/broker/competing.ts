import type { Moment } from "../orders/types/kind";
import type { WorkingOrder } from "../orders/working-order";
import type { Exits } from "./exits";

const ranks: Readonly<Record<Moment, number>> = { open: 0, inside: 1, close: 2 };

/**
 * Arranges the exits and members of groups among the orders that have a price on a bar: those of one symbol change places
 * with one another, so that what fills at the open comes first, then stops, then limits. The others keep their places.
 */
export function arrangeExits(orders: WorkingOrder[]): void {
  const places = orders.flatMap((order, place) => (isMember(order) ? [place] : []));
  if (places.length < 2) return;
  const bySymbol = new Map<number, number[]>();
  for (const place of places) {
    const { symbolIndex } = orders[place];
    bySymbol.set(symbolIndex, [...(bySymbol.get(symbolIndex) ?? []), place]);
  }
  for (const own of bySymbol.values()) {
    const sorted = own.map((place) => orders[place]).sort((one, other) => rankOf(one) - rankOf(other));
    for (const [at, place] of own.entries()) orders[place] = sorted[at];
  }
}

/**
 * Marks the order at a place as doubtful if one that competes with it could have filled inside the same bar before it.
 */
export function markCompeting(orders: readonly WorkingOrder[], at: number, exits: Exits): void {
  const order = orders[at];
  if (order.moment !== "inside" || !isMember(order)) return;
  const isRival = (other: WorkingOrder) => other.open && other.moment === "inside" && exits.compete(order, other);
  if (orders.slice(at + 1).some(isRival)) order.doubt = "TWO_OF_A_GROUP";
}

function isMember({ isExit, group }: WorkingOrder): boolean {
  return isExit || group !== undefined;
}

function rankOf({ moment, kind }: WorkingOrder): number {
  return 2 * ranks[moment] + (kind.exit === "limit" ? 1 : 0);
}
