/** Models as users write them: objects of classes. */

/** A commission that is a share of the price, in a field that can be read. */
export class Rated {
  readonly name = "rated";
  constructor(readonly rate: number) {}
  commission(quantity: number, price: number): number {
    return quantity * price * this.rate;
  }
}

/** The same, at least an amount, in a field that cannot be read. */
export class Hidden {
  readonly #rate: number;
  constructor(
    rate: number,
    readonly least: number,
  ) {
    this.#rate = rate;
  }
  get name(): string {
    return "hidden";
  }
  commission(quantity: number, price: number): number {
    return Math.max(this.least, quantity * price * this.#rate);
  }
}

/** A risk rule that never denies. */
export class Cap {
  readonly name = "cap";
  constructor(readonly most = 1) {}
  check(): undefined {
    return undefined;
  }
}
