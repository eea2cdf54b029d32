import { expected } from "./checks";

/** Returns how many whole lots a quantity has, rounded toward zero: `floor(q / lot + 1e-9)`. */
export function lotsOf(quantity: number, lotSize: number): number {
  return floorOf(quantity / lotSize);
}

/** Returns the quantity of `lots` lots, written with the lot size's own decimals (3 lots of 0.1 are 0.3). */
export function quantityOf(lots: number, lotSize: number): number {
  if (Number.isInteger(lotSize)) return lots * lotSize;
  if (lotSize !== last.lotSize) last = decimalOf(lotSize);
  const units = lots * last.units;
  // A quotient of whole numbers is rounded as its decimals are read. Plus 0, because there are no -0 lots.
  if (Math.abs(units) < EXACT) return units / last.scale + 0;
  return Number((lots * lotSize).toFixed(last.decimals));
}

/** Returns what a split leaves nothing smaller of: a share, or a lot if that is smaller, units. */
export function shareUnit(lotSize: number): number {
  return Math.min(1, lotSize);
}

/** Returns `quantity` rounded toward zero to whole lots. */
export function roundToLots(quantity: number, lotSize: number): number {
  const lots = lotsOf(quantity, lotSize);
  // Of so many lots that no double can count them, each is less than the last bit of the quantity.
  return lots < Infinity && lots > -Infinity ? quantityOf(lots, lotSize) : quantity;
}

/** The most units of a position: two of them, one long and one short, still have a difference. */
export const mostUnits = Number.MAX_VALUE / 2;

/** Returns a quantity of at least 0 as one that a position can have: `mostUnits` stands for what none can. */
export function finiteQuantity(quantity: number): number {
  return Number.isNaN(quantity) ? mostUnits : Math.min(quantity, mostUnits);
}

/**
 * Returns a sum or difference of quantities with no more decimals than these have: 0.3 - 0.1 is 0.2. It stays as it is if
 * it is no such decimal but for its last bits.
 */
export function withDecimalsOf(result: number, one: number, other: number): number {
  if (Number.isInteger(result)) return result;
  const scale = Math.max(scaleOf(one), scaleOf(other));
  const rounded = Math.round(result * scale) / scale;
  return Math.abs(rounded - result) <= Math.max(Math.abs(one), Math.abs(other)) * 2 ** -50 ? rounded : result;
}

// The power of ten that makes a number whole. Of those without one, the largest that is sure to be exact.
function scaleOf(quantity: number): number {
  let scale = 1;
  while (scale < 1e15 && Math.round(quantity * scale) / scale !== quantity) scale *= 10;
  return scale;
}

// A share of the last bits of a double: what is left of two quantities that are equal up to these is nothing.
const NOTHING = 2 ** -48;
// The same after many operations, as with lots that were split. Only if it is less than half a lot.
const NEARLY_NOTHING = 1e-12;
// More than the rounding errors of a few operations, as a share of the largest number in them.
const LAST_BITS = 2 ** -50;

/**
 * Returns a sum of lots (0.1 + 0.2) as whole lots (0.3). Any other quantity stays as it is. `size`: the largest of the
 * quantities that were summed. Of more lots than a double can tell apart, what is left of it is 0. `widest`: the largest of
 * them again, whose last bits are the error of the sum (5 - 4.99999999); 0 for what older rules take: those of the sum.
 */
export function withoutDust(quantity: number, lotSize: number, size = 0, widest = 0): number {
  if (Number.isInteger(quantity)) return quantity;
  if (Math.abs(quantity) <= size * NOTHING) return 0;
  const lots = quantity / lotSize;
  const nearest = Math.round(lots);
  const error = Math.max(slack(lots), (widest / lotSize) * LAST_BITS);
  return Math.abs(lots - nearest) <= error ? quantityOf(nearest, lotSize) : quantity;
}

/**
 * Whether what is left of a lot (0.1 + 0.2 - 0.3) is nothing: what is nothing to the account, as `withoutDust` has it, and what
 * splits leave in the last digits of a lot. `exit`: the quantity of the fill that closed the rest. `size`: the largest quantity that
 * it was computed from. `unit`: the smallest quantity that there can be.
 */
export function isNothingLeft(left: number, exit: number, size: number, unit: number): boolean {
  return left <= exit * NOTHING || (left <= size * NEARLY_NOTHING && left < unit / 2);
}

/**
 * Returns a price that was computed from others with at most 12 significant digits, as people write them: 1.1 * 100 is 110,
 * so that a bar which just reaches 110 reaches it.
 */
export function writtenPrice(price: number): number {
  const size = Math.abs(price);
  if (!(size >= 1e-10 && size < 1e12)) return Number.isFinite(price) ? Number(price.toPrecision(DIGITS)) : price;
  const scale = powers[DIGITS - 1 - Math.floor(Math.log10(size))];
  return Math.sign(price) * (Math.round(size * scale) / scale);
}

/** Returns a product of a quantity and a ratio without the errors of its last digits (70 * 0.1 is 7). */
export function wholeQuantity(product: number): number {
  return Number.isInteger(product) ? product : Number(product.toPrecision(15));
}

// Of computed prices. Far more than prices have, and too few for the errors of a few operations.
const DIGITS = 12;
// They are exact up to 1e22.
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

