import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";

/** The times of the last bar of each symbol on each day, of which the days of a year are counted. */
export class LastBars {
  readonly #calendar: Calendar;
  readonly #times: number[] = [];
  readonly #places: number[] = [];
  // By the place of its symbol: the end of the day of the newest bar, and where that stands.
  readonly #ends: number[] = [];
  readonly #at: number[] = [];

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Takes later bars. */
  add({ time, symbol, length }: BarColumns): void {
    for (let row = 0; row < length; row++) {
      const place = symbol[row];
      if (time[row] > (this.#ends[place] ?? -Infinity)) {
        this.#ends[place] = this.#calendar.countedEnd(time[row]);
        this.#at[place] = this.#times.length;
        this.#places.push(place);
      }
      this.#times[this.#at[place]] = time[row];
    }
  }

  /** Whether there are bars of the symbol in a place. */
  has(place: number): boolean {
    return this.#ends[place] !== undefined;
  }

  /** Times and symbols in the order of time. */
  columns(): Pick<BarColumns, "length" | "time" | "symbol"> {
    const order = Uint32Array.from(this.#times.keys()).sort((one, other) => this.#times[one] - this.#times[other]);
    return {
      length: order.length,
      time: Float64Array.from(order, (at) => this.#times[at]),
      symbol: Uint16Array.from(order, (at) => this.#places[at]),
    };
  }
}
