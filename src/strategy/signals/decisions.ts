import type { WholeColumns } from "./columns";
import type { Wanted } from "./wanted";

/** Every change of what is wanted, in the order of time and then of the symbols. */
export interface Decisions {
  readonly length: number;
  readonly time: Float64Array;
  /** Places of the symbols. */
  readonly symbol: Uint16Array;
  readonly value: Float64Array;
  /** By the place of a symbol: what its values are. */
  readonly units: readonly Wanted["unit"][];
}

/** Finds the bars at which what is wanted differs from what was wanted last. */
export function decisionsOf(wanted: readonly (Wanted | undefined)[], columns: WholeColumns): Decisions {
  const changes = wanted.map((one) => (one === undefined ? new Uint32Array(0) : changesIn(one.values)));
  const length = changes.reduce((sum, rows) => sum + rows.length, 0);
  const time = new Float64Array(length);
  const symbol = new Uint16Array(length);
  const value = new Float64Array(length);
  let at = 0;
  changes.forEach((rows, place) => {
    if (rows.length === 0) return;
    const { values } = wanted[place] as Wanted;
    time.set(columns.timesOf(place, rows), at);
    for (let change = 0; change < rows.length; change++) {
      symbol[at] = place;
      value[at++] = values[rows[change]];
    }
  });
  const units = wanted.map((one) => one?.unit ?? "weight");
  if (changes.filter((rows) => rows.length > 0).length <= 1) return { length, time, symbol, value, units };
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || symbol[a] - symbol[b]);
  return {
    length,
    time: Float64Array.from(order, (from) => time[from]),
    symbol: Uint16Array.from(order, (from) => symbol[from]),
    value: Float64Array.from(order, (from) => value[from]),
    units,
  };
}

function changesIn(values: Float64Array): Uint32Array {
  let rows = new Uint32Array(64);
  let count = 0;
  let last = Number.NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    // NaN is no opinion.
    if (value === last || Number.isNaN(value)) continue;
    last = value;
    if (count === rows.length) {
      const larger = new Uint32Array(count * 2);
      larger.set(rows);
      rows = larger;
    }
    rows[count++] = row;
  }
  return rows.subarray(0, count);
}
