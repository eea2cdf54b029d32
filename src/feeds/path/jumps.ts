import { exp } from "../../core/chance/exact";
import { type Seed, type Stream, streamOf } from "../chance/streams";

/** One jump of a price. */
export interface Jump {
  /** Where in its bar it comes, from 0 to 1. */
  readonly place: number;
  /** Logarithm of the price after it over the price before. */
  readonly size: number;
  /** A normal number, which decides where the path is then. */
  readonly shock: number;
}

const none: readonly Jump[] = [];

/** When the jumps of one symbol come, a Poisson process, and how large they are. */
export class JumpTimes {
  /** Expected growth a year by the jumps alone. */
  readonly growth: number;
  readonly #terms: { readonly perYear: number; readonly mean: number; readonly volatility: number };
  readonly #times: Stream;
  readonly #sizes: Stream;
  /** Part of a year until the next one. */
  #until: number;

  constructor(seed: Seed, symbol: string, terms: { perYear: number; mean: number; volatility: number }) {
    const { perYear, mean, volatility } = terms;
    this.#terms = terms;
    this.growth = perYear * (exp(mean + volatility ** 2 / 2) - 1);
    this.#times = streamOf(seed, symbol, "jump time");
    this.#sizes = streamOf(seed, symbol, "jump");
    this.#until = this.#times.exponential() / perYear;
  }

  /** Returns those within the next part of a year. */
  within(share: number): readonly Jump[] {
    if (this.#until > share) {
      this.#until -= share;
      return none;
    }
    const { perYear, mean, volatility } = this.#terms;
    const jumps: Jump[] = [];
    for (; this.#until <= share; this.#until += this.#times.exponential() / perYear) {
      const size = mean + volatility * this.#sizes.normal();
      jumps.push({ place: this.#until / share, size, shock: this.#sizes.normal() });
    }
    this.#until -= share;
    return jumps;
  }
}
