import type { Fold } from "./mechanism/fold";
import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";

class LowestFold implements Fold {
  readonly #highest: Highest;
  readonly #delayed: Delayed;

  constructor(period: number, offset: number) {
    this.#highest = new Highest(period);
    this.#delayed = new Delayed(offset);
  }

  push(value: number): number {
    return -this.#highest.push(-this.#delayed.push(value));
  }
}
