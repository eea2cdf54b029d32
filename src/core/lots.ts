import { expected } from "./checks";

/** Returns how many whole lots a quantity has, rounded toward zero: `floor(q / lot + 1e-9)`. */
export function lotsOf(quantity: number, lotSize: number): number {
  return floorOf(quantity / lotSize);
}

/** Returns the quantity of `lots` lots, written with the lot size's own decimals (3 lots of 0.1 are 0.3). */
export function quantityOf(lots: number, lotSize: number): number {
  if (Number.isInteger(lotSize)) return lots * lotSize;
  return Number((lots * lotSize).toFixed(decimalsOf(lotSize)));
}

/** Returns `quantity` rounded toward zero to whole lots. */
export function roundToLots(quantity: number, lotSize: number): number {
  return quantityOf(lotsOf(quantity, lotSize), lotSize);
}

/** Returns a sum of lots (0.1 + 0.2) as whole lots (0.3). Any other quantity stays as it is. */
export function withoutDust(quantity: number, lotSize: number): number {
  if (Number.isInteger(quantity)) return quantity;
  const lots = quantity / lotSize;
  const nearest = Math.round(lots);
  return Math.abs(lots - nearest) <= slack(lots) ? quantityOf(nearest, lotSize) : quantity;
}

/** Returns `price` moved down (or up) to a whole number of ticks. Without a tick size it is unchanged. */
export function roundToTick(price: number, tickSize: number, direction: "down" | "up"): number {
  if (tickSize === 0) return price;
  const ticks = price / tickSize;
  return quantityOf(direction === "down" ? floorOf(ticks) : -floorOf(-ticks), tickSize);
}

/** Returns a function of the symbol for a size given as one number or by symbol. Throws INVALID_OPTION. */
export function sizeBySymbol(
  option: string,
  size: number | Readonly<Record<string, number>> | undefined,
  otherwise: number,
): (symbol: string) => number {
  const values = typeof size === "object" && size !== null ? Object.values(size) : size === undefined ? [] : [size];
  for (const value of values) {
    if (!(typeof value === "number" && value > 0 && value < Infinity))
      throw expected(option, "a positive number", value);
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
  return Math.max(1e-9, Math.abs(count) * 2 ** -50);
}

function decimalsOf(size: number): number {
  const [digits, exponent = "0"] = String(size).split("e");
  const after = digits.split(".")[1]?.length ?? 0;
  return Math.min(100, Math.max(0, after - Number(exponent)));
}
