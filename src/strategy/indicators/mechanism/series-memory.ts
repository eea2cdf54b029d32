import { Column } from "./column";

/** A whole series: a column, or some by name. */
type Series = Column | Readonly<Record<string, Column>>;

interface Known {
  /** The number of its input. */
  readonly input: number;
  readonly series: Series;
}

// Bytes of the series that are kept, after which all are forgotten.
const MOST_BYTES = 64_000_000;
// Different lists of numbers that are told apart.
const MOST_INPUTS = 8;

/**
 * Whole series that were computed before, of the same numbers with the same parameters. What it gives are copies, because whoever
 * gets a series may change it.
 */
export class SeriesMemory {
  #inputs: Column[] = [];
  #known = new Map<string, Known[]>();
  #bytes = 0;

  /** Returns the series of an indicator; `compute` computes it the first time. */
  series<Made>(indicator: string, parameters: readonly unknown[], values: Column, compute: () => Made): Made {
    // Lines are made of functions.
    const isPlain = parameters.every((one) => typeof one !== "object" && typeof one !== "function");
    const input = isPlain ? this.#inputOf(values) : undefined;
    if (input === undefined) return compute();
    const key = [indicator, ...parameters.map(String)].join(" ");
    const found = this.#known.get(key)?.find((one) => one.input === input);
    if (found !== undefined) return copyOf(found.series) as Made;
    const made = compute();
    const series = copyOf(made as Series);
    this.#bytes += bytesOf(series);
    if (this.#bytes > MOST_BYTES) this.#forget();
    else this.#known.set(key, [...(this.#known.get(key) ?? []), { input, series }]);
    return made;
  }

  // The number of the list that has the same bits.
  #inputOf(values: Column): number | undefined {
    const found = this.#inputs.findIndex((one) => areSame(one, values));
    if (found >= 0) return found;
    if (this.#inputs.length >= MOST_INPUTS) return undefined;
    return this.#inputs.push(values.slice()) - 1;
  }

  #forget(): void {
    this.#inputs = [];
    this.#known = new Map();
    this.#bytes = 0;
  }
}

// By their bytes, so that no bit of a NaN or a zero is overlooked.
function areSame(one: Column, other: Column): boolean {
  return one.length === other.length && Buffer.compare(bytesIn(one), bytesIn(other)) === 0;
}

function bytesIn({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function copyOf(series: Series): Series {
  if (Column.is(series)) return series.slice();
  return Object.fromEntries(Object.entries(series).map(([name, column]) => [name, column.slice()]));
}

function bytesOf(series: Series): number {
  return Column.is(series) ? series.byteLength : Object.values(series).reduce((sum, one) => sum + one.byteLength, 0);
}
