/**
 * What one unit of a position has got or paid since the position's beginning, so that each lot has its share by quantity for
 * the time that it was open. Currency.
 */
export class UnitSums {
  #sum = 0;
  // Most positions neither get nor pay anything.
  #isUsed = false;
  // The sum when a fill opened, by its row, if it was not 0.
  readonly #before = new Map<number, number>();

  /** Shares an amount among `quantity` units. */
  add(amount: number, quantity: number): void {
    if (quantity <= 0) return;
    this.#sum += amount / quantity;
    this.#isUsed = true;
  }

  /** Notes that a fill opened. */
  open(row: number): void {
    if (this.#sum !== 0) this.#before.set(row, this.#sum);
  }

  /** Notes that nothing is left of what a fill opened. */
  close(row: number): void {
    if (this.#isUsed) this.#before.delete(row);
  }

  /** Returns what `quantity` units that a fill opened have got or paid. */
  of(row: number, quantity: number): number {
    return this.#isUsed ? (this.#sum - (this.#before.get(row) ?? 0)) * quantity : 0;
  }

  /** Turns each unit into `ratio` units. */
  split(ratio: number): void {
    this.#sum /= ratio;
    for (const [row, sum] of this.#before) this.#before.set(row, sum / ratio);
  }
}
