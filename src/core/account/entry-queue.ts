/** The entries of a position that was entered more than once, oldest first. Quantities are positive on either side. */
export class EntryQueue {
  readonly #quantities: number[] = [];
  readonly #prices: number[] = [];
  #oldest = 0;
  #quantity = 0;
  #notional = 0;

  /** Adds an entry after the others. */
  add(quantity: number, price: number): void {
    this.#quantities.push(quantity);
    this.#prices.push(price);
    this.#quantity += quantity;
    this.#notional += quantity * price;
  }

  /** Takes out `quantity` units, less than there are: first in, first out. */
  take(quantity: number): void {
    let left = quantity;
    while (this.#oldest < this.#quantities.length - 1 && this.#quantities[this.#oldest] <= left) {
      const whole = this.#quantities[this.#oldest];
      this.#drop(whole);
      left -= whole;
      this.#oldest++;
    }
    this.#drop(left);
    this.#quantities[this.#oldest] -= left;
  }

  /** Turns each unit into `ratio` units, at a price by as much lower. */
  split(ratio: number): void {
    for (let at = this.#oldest; at < this.#quantities.length; at++) {
      this.#quantities[at] *= ratio;
      this.#prices[at] /= ratio;
    }
    this.#quantity *= ratio;
  }

  /** Average entry price of what is left, weighted by quantity. */
  get average(): number {
    const newest = this.#prices.length - 1;
    // The running sums have rounding errors, but a single entry has its exact price.
    return this.#oldest === newest ? this.#prices[newest] : this.#notional / this.#quantity;
  }

  #drop(quantity: number): void {
    this.#quantity -= quantity;
    this.#notional -= quantity * this.#prices[this.#oldest];
  }
}
