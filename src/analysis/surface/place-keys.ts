import type { CellAxis } from "./axis";

/** Numbers for the cells of runs: equal for runs in the same cells of all axes, and for no others. */
export class PlaceKeys {
  /** By run. */
  readonly keys: Float64Array;
  readonly #axes: readonly CellAxis[];
  // By axis: what stands for the keys so far, where they would become larger than numbers are exact.
  readonly #small: readonly (ReadonlyMap<number, number> | undefined)[];

  constructor(axes: readonly CellAxis[]) {
    this.#axes = axes;
    this.keys = new Float64Array(axes[0]?.places.length ?? 0);
    let room = 1;
    this.#small = axes.map(({ places, values: { length } }) => {
      const small = room * length > Number.MAX_SAFE_INTEGER ? this.#counted() : undefined;
      for (let run = 0; run < places.length; run++) this.keys[run] = this.keys[run] * length + places[run];
      room = (small?.size ?? room) * length;
      return small;
    });
  }

  /**
   * Returns the key of the cell so many steps away from some places; -1 beyond the ends of an axis, and where it is known that
   * no run is. A sweep has many cells, so nothing is made here.
   */
  beside(places: readonly number[], step: readonly number[]): number {
    let key = 0;
    for (let at = 0; at < this.#axes.length; at++) {
      const { length } = this.#axes[at].values;
      const place = places[at] + step[at];
      if (place < 0 || place >= length) return -1;
      const small = this.#small[at];
      const before = small === undefined ? key : small.get(key);
      if (before === undefined) return -1;
      key = before * length + place;
    }
    return key;
  }

  // Counts the different keys, and puts their numbers in their place.
  #counted(): ReadonlyMap<number, number> {
    const small = new Map<number, number>();
    for (const [run, key] of this.keys.entries()) {
      const number = small.get(key) ?? small.size;
      small.set(key, number);
      this.keys[run] = number;
    }
    return small;
  }
}
