import { shown } from "../../core/checks";
import type { Bar } from "../../core/market/bar";
import { PaperLabError } from "../../errors";
import type { BarCollector } from "../bars/collector";
import { priceRoles } from "../text/header";
import { epochUnitOf, newStamp, readStampOf, type Stamp } from "../text/stamp";
import type { Intake, TimeMode } from "./intake";
import { type CellRole, placeOfName, type RowNumbers, type TableRows } from "./rows";

/** A bar as people write it: `time` may also be a Date or ISO text, `volume` may be left out. */
export interface BarInput extends Omit<Partial<Bar>, "time"> {
  readonly time: number | string | Date;
}

/** A bar as the interfaces of vendors write it: `t` is its start, a time or an epoch number of any unit, `S` its symbol. */
export interface ShortBar {
  readonly t: number | string | Date;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v?: number;
  readonly S?: string;
}

/** Returns whether a bar has the short names. */
export function isShort(bar: unknown): bar is ShortBar {
  return typeof bar === "object" && bar !== null && "t" in bar && "o" in bar && !("time" in bar);
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
export function readBars(
  bars: readonly (BarInput | ShortBar)[],
  intake: Intake,
  { symbol, modes }: ArrayOptions,
): void {
  if (!isShort(bars[0])) checkUnit(bars);
  const long = isShort(bars[0]) ? longBars(bars) : (bars as readonly BarInput[]);
  intake.bars.reserve(bars.length);
  intake.readTable(modes, (take) => take(new BarTable(long, symbol)));
}

const [earliest, latest] = [1e8, 4.2e9];
const year2200 = Date.UTC(2200, 0);

/**
 * Throws INVALID_DATA where the first times are numbers of another unit than milliseconds: of seconds, from 1973 to 2103,
 * that are no whole seconds if they are taken for milliseconds of 1970; or beyond the year 2200.
 */
function checkUnit(bars: readonly unknown[]): void {
  const times = bars.slice(0, 50).map((bar) => (bar as BarInput | undefined)?.time);
  const numbers = times.filter((time) => typeof time === "number" && Number.isFinite(time)) as number[];
  if (numbers.length === 0) return;
  const areSeconds = numbers.every((time) => time >= earliest && time <= latest && Number.isInteger(time));
  const large = numbers.find((time) => time > year2200);
  if (large === undefined && !(areSeconds && numbers.some((time) => time % 1000 !== 0))) return;
  const time = large ?? numbers[0];
  const unit = large === undefined ? "seconds: multiply them by 1000" : largeUnit(large);
  const text = `bars[${times.indexOf(time)}]: Expected time to be epoch milliseconds, was ${time}, which looks like ${unit}`;
  throw new PaperLabError("INVALID_DATA", text);
}

function largeUnit(time: number): string {
  return time < 1e17 ? "microseconds: divide them by 1000" : "nanoseconds: divide them by 1,000,000";
}

/** Bars of short names with long ones; epoch numbers in milliseconds, whose unit is that of the first bars. */
function longBars(bars: readonly unknown[]): BarInput[] {
  const first = bars.slice(0, 50).map((bar) => (isShort(bar) ? String(bar.t) : ""));
  const epoch = epochUnitOf(first);
  const stamp = newStamp();
  return bars.map((bar) => {
    if (!isShort(bar)) return bar as BarInput;
    const { t, o: open, h: high, l: low, c: close, v: volume, S: symbol } = bar;
    const time = typeof t !== "number" ? t : readStampOf(t, stamp, { epoch }) ? stamp.wall : Number.NaN;
    return { time, open, high, low, close, volume, symbol };
  });
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
