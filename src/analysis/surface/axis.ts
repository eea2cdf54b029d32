/** A value that a param can have. */
export type ParamCell = number | string | boolean | null;

/** A param of many runs as an axis: its cells, and in which of them each run is. */
export interface CellAxis {
  readonly name: string;
  /** The value of each cell: numbers by size, others as they come; of a cell with a range, its middle. */
  readonly values: readonly ParamCell[];
  /** Whether cells next to each other are neighbors, because they are numbers. */
  readonly ordered: boolean;
  /** Where the cells begin and end, one more than there are cells; absent if each cell is one value. */
  readonly edges?: readonly number[];
  /** The least and the greatest whole number of each cell, if all values are whole and cells have ranges. */
  readonly wholes?: readonly (readonly [least: number, greatest: number])[];
  /** The cell of each run. */
  readonly places: Int32Array;
}

/** The values of one param, by run. */
export interface ParamValues {
  readonly name: string;
  readonly values: readonly ParamCell[];
}

const bins = 10;
// A grid with a condition such as fast < slow is about half full. Draws leave nearly all of it empty.
const leastFilled = 0.1;

/**
 * Returns an axis for each param. If their combinations fill less than a tenth of a grid, as drawn ones do, numbers with more
 * than ten different values are put into ten cells of equal width.
 */
export function axesOf(params: readonly ParamValues[]): CellAxis[] {
  const axes = params.map(exactAxis);
  if (axes.length < 2) return axes;
  const room = axes.reduce((product, { values }) => product * values.length, 1);
  const filled = new Set(new PlaceKeys(axes).keys).size;
  if (filled >= leastFilled * room) return axes;
  return axes.map((axis, at) => (axis.ordered && axis.values.length > bins ? binnedAxis(params[at]) : axis));
}

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

function exactAxis({ name, values }: ParamValues): CellAxis {
  const distinct = [...new Set(values)];
  const ordered = distinct.length > 1 && distinct.every((value) => typeof value === "number");
  if (ordered) distinct.sort((a, b) => Number(a) - Number(b));
  const placeOf = new Map(distinct.map((value, place) => [value, place]));
  return { name, values: distinct, ordered, places: Int32Array.from(values, (value) => placeOf.get(value) ?? 0) };
}

function binnedAxis({ name, values }: ParamValues): CellAxis {
  const numbers = Float64Array.from(values, Number);
  const [least, most] = numbers.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, -Infinity],
  );
  const width = (most - least) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, at) => (at === bins ? most : least + at * width));
  const placeOf = (one: number) => Math.min(bins - 1, Math.floor((one - least) / width));
  return {
    name,
    values: edges.slice(1).map((edge, at) => (edges[at] + edge) / 2),
    ordered: true,
    edges,
    ...(numbers.every(Number.isInteger) && { wholes: wholesOf(edges, placeOf) }),
    places: Int32Array.from(numbers, placeOf),
  };
}

// A cell is wider than 1, as there are more whole numbers than cells. An edge may be a last bit off one.
function wholesOf(edges: readonly number[], placeOf: (one: number) => number): [number, number][] {
  const starts = edges.map((edge, at) => {
    if (at === bins) return edge + 1;
    const near = Math.round(edge);
    return [near - 1, near, near + 1].find((one) => placeOf(one) === at) ?? near;
  });
  return starts.slice(1).map((next, at) => [starts[at], next - 1]);
}
