import { Unsettled } from "../core/engine/by-hand";
import type { Engine } from "../core/engine/engine";
import type { HandRequest, SessionInput } from "../core/journal/inputs";
import { PaperLabError } from "../errors";

export { checkedByHand, orderByHand } from "../core/engine/by-hand";

/**
 * What a run was asked for by hand. A request takes effect between two steps: at once if it is new, behind the step that
 * it came after if it is repeated.
 */
export class HandInputs {
  /** What took effect so far. */
  readonly taken: SessionInput[] = [];
  /** Time of the step behind which the next request is repeated; infinity if there is none. */
  due = Number.POSITIVE_INFINITY;
  readonly #engine: Engine;
  #again: readonly SessionInput[] = [];
  #at = 0;
  // What a rule or model threw, so that a request was settled only in part.
  #broken: { readonly error: unknown } | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Has a run that has not begun repeat the requests of another. */
  repeat(inputs: readonly SessionInput[]): void {
    this.#again = inputs;
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
      this.take(input);
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
