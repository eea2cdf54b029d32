import type { Behavior } from "../account/behavior";
import { type ExitKind, exitKindOf } from "../orders/order-book";
import type { FillMoment } from "../orders/types/kind";
import type { WorkingOrder } from "../orders/working-order";
import type { Exits } from "./exits";

const ranks: Readonly<Record<FillMoment, number>> = { open: 0, inside: 1, close: 2 };

/** Orders and their places among those that have a price on the bars of a step. */
interface Placed {
  readonly order: WorkingOrder;
  readonly place: number;
}

/** Orders of one kind that reduce one position inside the same bar, in their order. */
interface Contenders {
  readonly placed: Placed[];
  /** Those before it have ended, or have had their turn. */
  next: number;
  /** None of them has more units to fill; of those of a group, more than the others of their group would shrink by with them. */
  most: number;
  /** How many exits had been cut when that was found out; those of a group are counted anew after another cut. */
  cuts: number;
}

/** The exits and members of groups of a step: which of them comes first, and which of them compete. */
export class Competition {
  // Those that fill inside their bars, in their order: by group, or by symbol if they have none.
  readonly #inside = new Map<string | number, Placed[]>();
  // Those of them that reduce positions: by symbol, what they are, and whether they are of a group.
  readonly #reducing = new Map<number, Contenders>();
  // The places of these; made when asked.
  #places: Map<WorkingOrder, number> | undefined;
  // Groups of which some fill at the open.
  readonly #atOpen = new Map<string, WorkingOrder[]>();
  // The members of groups of several symbols.
  readonly #wide = new Map<string, WorkingOrder[]>();
  readonly #asPlaced: readonly WorkingOrder[];
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
    const keepsPlaces = behavior.fillsOpenFirst && places.length > 0;
    this.#asPlaced = keepsPlaces ? [...orders] : orders;
    if (keepsPlaces) this.#findWide(orders, places);
    const bySymbol = new Map<number, number[]>();
    for (const place of places) addTo(bySymbol, orders[place].symbolIndex, place);
    for (const own of bySymbol.values()) this.#arrange(orders, own);
    for (const place of places) {
      const order = orders[place];
      if (order.moment === "open" && order.group !== undefined) addTo(this.#atOpen, order.group, order);
      if (order.moment !== "inside") continue;
      addTo(this.#inside, order.group ?? order.symbolIndex, { order, place });
      if (behavior.doubtsOnlyRivals && this.#reduces(order)) this.#contend(order, place);
    }
  }

  /** The orders that still work, as those that open positions come: oldest first, but in each group what fills first. */
  later(): readonly WorkingOrder[] {
    if (!this.#behavior.fillsOpenFirst) return this.#asPlaced;
    const orders = this.#asPlaced.filter(({ open }) => open);
    const byGroup = new Map<string, number[]>();
    for (const [place, { group }] of orders.entries()) if (group !== undefined) addTo(byGroup, group, place);
    for (const places of byGroup.values()) if (places.length > 1) this.#arrange(orders, places);
    return orders;
  }

  /** Whether an order comes after one of its group that fills before it, and opens a position or has another symbol. */
  isLater(order: WorkingOrder): boolean {
    const { moment, group } = order;
    if (group === undefined) return false;
    if (moment !== "open" && this.#atOpen.get(group)?.some(({ open }) => open) === true) return true;
    const rank = this.#rankOf(order);
    return this.#abroad(order).some((other) => other.open && this.#rankOf(other) < rank);
  }

  /** Marks the order at a place as doubtful if one that competes with it could have filled inside the same bar before it. */
  mark(order: WorkingOrder, place: number, exits: Exits): void {
    if (order.moment !== "inside" || !this.#isMember(order)) return;
    const hasRival = this.#behavior.doubtsOnlyRivals
      ? this.#hasRival(order, place, exits)
      : this.#isBefore(order, place, exits);
    if (hasRival) order.doubt = "TWO_OF_A_GROUP";
  }

  // Finds the groups of several symbols.
  #findWide(orders: readonly WorkingOrder[], places: readonly number[]): void {
    const byGroup = new Map<string, WorkingOrder[]>();
    for (const place of places) {
      const order = orders[place];
      if (order.group !== undefined) addTo(byGroup, order.group, order);
    }
    for (const [group, members] of byGroup)
      if (members.some(({ symbolIndex }) => symbolIndex !== members[0].symbolIndex)) this.#wide.set(group, members);
  }

  #arrange(orders: WorkingOrder[], places: readonly number[]): void {
    const sorted = places.map((place) => orders[place]);
    sorted.sort((one, other) => this.#rankOf(one) - this.#rankOf(other));
    for (const [at, place] of places.entries()) orders[place] = sorted[at];
  }

  #contend(order: WorkingOrder, place: number): void {
    const key =
      WIDTH * order.symbolIndex + kinds.indexOf(exitKindOf(order)) + (order.group === undefined ? 0 : GROUPED);
    let contenders = this.#reducing.get(key);
    if (contenders === undefined) {
      contenders = { placed: [], next: 0, most: 0, cuts: Number.NaN };
      this.#reducing.set(key, contenders);
    }
    contenders.placed.push({ order, place });
    contenders.most = Math.max(contenders.most, order.remaining);
  }

  #isBefore(order: WorkingOrder, place: number, exits: Exits): boolean {
    const last = lastOpen(this.#inside.get(order.group ?? order.symbolIndex));
    return last !== undefined && last.place > place && exits.compete(order, last.order);
  }

  // Exits of one kind without a group cover different units: only those of the other kind can be rivals, and orders that
  // are no exits.
  #hasRival(order: WorkingOrder, place: number, exits: Exits): boolean {
    if (this.#hasRivalInGroup(order, place)) return true;
    if (!this.#reduces(order)) return false;
    const first = WIDTH * order.symbolIndex;
    for (const [at, kind] of kinds.entries()) {
      if (order.isExit && kind === exitKindOf(order)) continue;
      if (this.#contends(order, place, this.#reducing.get(first + at), kind, exits)) return true;
      if (this.#contends(order, place, this.#reducing.get(first + at + GROUPED), kind, exits)) return true;
    }
    return false;
  }

  // Another member of its group that has not had its turn: one of another symbol, or that opens a position, may be older.
  #hasRivalInGroup(order: WorkingOrder, place: number): boolean {
    const members = order.group === undefined ? undefined : this.#inside.get(order.group);
    const last = lastOpen(members);
    if (members === undefined || last === undefined) return false;
    if (last.place > place) return true;
    if (this.#abroad(order).some(({ open, moment }) => open && moment === "inside")) return true;
    return members.some(({ order: other }) => other !== order && other.open && !this.#reduces(other));
  }

  // Whether an order has a rival among contenders of a kind. Of many, most are not asked: those that it would cut are the
  // oldest of their kind, and none that has so few units cuts an order with many older ones before it.
  #contends(
    order: WorkingOrder,
    place: number,
    contenders: Contenders | undefined,
    kind: ExitKind,
    exits: Exits,
  ): boolean {
    if (contenders === undefined) return false;
    const { placed } = contenders;
    const hasHadItsTurn = ({ place: other, order: { open } }: Placed) => other <= place || !open;
    while (contenders.next < placed.length && hasHadItsTurn(placed[contenders.next])) contenders.next++;
    if (contenders.next === placed.length) return false;
    if (order.isExit && kind !== "none") {
      this.#places ??= this.#placesOfReducing();
      const places = this.#places;
      const isGrouped = placed[0].order.group !== undefined;
      const isAmong = (exit: WorkingOrder) =>
        (exit.group !== undefined) === isGrouped && (places.get(exit) ?? Number.NEGATIVE_INFINITY) > place;
      if (exits.cutsSome(order, kind, isAmong)) return true;
      const most = isGrouped ? mostAlone(contenders, exitKindOf(order), exits) : contenders.most;
      if (most <= exits.spared(order, isGrouped ? 0 : most)) return false;
    }
    for (let at = contenders.next; at < placed.length; at++)
      if (placed[at].order.open && exits.areRivals(order, placed[at].order)) return true;
    return false;
  }

  #placesOfReducing(): Map<WorkingOrder, number> {
    const places = new Map<WorkingOrder, number>();
    for (const { placed } of this.#reducing.values()) for (const { order, place } of placed) places.set(order, place);
    return places;
  }

  // The members of an order's group that have other symbols.
  #abroad({ group, symbolIndex }: WorkingOrder): readonly WorkingOrder[] {
    const members = group === undefined ? undefined : this.#wide.get(group);
    return members === undefined ? none : members.filter((member) => member.symbolIndex !== symbolIndex);
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

const none: readonly WorkingOrder[] = [];

// What contends: exits of two kinds, and orders that are no exits; without a group, and of one.
const kinds: readonly ExitKind[] = ["limit", "stop", "none"];
const GROUPED = kinds.length;
const WIDTH = 2 * GROUPED;

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

// Returns the most units of contenders of a group beyond those by which the exits of a kind in their groups shrink with them.
function mostAlone(contenders: Contenders, kind: ExitKind, exits: Exits): number {
  const { placed, next, cuts } = contenders;
  if (cuts === exits.cuts) return contenders.most;
  contenders.cuts = exits.cuts;
  contenders.most = 0;
  for (let at = next; at < placed.length; at++) {
    const { order } = placed[at];
    if (order.open) contenders.most = Math.max(contenders.most, order.remaining - exits.partners(order, kind));
  }
  return contenders.most;
}

// Returns the last of some orders that still works. Those after it are dropped.
function lastOpen(orders: Placed[] | undefined): Placed | undefined {
  while (orders !== undefined && orders.length > 0 && !orders[orders.length - 1].order.open) orders.pop();
  return orders?.at(-1);
}
