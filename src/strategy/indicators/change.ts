import type { Fold } from "./mechanism/fold";
import { Delayed } from "../windows/delayed";

class ChangeFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    return value - this.#before.push(value);
  }
}
