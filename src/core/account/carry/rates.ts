import { checkKeys, expected } from "../../checks";
import { isFields } from "../../plain-data";

/**
 * What short positions pay a year, as a fraction of their market value: one number, one by symbol (the others pay
 * nothing), or a function of the time at which a day ends, epoch milliseconds UTC, and the symbol.
 */
export type BorrowRate = number | Readonly<Record<string, number>> | ((time: number, symbol: string) => number);

/** How much equity positions require, as fractions of their market value. */
export interface MaintenanceMargin {
  readonly long: number;
  readonly short: number;
}

/** The maintenance margin of a session with leverage or shorting that does not say otherwise. */
export const usualMaintenance: MaintenanceMargin = { long: 0.25, short: 0.3 };

/** How many days a year of interest has. */
export type DayCount = 365 | 360;

/** What money costs and earns overnight. Rates are yearly fractions. */
export interface CarryTerms {
  readonly borrowRate: BorrowRate;
  readonly cashRate: number;
  readonly marginRate: number;
  readonly dayCount: DayCount;
}

/** Returns the terms, or `undefined` if they move no cash. */
export function carryOf(terms: CarryTerms): CarryTerms | undefined {
  return terms.borrowRate === 0 && terms.cashRate === 0 && terms.marginRate === 0 ? undefined : terms;
}

/**
 * Returns the maintenance margin of a session: what it was `given`, with the usual one for what is not said, or the usual
 * one if it `borrows`, that is, has leverage or sells short. `undefined` if nothing is required.
 */
export function maintenanceOf(
  given: number | Partial<MaintenanceMargin> | undefined,
  borrows: boolean,
): MaintenanceMargin | undefined {
  if (given === undefined) return borrows ? usualMaintenance : undefined;
  return typeof given === "number" ? { long: given, short: given } : { ...usualMaintenance, ...given };
}

// A rate of 4 is 400 % a year. Somebody meant 0.04.
const isYearly = (value: unknown): value is number => typeof value === "number" && value > -1 && value <= 1;
const yearly = "a yearly fraction above -1, at most 1, such as 0.04 for 4 %";
// Some shares cost several times their price to borrow.
const MOST_BORROW = 10;
const isBorrow = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= MOST_BORROW;
const borrow = `a yearly fraction from 0 to ${MOST_BORROW}, such as 0.03 for 3 %`;

/** Returns a rate of interest. Throws INVALID_OPTION. */
export function checkedRate(option: string, value: unknown): number {
  if (isYearly(value)) return value;
  throw expected(option, yearly, value);
}

/** Returns a borrow rate, or what a function of one answered. `name`: what the message calls it. Throws INVALID_OPTION. */
export function checkedBorrow(name: string, value: unknown): number {
  if (isBorrow(value)) return value;
  throw expected(name, borrow, value);
}

/** Returns the symbols that a borrow rate names. Throws INVALID_OPTION unless it is a number, numbers by symbol, or a function. */
export function symbolsOfBorrow(value: unknown): readonly string[] {
  if (typeof value === "function") return [];
  if (!isFields(value)) {
    const wanted = `${borrow}, one by symbol, or a function of the time and symbol`;
    if (!isBorrow(value)) throw expected("borrowRate", wanted, value);
    return [];
  }
  for (const [symbol, rate] of Object.entries(value)) checkedBorrow(`borrowRate.${symbol}`, rate);
  return Object.keys(value);
}

/** Throws INVALID_OPTION or UNKNOWN_OPTION unless `value` is a fraction, or one for long and one for short positions. */
export function checkMaintenance(value: unknown): void {
  const check = (name: string, part: unknown) => {
    if (!(typeof part === "number" && part >= 0 && part < 1))
      throw expected(name, "a fraction of the market value, from 0 to below 1, such as 0.25", part);
  };
  if (!isFields(value)) {
    check("maintenanceMargin", value);
    return;
  }
  checkKeys("maintenanceMargin", value, ["long", "short"]);
  const { long, short } = value;
  if (long !== undefined) check("maintenanceMargin.long", long);
  if (short !== undefined) check("maintenanceMargin.short", short);
}
