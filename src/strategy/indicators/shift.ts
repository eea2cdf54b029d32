import type { Fold } from "./mechanism/fold";
import { Delayed } from "../windows/delayed";

class ShiftFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    return this.#before.push(value);
  }
}
