import type { Fold } from "./mechanism/fold";
import { Delayed } from "../windows/delayed";

class PctChangeFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    const before = this.#before.push(value);
    return before === 0 ? Number.NaN : (value - before) / before;
  }
}
