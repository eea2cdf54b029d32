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

/** Joins the changes of what is wanted of each symbol. */
export function decisionsOf(wanted: readonly (Wanted | undefined)[], columns: WholeColumns): Decisions {
  const length = wanted.reduce((sum, one) => sum + (one?.rows.length ?? 0), 0);
  const time = new Float64Array(length);
  const symbol = new Uint16Array(length);
  const value = new Float64Array(length);
  let end = 0;
  let changing = 0;
  wanted.forEach((one, place) => {
    if (one === undefined || one.rows.length === 0) return;
    time.set(columns.timesOf(place, one.rows), end);
    value.set(one.values, end);
    symbol.fill(place, end, end + one.rows.length);
    end += one.rows.length;
    changing++;
  });
  const units = wanted.map((one) => one?.unit ?? "weight");
  if (changing <= 1) return { length, time, symbol, value, units };
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || symbol[a] - symbol[b]);
  return {
    length,
    time: Float64Array.from(order, (from) => time[from]),
    symbol: Uint16Array.from(order, (from) => symbol[from]),
    value: Float64Array.from(order, (from) => value[from]),
    units,
  };
}
