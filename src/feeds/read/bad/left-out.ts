import { mostListed } from "../../source/skipped";
import type { LeftOut } from "../../source/source";

/** Most rows that a message tells of. */
const mostTold = 5;

/** The rows that were left out while a source was read. */
export class LeftOutRows {
  /** How many there are. */
  count = 0;
  // Bars before the row, and the message for it.
  readonly #rows: { readonly at: number; readonly row: LeftOut; readonly message: string }[] = [];

  /** `at`: how many bars were read before the row; `message`: what an error would have said. */
  add(at: number, row: string, reason: string, message = `${row}: ${reason}`): void {
    this.count++;
    if (this.#rows.length < mostListed) this.#rows.push({ at, row: { row, reason }, message });
  }

  /** The message for the first one in the source. */
  get first(): string | undefined {
    return this.#sorted()[0]?.message;
  }

  /** Says that all rows are bad, with the messages of the first few. */
  get summary(): string | undefined {
    if (this.count === 0) return undefined;
    const told = this.#sorted().slice(0, mostTold);
    const more = this.count > told.length ? `, the first ${told.length} of ${this.count}` : "";
    return `all its rows are bad${more}: ${told.map(({ message }) => message).join("; ")}`;
  }

  /** The first ones, in the order of the source. */
  get list(): readonly LeftOut[] {
    return this.#sorted().map(({ row }) => row);
  }

  /** What `rewind` goes back to. */
  mark(): { readonly count: number; readonly listed: number } {
    return { count: this.count, listed: this.#rows.length };
  }

  /** Forgets the rows since a mark. */
  rewind({ count, listed }: ReturnType<LeftOutRows["mark"]>): void {
    this.count = count;
    this.#rows.length = listed;
  }

  #sorted() {
    return [...this.#rows].sort((one, other) => one.at - other.at);
  }
}
