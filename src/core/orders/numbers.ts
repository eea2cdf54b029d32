// The last two digits of a number, as text.
const tails = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** Returns the id of the order of a number: `order-7` for 7. */
export function orderId(number: number): string {
  return `order-${number}`;
}

/** Returns the number in the id of an order: 7 of `order-7`; `NaN` if it is none. */
export function numberOf(id: unknown): number {
  const number = typeof id === "string" ? /^order-([1-9]\d*)$/.exec(id)?.[1] : undefined;
  return number === undefined ? Number.NaN : Number(number);
}

/** Numbers the orders of a session in the order they are placed, and writes their ids: `order-7` for 7. */
export class OrderNumbers {
  #last = 0;
  // A hundred consecutive ids begin with the same text, which is made once. Making each id anew would be a tenth of the
  // cost of an order.
  #hundreds = 0;
  #head = "";

  /** Returns the number of the next order, from 1. */
  next(): number {
    return ++this.#last;
  }

  /** Returns the id of an order. */
  id(number: number): string {
    if (number < 100) return orderId(number);
    const hundreds = Math.floor(number / 100);
    if (hundreds !== this.#hundreds) {
      this.#hundreds = hundreds;
      this.#head = orderId(hundreds);
    }
    return this.#head + tails[number % 100];
  }

  /** Whether a value is the id of an order that was placed. */
  knows(id: unknown): boolean {
    return numberOf(id) <= this.#last;
  }
}
