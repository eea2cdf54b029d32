import { PaperLabError } from "../../errors";
import { expected } from "../checks";
import { NumberColumn } from "../columns";

/** One recorded line: times in epoch milliseconds UTC, and as many values. */
export interface RecordLine {
  readonly name: string;
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** A recorded line as it grows. */
export interface RecordColumn {
  readonly name: string;
  readonly time: NumberColumn;
  readonly value: NumberColumn;
}

// Names of the columns that every table of records has.
const taken = ["time", "date"];

/** Keeps what a strategy records: one column per name, in the order in which names first appear. */
export class Recorder {
  /** The columns, in the order in which their names first appeared. */
  readonly columns: RecordColumn[] = [];
  readonly #byName = new Map<string, RecordColumn>();

  /**
   * Records numbers at one time. If a name comes twice at one time, the later number counts. Throws INVALID_OPTION for
   * a value that is not a number, and for the names `time` and `date`.
   */
  record(time: number, values: Readonly<Record<string, number | undefined | null>>): void {
    if (typeof values !== "object" || values === null) throw expected("values of record", "numbers by name", values);
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (value === undefined || value === null) continue;
      if (typeof value !== "number") throw expected(`record "${name}"`, "a number", value);
      this.#append(name, time, value);
    }
  }

  #append(name: string, time: number, value: number): void {
    const column = this.#byName.get(name) ?? this.#add(name);
    const last = column.time.length - 1;
    if (last >= 0 && column.time.values[last] === time) {
      column.value.values[last] = value;
      return;
    }
    column.time.push(time);
    column.value.push(value);
  }

  #add(name: string): RecordColumn {
    if (taken.includes(name)) {
      const message = `Expected record "${name}" to have another name: records() already has a column of that name`;
      throw new PaperLabError("INVALID_OPTION", message);
    }
    const column = { name, time: new NumberColumn(), value: new NumberColumn() };
    this.#byName.set(name, column);
    this.columns.push(column);
    return column;
  }
}
