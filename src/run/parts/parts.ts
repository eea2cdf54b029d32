import type { StrategyCalls } from "../../core/engine/strategy-turn";
import type { Params } from "../../strategy/strategy";

/** A part of a run in which a strategy is called with some params, or not at all. */
export interface RunPart {
  /** Time of its first step, epoch milliseconds UTC. It ends where the next begins. */
  readonly from: number;
  /** Override those of the plan. `undefined`: nobody is called. */
  readonly params: Params | undefined;
  /** Whether positions are closed before it, at their last closes; otherwise they are carried into it. */
  readonly isFlat: boolean;
}

/** Knows which part of a run comes next. Before the first, nobody is called. */
export class RunParts {
  readonly #parts: readonly RunPart[];
  #next = 0;

  /** `parts`: in the order of their times; absent if the strategy is called from the first step to the last. */
  constructor(parts: readonly RunPart[] | undefined) {
    this.#parts = parts ?? [];
  }

  /** A step at this time or later needs the next part; infinity if there is none. */
  get due(): number {
    return this.#parts[this.#next]?.from ?? Number.POSITIVE_INFINITY;
  }

  /** No step that is later may be taken before the next part: times are whole milliseconds. */
  get last(): number {
    return this.due - 1;
  }

  /** The part that comes next. */
  get next(): RunPart {
    return this.#parts[this.#next];
  }

  /** Whether nobody was called so far. */
  get isFirst(): boolean {
    return this.#next === 0;
  }

  /** Says that the next part has begun. */
  pass(): void {
    this.#next++;
  }
}

/** Returns calls that do nothing at any step. */
export function noCalls(name: string): StrategyCalls {
  return { name, wakes: new Float64Array(0) };
}
