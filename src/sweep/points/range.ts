import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";

/** Most values of one range. */
const MOST_VALUES = 1_000_000;
// A step may fall short of the end by so much of itself and still reach it.
const DUST = 1e-9;

/**
 * Returns the numbers from `from` to `to` in steps, both ends included: `range(5, 14)`, `range(0.1, 0.5, 0.1)`. Each is the
 * decimal number that was meant, without dust in its last bits. If no step ends at `to`, the last number is the one before
 * it. Throws INVALID_OPTION.
 */
export function range(from: number, to: number, step = 1): number[] {
  for (const [name, value] of Object.entries({ from, to, step }))
    if (!Number.isFinite(value)) throw expected(`${name} of range`, "a finite number", value);
  if (step === 0 || (to - from) / step < 0) {
    const wanted =
      from === to ? "another number than 0" : to > from ? "above 0" : `below 0, because ${to} is below ${from}`;
    throw expected("step of range", wanted, step);
  }
  const steps = Math.floor((to - from) / step + DUST);
  if (steps >= MOST_VALUES) {
    const message = `Expected a range of at most ${MOST_VALUES.toLocaleString("en-US")} numbers, but from ${from} to ${to} by ${step} there are more. Take a larger step`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  const digits = Math.max(decimals(from), decimals(step));
  // toFixed has no more than 100 digits, and does not write numbers from 1e21 on as decimals.
  const isDecimal = digits <= 100 && Math.max(Math.abs(from), Math.abs(to)) < 1e21;
  return Array.from({ length: steps + 1 }, (_, at) => {
    const value = from + at * step;
    return isDecimal ? Number(value.toFixed(digits)) + 0 : value;
  });
}

/** How many digits a number has behind the point, as it is written. */
function decimals(value: number): number {
  const [digits, exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}
