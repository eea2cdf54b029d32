import { Unsettled } from "../core/engine/by-hand";
import type { Engine } from "../core/engine/engine";
import type { HandRequest, SessionInput } from "../core/journal/inputs";
import type { Journal } from "../core/journal/journal";
import type { Order } from "../core/orders/order";
import { PaperLabError } from "../errors";

export { checkedByHand, orderByHand } from "../core/engine/by-hand";

/**
 * Finds the order of another run that is the same as one of the run that was asked. `made`: the orders of the other run that
 * repeated requests made, by the ids that they had. `undefined`: it has none.
 */
export type SameOrder = (id: string, journal: Journal, made: ReadonlyMap<string, string>) => string | undefined;

/**
 * What a run was asked for by hand. A request takes effect between two steps: at once if it is new, behind the step that
 * it came after if it is repeated.
 */
export class HandInputs {
  /** What took effect so far. */
  readonly taken: SessionInput[] = [];
  /** How many requests were left out, because their order is not in this run, or everything is lost. */
  leftOut = 0;
  /** Time of the step behind which the next request is repeated; infinity if there is none. */
  due = Number.POSITIVE_INFINITY;
  readonly #engine: Engine;
  #again: readonly SessionInput[] = [];
  #at = 0;
  #same: SameOrder | undefined;
  readonly #made = new Map<string, string>();
  // What a rule or model threw, so that a request was settled only in part.
  #broken: { readonly error: unknown } | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Has a run that has not begun repeat the requests of another. `same`: given if this run may decide otherwise. Then what has
   * no meaning in it is left out.
   */
  repeat(inputs: readonly SessionInput[], same?: SameOrder): void {
    this.#again = inputs;
    this.#same = same;
    this.#at = 0;
    this.#note();
  }

  /**
   * Repeats what came after the present step. `next`: the time of the step after it. What should have come earlier, but
   * found no such step, is repeated too: the bars are others.
   */
  repeatDue(next = Number.NEGATIVE_INFINITY): void {
    for (;;) {
      const input = this.#again.at(this.#at);
      if (input === undefined || (input.step > this.#engine.steps && input.time >= next)) return;
      this.#at++;
      this.#note();
      if (this.#same === undefined) this.take(input);
      else this.#takeSame(input, this.#same);
    }
  }

  /**
   * Does what is asked for, now. Returns the id of the new order, if it is one. Throws what a strategy's request would
   * throw, INVALID_STATE before the first step and once everything is lost, and what rules and models of the user throw.
   */
  take({ kind, request }: HandRequest): string | undefined {
    this.checkWhole();
    const { steps: step, time } = this.#engine;
    if (step === 0) throw new PaperLabError("INVALID_STATE", "Before the first step there is no price yet");
    const orderId = this.#done({ kind, request } as HandRequest);
    const input = { number: this.taken.length + 1, step, time, kind, request, ...(orderId && { orderId }) };
    this.taken.push(input as SessionInput);
    return orderId;
  }

  /** Throws what a rule or model has thrown at a request, which cannot be undone. */
  checkWhole(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
  }

  #takeSame(input: SessionInput, same: SameOrder): void {
    const asked = this.#asHere(input, same);
    if (asked === undefined) {
      this.leftOut++;
      return;
    }
    try {
      const id = this.take(asked);
      if (id !== undefined && input.orderId !== undefined) this.#made.set(input.orderId, id);
    } catch (error) {
      // A rule or model of the user's may throw such an error too.
      this.checkWhole();
      if (!(error instanceof PaperLabError && refusals.has(error.code))) throw error;
      this.leftOut++;
    }
  }

  // The same request with the id that its order has here.
  #asHere({ kind, request }: SessionInput, same: SameOrder): HandRequest | undefined {
    const asked = { kind, request } as HandRequest;
    if (asked.kind !== "cancel" && asked.kind !== "replace") return asked;
    const id = same(asked.request.id, this.#engine.journal, this.#made);
    return id === undefined ? undefined : ({ kind, request: { ...asked.request, id } } as HandRequest);
  }

  #done(asked: HandRequest): string | undefined {
    try {
      return this.#engine.byHand(asked);
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      this.#broken = { error: error.cause };
      throw error.cause;
    }
  }

  #note(): void {
    this.due = this.#again.at(this.#at)?.time ?? Number.POSITIVE_INFINITY;
  }
}

// What a request comes to that has no meaning in another run: terms that its order does not have there, or everything is lost.
const refusals: ReadonlySet<string> = new Set(["INVALID_ORDER", "INVALID_STATE"]);

/**
 * Returns what finds the orders of a session in another run of it: those that the same request by hand made, and else those
 * of the same time, symbol, side and type, the first for the first. A run needs one of its own.
 */
export function sameOrderOf(orders: readonly Order[]): SameOrder {
  const keys = new Map<string, string>();
  const notes = new Map<string, number>();
  for (const order of orders) keys.set(order.id, placedKey(order, notes));
  const ids = new Map<string, string>();
  const seen = new Map<string, number>();
  let known = 0;
  const find = (key: string, { orders: others }: Journal) => {
    for (; known < others.length; known++) ids.set(placedKey(others.at(known), seen), others.id(known));
    return ids.get(key);
  };
  return (id, journal, made) => {
    const key = keys.get(id);
    return made.get(id) ?? (key === undefined ? undefined : find(key, journal));
  };
}

// What an order is by, with its place among those of the same.
function placedKey({ createdAt, symbol, side, type }: Order, places: Map<string, number>): string {
  const key = `${createdAt} ${side} ${type} ${symbol}`;
  const place = (places.get(key) ?? 0) + 1;
  places.set(key, place);
  return `${key} ${place}`;
}
