import { exp } from "../../core/chance/exact";
import { type Seed, type Stream, streamOf } from "../chance/streams";

/** Standard deviation of the logarithm of a bar's volume. */
const deviation = 0.4;

/** The volumes of one symbol's bars: whole numbers about a mean, lognormal and independent of prices. */
export class Volumes {
  readonly #stream: Stream;
  readonly #perYear: number;

  constructor(seed: Seed, symbol: string, perYear: number) {
    this.#stream = streamOf(seed, symbol, "volume");
    this.#perYear = perYear;
  }

  /** Returns the volume of a bar that is a share of a year's trading. */
  of(share: number): number {
    if (this.#perYear === 0) return 0;
    return Math.round(this.#perYear * share * exp(deviation * this.#stream.normal() - deviation ** 2 / 2));
  }
}
