import type { Cells } from "../database/connection";
import type { RecordWriter } from "../writing/pages/record";

/** One table of a session whose rows travel as objects: how one is written to a batch file, and read back. */
export interface RowKind<Item> {
  readonly table: string;
  /** Without `session_id`. */
  readonly columns: readonly string[];
  /** What the rows of a session are sorted by when they are read: no two have the same. */
  readonly key: readonly string[];
  /** Whether a row stored before under the same key is replaced, instead of an error. */
  readonly replaces: boolean;
  /** The column that is counted on from the session's stored snapshots. */
  readonly counted?: string;
  /** Appends an item's values in the order of `columns`. */
  write(record: RecordWriter, item: Item): void;
}

/** Returns the number in an id: 7 of `order-7`. */
export function numberOf(id: string): number {
  // A seventh of the time of slicing the digits out and converting them.
  let number = 0;
  let weight = 1;
  for (let place = id.length - 1; place >= 0; place--) {
    const digit = id.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) break;
    number += digit * weight;
    weight *= 10;
  }
  return number;
}

/** Returns a stored double; NULL stands for `NaN`. */
export function double(cell: Cells[string]): number {
  return cell === null ? Number.NaN : (cell as number);
}
