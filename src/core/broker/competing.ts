import type { Behavior } from "../account/behavior";
import type { Moment } from "../orders/types/kind";
import type { WorkingOrder } from "../orders/working-order";
import type { Exits } from "./exits";

const ranks: Readonly<Record<Moment, number>> = { open: 0, inside: 1, close: 2 };

/** Orders and their places among those that have a price on the bars of a step. */
interface Placed {
  readonly order: WorkingOrder;
  readonly place: number;
}

/** The exits and members of groups of a step: which of them comes first, and which of them compete. */
export class Competition {
  // Those that fill inside their bars, in their order: by group, or by symbol if they have none.
  readonly #inside = new Map<string | number, Placed[]>();
  // Those of them that reduce positions, in their order: by symbol and what they are.
  readonly #reducing = new Map<number, Placed[]>();
  // Groups of which some fill at the open.
  readonly #atOpen = new Map<string, WorkingOrder[]>();
  readonly #behavior: Behavior;
  readonly #held: Float64Array;

  /**
   * Arranges them among all orders that have a price: those of one symbol change places with one another, so that what
   * fills at the open comes first, then stops, then limits. The others keep their places. `held`: units by symbol.
   */
  constructor(orders: WorkingOrder[], behavior: Behavior, held: Float64Array) {
    this.#behavior = behavior;
    this.#held = held;
    const places = orders.flatMap((order, place) => (this.#isMember(order) ? [place] : []));
    const bySymbol = new Map<number, number[]>();
    for (const place of places) addTo(bySymbol, orders[place].symbolIndex, place);
    for (const own of bySymbol.values()) {
      const sorted = own.map((place) => orders[place]);
      sorted.sort((one, other) => this.#rankOf(one) - this.#rankOf(other));
      for (const [at, place] of own.entries()) orders[place] = sorted[at];
    }
    for (const place of places) {
      const order = orders[place];
      if (order.moment === "open" && order.group !== undefined) addTo(this.#atOpen, order.group, order);
      if (order.moment !== "inside") continue;
      addTo(this.#inside, order.group ?? order.symbolIndex, { order, place });
      if (behavior.doubtsOnlyRivals && this.#reduces(order)) addTo(this.#reducing, keyOf(order), { order, place });
    }
  }

  /** Whether an order comes after one of its group that fills at the open, and opens a position. */
  isLater({ moment, group }: WorkingOrder): boolean {
    if (moment === "open" || group === undefined) return false;
    return this.#atOpen.get(group)?.some(({ open }) => open) === true;
  }

  /** Marks the order at a place as doubtful if one that competes with it could have filled inside the same bar before it. */
  mark(order: WorkingOrder, place: number, exits: Exits): void {
    if (order.moment !== "inside" || !this.#isMember(order)) return;
    const hasRival = this.#behavior.doubtsOnlyRivals
      ? this.#hasRival(order, place, exits)
      : this.#isBefore(order, place, exits);
    if (hasRival) order.doubt = "TWO_OF_A_GROUP";
  }

  #isBefore(order: WorkingOrder, place: number, exits: Exits): boolean {
    const last = lastOpen(this.#inside.get(order.group ?? order.symbolIndex));
    return last !== undefined && last.place > place && exits.compete(order, last.order);
  }

  // Exits of one kind without a group cover different units: only those of the other kind can be rivals, and orders that
  // are no exits.
  #hasRival(order: WorkingOrder, place: number, exits: Exits): boolean {
    if (order.group !== undefined && (lastOpen(this.#inside.get(order.group))?.place ?? -1) > place) return true;
    if (!this.#reduces(order)) return false;
    const first = 3 * order.symbolIndex;
    for (let key = first; key < first + 3; key++) {
      if (order.isExit && key === keyOf(order)) continue;
      const rivals = this.#reducing.get(key);
      if ((lastOpen(rivals)?.place ?? -1) <= place) continue;
      if (rivals?.some((rival) => rival.place > place && rival.order.open && exits.areRivals(order, rival.order)))
        return true;
    }
    return false;
  }

  #isMember(order: WorkingOrder): boolean {
    const { isExit, group, isReducing, kind } = order;
    if (isExit || group !== undefined) return true;
    // An order that goes beyond a position competes with the exits of it.
    return this.#behavior.fillsOpenFirst ? this.#reduces(order) : isReducing && kind.exit !== undefined;
  }

  #reduces({ symbolIndex, sign }: WorkingOrder): boolean {
    return this.#held[symbolIndex] * sign < 0;
  }

  #rankOf({ moment, kind }: WorkingOrder): number {
    const isAsked = moment === "open" && this.#behavior.fillsOpenFirst;
    return 2 * ranks[moment] + (kind.exit === "limit" && !isAsked ? 1 : 0);
  }
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

// Returns the last of some orders that still works. Those after it are dropped.
function lastOpen(orders: Placed[] | undefined): Placed | undefined {
  while (orders !== undefined && orders.length > 0 && !orders[orders.length - 1].order.open) orders.pop();
  return orders?.at(-1);
}

// Limit exits, stop exits and orders that are no exits, by symbol.
function keyOf({ symbolIndex, isExit, kind }: WorkingOrder): number {
  return 3 * symbolIndex + (isExit ? (kind.exit === "limit" ? 0 : 1) : 2);
}