// As many numbers of lots are tried one by one, because costs may fall again with the quantity.
const ONE_BY_ONE = 1000;

/**
 * Returns the most lots below `tooMany` that fit, or 0. Fewer lots than some that fit may not fit: the first 1,000 are
 * tried one by one. If more must be left out, some lots are found that fit while one more does not.
 */
export function mostLotsBelow(tooMany: number, fits: (lots: number) => boolean): number {
  let above = Math.min(tooMany, Number.MAX_VALUE);
  for (let tried = 0, step = 1; ; tried++) {
    if (tried >= ONE_BY_ONE) step *= 2;
    // Beyond 2^53 a double cannot tell one lot less.
    const lots = Math.floor(above - Math.max(step, above * 2 ** -52));
    if (!(lots >= 1)) return mostLotsBetween(0, above, fits);
    if (fits(lots)) return mostLotsBetween(lots, above, fits);
    above = lots;
  }
}

/** Returns by bisection, from some lots that fit and some that are too many, lots that fit while one more does not. */
export function mostLotsBetween(fitting: number, tooMany: number, fits: (lots: number) => boolean): number {
  let most = fitting;
  let above = Math.min(tooMany, Number.MAX_VALUE);
  while (above - most > 1) {
    // Halved first, so that the sum stays finite.
    const lots = Math.floor(most / 2 + above / 2);
    // Beyond 2^53 a double cannot tell one lot from the next.
    if (lots === most || lots === above) break;
    if (fits(lots)) most = lots;
    else above = lots;
  }
  return most;
}

/** Returns `price` moved down (or up) to a whole number of ticks. Without a tick size it is unchanged. */
export function roundToTick(price: number, tickSize: number, direction: "down" | "up"): number {
  if (tickSize === 0) return price;
  const ticks = price / tickSize;
  if (Math.abs(ticks) === Infinity) return price;
  return quantityOf(direction === "down" ? floorOf(ticks) : -floorOf(-ticks), tickSize);
}

/** Returns a function of the symbol for a size given as one number or by symbol. Throws INVALID_OPTION. */
export function sizeBySymbol(
  option: string,
  size: number | Readonly<Record<string, number>> | undefined,
  otherwise: number,
): (symbol: string) => number {
  const isBySymbol = typeof size === "object" && size !== null;
  const values = isBySymbol ? Object.entries(size) : size === undefined ? [] : [["", size] as const];
  for (const [symbol, value] of values) {
    if (!(typeof value === "number" && value > 0 && value < Infinity))
      throw expected(isBySymbol ? `${option} of ${symbol}` : option, "a positive number", value);
  }
  if (typeof size === "object" && size !== null)
    return (symbol) => (Object.hasOwn(size, symbol) ? size[symbol] : otherwise);
  const one = typeof size === "number" ? size : otherwise;
  return () => one;
}

function floorOf(count: number): number {
  const nearest = Math.round(count);
  return nearest - count <= slack(count) ? nearest : Math.floor(count);
}

// Beyond some millions of lots, the last bits of a double are worth more than 1e-9.
function slack(count: number): number {
  return Math.max(1e-9, Math.abs(count) * LAST_BITS);
}

/** A lot size as a whole number of units, of which `scale` are 1. */
interface Decimal {
  readonly lotSize: number;
  readonly decimals: number;
  /** `NaN` if the lot size is no such number. */
  readonly units: number;
  readonly scale: number;
}

// Up to here, the rounding errors of a product are less than half a unit.
const EXACT = 2 ** 50;
// Powers of ten are exact up to here.
const MOST_DECIMALS = 22;

// Reading decimals off a text takes long, and there are few lot sizes.
const decimalsByLotSize = new Map<number, Decimal>();
let last: Decimal = { lotSize: 1, decimals: 0, units: 1, scale: 1 };

function decimalOf(lotSize: number): Decimal {
  const known = decimalsByLotSize.get(lotSize);
  if (known !== undefined) return known;
  const decimals = decimalsOf(lotSize);
  const scale = Number(`1e${decimals}`);
  const units = Math.round(lotSize * scale);
  const isExact = decimals <= MOST_DECIMALS && units < EXACT && units / scale === lotSize;
  const found = { lotSize, decimals, units: isExact ? units : Number.NaN, scale };
  decimalsByLotSize.set(lotSize, found);
  return found;
}

function decimalsOf(size: number): number {
  const [digits, exponent = "0"] = String(size).split("e");
  const after = digits.split(".")[1]?.length ?? 0;
  return Math.min(100, Math.max(0, after - Number(exponent)));
}

// A little more than half the distance between two neighboring doubles, as a share of the smaller one: added to a double,
// it always rounds to the next one.
const HALF_STEP = 2 ** -53 * (1 + 2 ** -52);
// Smaller numbers have neighbors that are farther away.
const SMALLEST = 2 ** -960;

/** Returns the smallest double above a positive price; of one at or below zero, or of nearly nothing, the price itself. */
export function nextAbove(price: number): number {
  return price > SMALLEST ? price + price * HALF_STEP : price;
}

/** Returns the largest double below a positive price; of one at or below zero, or of nearly nothing, the price itself. */
export function nextBelow(price: number): number {
  return price > SMALLEST ? price - price * HALF_STEP : price;
}
