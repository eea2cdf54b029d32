/**
 * The largest recentred statistic of each resample among a set of series that grows, of which it is asked how many are above
 * some bar. One that is above all bars that are still to come is closed: it need not be known how far.
 */
export class OpenMaxima {
  /** By resample; of a closed one, a number above all bars to come. */
  readonly values: Float64Array;
  readonly #deviations: readonly Float64Array[];
  readonly #order: readonly number[];
  readonly #scales: readonly Float64Array[];
  /** The resamples that are not closed, at the beginning. */
  readonly #open: Int32Array;
  #count: number;

  /** `order`: in which series go. `scales`: one over the standard error of the difference of each two. */
  constructor(deviations: readonly Float64Array[], order: readonly number[], scales: readonly Float64Array[]) {
    const draws = deviations[0]?.length ?? 0;
    this.values = new Float64Array(draws);
    this.#deviations = deviations;
    this.#order = order;
    this.#scales = scales;
    this.#open = Int32Array.from({ length: draws }, (_, draw) => draw);
    this.#count = draws;
  }

  /** Adds the series that goes at a step to those that go later. */
  add(step: number): void {
    const order = this.#order;
    const own = order[step];
    // The last ones are looked at again where there are not three more.
    for (let first = step + 1; first < order.length && this.#count > 0; first += 3) {
      const at = (place: number) => order[Math.min(place, order.length - 1)];
      this.#raise(own, [at(first), at(first + 1), at(first + 2)]);
    }
  }

  /** Closes the resamples that are above a bar. */
  close(bar: number): void {
    let kept = 0;
    for (let at = 0; at < this.#count; at++) {
      const draw = this.#open[at];
      if (!(this.values[draw] > bar)) this.#open[kept++] = draw;
    }
    this.#count = kept;
  }

  // Three at once, since reading numbers takes longer than comparing them.
  #raise(own: number, [one, two, three]: readonly [number, number, number]): void {
    const [a, x, y, z] = [own, one, two, three].map((place) => this.#deviations[place]);
    const scales = this.#scales[own];
    const [ofX, ofY, ofZ] = [scales[one], scales[two], scales[three]];
    const { values } = this;
    const open = this.#open;
    const count = this.#count;
    for (let at = 0; at < count; at++) {
      const draw = open[at];
      const value = a[draw];
      let most = values[draw];
      const tx = Math.abs(value - x[draw]) * ofX;
      const ty = Math.abs(value - y[draw]) * ofY;
      const tz = Math.abs(value - z[draw]) * ofZ;
      if (tx > most) most = tx;
      if (ty > most) most = ty;
      if (tz > most) most = tz;
      values[draw] = most;
    }
  }
}
