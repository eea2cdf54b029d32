import { shown } from "../../core/checks";
import type { Bar } from "../../core/market/bar";
import type { BarCollector } from "../bars/collector";
import type { Intake, TimeMode } from "./intake";
import { type CellRole, placeOfName, priceRoles, type RowNumbers, type TableRows } from "./rows";
import { readStampOf, type Stamp } from "./stamp";

/** A bar as people write it: `time` may also be a Date or ISO text, `volume` may be left out. */
export interface BarInput extends Omit<Partial<Bar>, "time"> {
  readonly time: number | string | Date;
}

/** How an array of bars is read. */
export interface ArrayOptions {
  /** The symbol of bars that name none. */
  readonly symbol: string | undefined;
  readonly modes: readonly TimeMode[];
}

/**
 * Reads an array of bars into an intake. Throws what the intake throws for bad rows.
 */
export function readBars(bars: readonly BarInput[], intake: Intake, { symbol, modes }: ArrayOptions): void {
  intake.bars.reserve(bars.length);
  intake.readTable(modes, (take) => take(new BarTable(bars, symbol)));
}

/** An array of bars as the rows of a table. */
class BarTable implements TableRows {
  readonly timeForms = "epoch milliseconds, a Date or an ISO text";
  readonly tick = false;
  readonly #bars: readonly BarInput[];
  readonly #symbol: string | undefined;
  #index = -1;

  constructor(bars: readonly BarInput[], symbol: string | undefined) {
    this.#bars = bars;
    this.#symbol = symbol;
  }

  get where(): string {
    return `bars[${this.#index}]`;
  }

  next(): boolean {
    return ++this.#index < this.#bars.length;
  }

  fault(): string | undefined {
    const bar: unknown = this.#bars[this.#index];
    return typeof bar === "object" && bar !== null ? undefined : `Expected a bar, was ${shown(bar)}`;
  }

  placeOfSymbol(bars: BarCollector): number {
    return placeOfName(bars, this.cell("symbol"));
  }

  readTime(stamp: Stamp): boolean {
    const { time } = this.#bars[this.#index];
    if (typeof time !== "number") return readStampOf(time, stamp);
    stamp.wall = time;
    stamp.offset = 0;
    stamp.clock = true;
    return Number.isFinite(time);
  }

  readNumbers(numbers: RowNumbers): void {
    const bar = this.#bars[this.#index];
    for (const role of priceRoles) numbers[role] = numberOf(bar[role]);
    numbers.volume = bar.volume === undefined ? 0 : numberOf(bar.volume);
  }

  cell(role: CellRole): unknown {
    const value = this.#bars[this.#index][role];
    return role === "symbol" ? (value ?? this.#symbol) : value;
  }
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}
