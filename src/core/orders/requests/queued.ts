import type { ChangedTerms } from "../order-change";
import type { CheckedRequest } from "./checked-request";

/** The target of a position: units, or a fraction of the equity. */
export interface Target {
  readonly kind: "target";
  readonly symbol: string;
  /** Index of the symbol; -1 when the session does not have it. */
  readonly index: number;
  readonly unit: "quantity" | "weight";
  readonly size: number;
  /** Whether it is one of the weights of a whole portfolio. */
  readonly isOfAll: boolean;
  /** The tag of its order. */
  readonly tag: string | undefined;
}

/** A target that is filled in anew each time: most are alone in their queue, and nobody keeps one that is settled. */
export class LoneTarget implements Target {
  readonly kind = "target";
  symbol = "";
  index = 0;
  unit: Target["unit"] = "quantity";
  /** Begins as a fraction, so that V8 keeps it as a double. */
  size = 0.5;
  isOfAll = false;
  tag: string | undefined = undefined;

  /** Returns itself, with other terms. */
  filled(
    symbol: string,
    index: number,
    unit: Target["unit"],
    size: number,
    isOfAll: boolean,
    tag: string | undefined,
  ): Target {
    this.symbol = symbol;
    this.index = index;
    this.unit = unit;
    this.size = size;
    this.isOfAll = isOfAll;
    this.tag = tag;
    return this;
  }
}

/** An order with the number that it was given when it was placed. */
export interface NumberedRequest {
  readonly number: number;
  readonly request: CheckedRequest;
}

/** One request of a strategy, waiting for its step to end. */
export type QueuedRequest =
  | ({ readonly kind: "order" } & NumberedRequest)
  | { readonly kind: "together"; readonly orders: readonly NumberedRequest[] }
  | { readonly kind: "cancel"; readonly id: string }
  | { readonly kind: "replace"; readonly id: string; readonly terms: ChangedTerms }
  | Target
  | { readonly kind: "close"; readonly symbol: string | undefined };

/**
 * Returns an empty queue. It has held an object once: to V8 a list is one of objects from its first on, and code that was made
 * for an empty one is thrown away then.
 */
export function newQueue(): QueuedRequest[] {
  const queue: QueuedRequest[] = [new LoneTarget()];
  queue.pop();
  return queue;
}

/** Whether a target of a queue is followed by one of another symbol. */
export function isFollowed(queue: readonly QueuedRequest[], at: number): boolean {
  const after = queue[at + 1];
  return after?.kind === "target" && after.symbol !== (queue[at] as Target).symbol;
}

/** Returns the consecutive targets of different symbols from one of a queue on. */
export function consecutiveTargets(queue: readonly QueuedRequest[], from: number): readonly Target[] {
  const targets: Target[] = [];
  // Absent as long as the symbols come in their order, as those of a whole portfolio do.
  let symbols: Set<string> | undefined;
  for (let at = from; at < queue.length; at++) {
    const target = queue[at];
    if (target.kind !== "target") break;
    if (symbols === undefined && targets.length > 0 && target.index <= targets[targets.length - 1].index)
      symbols = new Set(targets.map(({ symbol }) => symbol));
    if (symbols?.has(target.symbol)) break;
    symbols?.add(target.symbol);
    targets.push(target);
  }
  return targets;
}
