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
  // Groups of which some fill at the open.
  readonly #atOpen = new Map<string, WorkingOrder[]>();

  /**
   * Arranges them among all orders that have a price: those of one symbol change places with one another, so that what
   * fills at the open comes first, then stops, then limits. The others keep their places.
   */
  constructor(orders: WorkingOrder[]) {
    const places = orders.flatMap((order, place) => (isMember(order) ? [place] : []));
    const bySymbol = new Map<number, number[]>();
    for (const place of places) addTo(bySymbol, orders[place].symbolIndex, place);
    for (const own of bySymbol.values()) {
      const sorted = own.map((place) => orders[place]).sort((one, other) => rankOf(one) - rankOf(other));
      for (const [at, place] of own.entries()) orders[place] = sorted[at];
    }
    for (const place of places) {
      const order = orders[place];
      if (order.moment === "open" && order.group !== undefined) addTo(this.#atOpen, order.group, order);
      if (order.moment === "inside") addTo(this.#inside, order.group ?? order.symbolIndex, { order, place });
    }
  }

  /** Whether an order comes after one of its group that fills at the open, and opens a position. */
  isLater({ moment, group }: WorkingOrder): boolean {
    if (moment === "open" || group === undefined) return false;
    return this.#atOpen.get(group)?.some(({ open }) => open) === true;
  }

  /** Marks the order at a place as doubtful if one that competes with it could have filled inside the same bar before it. */
  mark(order: WorkingOrder, place: number, exits: Exits): void {
    if (order.moment !== "inside" || !isMember(order)) return;
    const rivals = this.#inside.get(order.group ?? order.symbolIndex);
    if (rivals === undefined) return;
    while (rivals.length > 0 && !rivals[rivals.length - 1].order.open) rivals.pop();
    const last = rivals.at(-1);
    if (last !== undefined && last.place > place && exits.compete(order, last.order)) order.doubt = "TWO_OF_A_GROUP";
  }
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

// An order that goes beyond a position competes with the exits of it.
function isMember({ isExit, group, isReducing, kind }: WorkingOrder): boolean {
  return isExit || group !== undefined || (isReducing && kind.exit !== undefined);
}

function rankOf({ moment, kind }: WorkingOrder): number {
  return 2 * ranks[moment] + (kind.exit === "limit" ? 1 : 0);
}
