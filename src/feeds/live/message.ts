import { shown } from "../../core/checks";

/** A bar as a live source sends it. Without a symbol it is that of the feed's only one. */
export interface LiveBar {
  /** When it is known: its end. Epoch milliseconds, a Date, or ISO text with a zone. */
  readonly time: number | string | Date;
  readonly symbol?: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Default 0. */
  readonly volume?: number;
}

/** A trade as a live source sends it. */
export interface LiveTick {
  /** Epoch milliseconds, a Date, or ISO text with a zone. */
  readonly time: number | string | Date;
  readonly symbol?: string;
  readonly price: number;
  /** Default 0. */
  readonly size?: number;
}

/** A message that a source could not read. The feed reports it and goes on. */
export class Unreadable {
  constructor(
    readonly message: unknown,
    readonly why: string,
  ) {}
}

/** Says that a source lost its connection, or the like, and bars may be missing before the next one. */
export class Interruption {
  constructor(readonly why: string) {}
}

/** A message as numbers. */
export interface Row {
  /** Absent if the message names none. */
  readonly symbol: string | undefined;
  readonly isTick: boolean;
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

// Milliseconds that clocks may differ. A time in microseconds is far beyond.
const AHEAD = 86_400_000;
// A time in seconds is far before.
const EARLIEST = Date.UTC(1973, 0, 1);

/**
 * Returns what a message says, or what is wrong with it. `now`: epoch milliseconds. `allowsNegative`: whether prices may be
 * at or below zero.
 */
export function readMessage(message: unknown, now: number, allowsNegative = false): Row | string {
  if (typeof message !== "object" || message === null) return "expected a bar or a trade";
  const one = message as Readonly<Record<string, unknown>>;
  const time = timeOf(one.time);
  if (time === undefined) return "expected time to be epoch milliseconds, a Date, or ISO text with a zone";
  if (time < EARLIEST || time > now + AHEAD)
    return `expected time to be epoch milliseconds from 1973 to tomorrow, was ${shown(one.time)}`;
  if (one.symbol !== undefined && typeof one.symbol !== "string")
    return `expected symbol to be text, was ${shown(one.symbol)}`;
  const isTick = "price" in one;
  const row = { symbol: one.symbol, isTick, time, ...(isTick ? pricesOfTick(one) : pricesOfBar(one)) };
  takeRounding(row);
  return problemOf(row, allowsNegative) ?? row;
}

/** Writes a message so that it can be recognized, cut if it is long. */
export function messageText(message: unknown): string {
  let text: string | undefined;
  try {
    text = typeof message === "string" ? message : JSON.stringify(message);
  } catch {
    // What JSON cannot write is written as errors write it.
  }
  text ??= shown(message);
  return text.length <= 200 ? text : `${text.slice(0, 197)}...`;
}

type Prices = Pick<Row, "open" | "high" | "low" | "close" | "volume">;

function pricesOfTick({ price, size = 0 }: Readonly<Record<string, unknown>>): Prices {
  const at = numberOf(price);
  return { open: at, high: at, low: at, close: at, volume: numberOf(size) };
}

function pricesOfBar({ open, high, low, close, volume = 0 }: Readonly<Record<string, unknown>>): Prices {
  const [first, most, least, last] = [open, high, low, close].map(numberOf);
  return { open: first, high: most, low: least, close: last, volume: numberOf(volume) };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function problemOf({ open, high, low, close, volume, isTick }: Row, allowsNegative: boolean): string | undefined {
  if (!(volume >= 0 && volume < Infinity)) return `expected ${isTick ? "size" : "volume"} to be a number of at least 0`;
  const prices = isTick ? "price" : "open, high, low and close";
  if (![open, high, low, close].every((price) => (price > 0 || allowsNegative) && Math.abs(price) < Infinity))
    return `expected ${prices} to be ${allowsNegative ? "finite" : "positive"} numbers${cureOf([open, high, low, close])}`;
  if (high < low) return `expected high to be at least low, was ${high} under ${low}`;
  if (high < Math.max(open, close) || low > Math.min(open, close))
    return "expected open and close to lie between low and high";
  return undefined;
}

// Numbers that only the option lets through.
function cureOf(prices: readonly number[]): string {
  const isNegative = prices.every(Number.isFinite) && prices.some((price) => price <= 0);
  return isNegative ? ", or allowNegativePrices: true" : "";
}

// How far a high or low may be off by the last digits of sums and products, as a fraction.
const ROUNDING = 1e-12;

function takeRounding(row: Row): void {
  const [top, bottom] = [Math.max(row.open, row.close), Math.min(row.open, row.close)];
  if (row.high < top && row.high * (1 + Math.sign(row.high) * ROUNDING) >= top) row.high = top;
  if (row.low > bottom && row.low * (1 - Math.sign(row.low) * ROUNDING) <= bottom) row.low = bottom;
}

// Text without a zone would mean another instant on another machine.
const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/;

function timeOf(time: unknown): number | undefined {
  const isDate = Object.prototype.toString.call(time) === "[object Date]";
  if (isDate) return finite((time as Date).getTime());
  if (typeof time === "string") return zoned.test(time) ? finite(Date.parse(time)) : undefined;
  return typeof time === "number" ? finite(time) : undefined;
}

function finite(time: number): number | undefined {
  return Number.isFinite(time) ? time : undefined;
}
