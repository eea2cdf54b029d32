import { Ring } from "./ring";

/** A value as it was some bars ago. */
export class Delayed {
  readonly #ring: Ring | undefined;

  constructor(bars: number) {
    this.#ring = bars === 0 ? undefined : new Ring(bars);
  }

  /** Takes a value and returns the one that came `bars` before it, NaN while there is none. */
  push(value: number): number {
    const ring = this.#ring;
    if (ring === undefined) return value;
    const full = ring.full;
    const before = ring.push(value);
    return full ? before : Number.NaN;
  }
}
