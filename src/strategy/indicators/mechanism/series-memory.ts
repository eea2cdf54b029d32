import { Column } from "./column";

/** A whole series: a column, or some by name. */
type Series = Column | Readonly<Record<string, Column>>;

interface Known {
  /** The number of its input. */
  readonly input: number;
  readonly series: Series;
  /** The copy whose numbers runs are given one after the other, as long as none of them writes over them. */
  lent: Series;
  /** The run that has it. */
  lentTo: number;
  /** Whether nobody who had it writes into lists. */
  isLeft: boolean;
}

// Bytes of the series that are kept, after which all are forgotten.
const MOST_BYTES = 128_000_000;
// Different lists of numbers that are told apart.
const MOST_INPUTS = 8;

/**
 * Whole series that were computed before, of the same numbers with the same parameters. What it gives are copies, because whoever
 * gets a series may change it. A run that asks twice gets two.
 */
export class SeriesMemory {
  #inputs: Column[] = [];
  #known = new Map<string, Known[]>();
  #bytes = 0;
  #run = 0;
  #leavesLists = false;
  // By the memory of columns that nobody has written into since: the numbers of their inputs.
  #inputsOfMemory = new WeakMap<ArrayBufferLike, number>();

  /**
   * Begins another run. Copies that runs before it left as they were can be given again. `leavesLists`: whether it is known that the
   * run writes into no column that it is given. Then nothing is compared that only such runs have had.
   */
  begin(leavesLists = false): void {
    this.#run++;
    this.#leavesLists = leavesLists;
    if (!leavesLists) this.#inputsOfMemory = new WeakMap();
  }

  /** Returns the series of an indicator; `compute` computes it the first time. */
  series<Made>(indicator: string, parameters: readonly unknown[], values: Column, compute: () => Made): Made {
    // Lines are made of functions.
    const isPlain = parameters.every((one) => typeof one !== "object" && typeof one !== "function");
    const input = isPlain ? this.#inputOf(values) : undefined;
    if (input === undefined) return compute();
    const key = [indicator, ...parameters.map(String)].join(" ");
    const found = this.#known.get(key)?.find((one) => one.input === input);
    if (found !== undefined) return this.#copyOf(found) as Made;
    const made = compute();
    const series = copyOf(made as Series);
    // With the copy that is lent.
    this.#bytes += 2 * bytesOf(series);
    if (this.#bytes > MOST_BYTES) this.#forget();
    else {
      const lent = eachOf(made as Series, viewOf);
      const known = { input, series, lent, lentTo: this.#run, isLeft: this.#leavesLists };
      this.#known.set(key, [...(this.#known.get(key) ?? []), known]);
    }
    return made;
  }

  // To compare takes a fraction of the time of a copy, and leaves nothing to be collected.
  #copyOf(known: Known): Series {
    const { series, lent, lentTo, isLeft } = known;
    if (lentTo === this.#run && !this.#leavesLists) return copyOf(series);
    known.lentTo = this.#run;
    known.isLeft = this.#leavesLists;
    const others = columnsOf(lent);
    if (!isLeft && !columnsOf(series).every((column, at) => areSame(column, others[at]))) known.lent = copyOf(series);
    return eachOf(known.lent, viewOf);
  }

  // The number of the list that has the same bits.
  #inputOf(values: Column): number | undefined {
    const { buffer, byteLength } = values;
    const isWhole = this.#leavesLists && byteLength === buffer.byteLength;
    const known = isWhole ? this.#inputsOfMemory.get(buffer) : undefined;
    if (known !== undefined) return known;
    const input = this.#sameInput(values);
    if (isWhole && input !== undefined) this.#inputsOfMemory.set(buffer, input);
    return input;
  }

  #sameInput(values: Column): number | undefined {
    const found = this.#inputs.findIndex((one) => areSame(one, values));
    if (found >= 0) return found;
    if (this.#inputs.length >= MOST_INPUTS) return undefined;
    return this.#inputs.push(values.slice()) - 1;
  }

  #forget(): void {
    this.#inputs = [];
    this.#known = new Map();
    this.#inputsOfMemory = new WeakMap();
    this.#bytes = 0;
  }
}

/** Whether two lists of numbers have the same bytes, so that no bit of a NaN or a zero is overlooked. */
export function areSame(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && Buffer.compare(bytesIn(one), bytesIn(other)) === 0;
}

function bytesIn({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Returns a column of the same numbers in place. What is set on the column itself is not on this one. */
export function viewOf({ buffer, byteOffset, length }: Column): Column {
  return new Column(buffer, byteOffset, length);
}

function copyOf(series: Series): Series {
  return eachOf(series, (column) => column.slice());
}

function eachOf(series: Series, make: (column: Column) => Column): Series {
  if (Column.is(series)) return make(series);
  return Object.fromEntries(Object.entries(series).map(([name, column]) => [name, make(column)]));
}

function columnsOf(series: Series): readonly Column[] {
  return Column.is(series) ? [series] : Object.values(series);
}

function bytesOf(series: Series): number {
  return columnsOf(series).reduce((sum, { byteLength }) => sum + byteLength, 0);
}
