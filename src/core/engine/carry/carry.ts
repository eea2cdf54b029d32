import { borrowOver } from "../../account/carry/borrow-costs";
import type { CarryTerms } from "../../account/carry/rates";
import type { Portfolio } from "../../account/portfolio";
import { dateOf } from "../../days";
import type { CashKind } from "../../journal/cash-entry";
import type { Journal } from "../../journal/journal";
import type { Calendar } from "../../market/calendar";

/**
 * What money costs and earns from one day to the next, at the first step of each new day, for every calendar day that has
 * passed: short positions pay for what they borrow, on the size of their market value at the last close. Free cash, that is the cash
 * less what it would take to buy the short positions back, earns interest if it is positive and pays it if it is
 * negative. amount = value × rate × days / 365 (or 360). docs/cash.md.
 */
export class Carry {
  /** `pass` must be called before a step that is later than this. */
  due = Number.NEGATIVE_INFINITY;
  readonly #terms: CarryTerms;
  readonly #calendar: Calendar;
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;
  // Of the last step.
  #day = Number.NaN;

  constructor(terms: CarryTerms, calendar: Calendar, portfolio: Portfolio, journal: Journal) {
    this.#terms = terms;
    this.#calendar = calendar;
    this.#portfolio = portfolio;
    this.#journal = journal;
  }

  /** Moves the cash for the days before that of a step. Before the first step nothing was held overnight. */
  pass(time: number): void {
    const before = this.#day;
    const day = this.#calendar.dayOf(time);
    this.#day = day;
    this.due = this.#calendar.dayEnd(time);
    if (day > before) this.#accrue(time, before, day);
  }

  #accrue(time: number, from: number, to: number): void {
    const { cashRate, marginRate, dayCount } = this.#terms;
    const range = `${dateOf(from)} to ${dateOf(to)}`;
    // All of it is what stood at the last close, whatever is paid first.
    const free = this.#freeCash();
    this.#payBorrow(time, from, to, `borrow of ${range}`);
    const rate = free > 0 ? cashRate : marginRate;
    const amount = (free * rate * (to - from)) / dayCount;
    if (free > 0) this.#move(time, "interest", amount, `interest of ${range}`);
    else this.#move(time, "marginInterest", amount, `margin interest of ${range}`);
  }

  #freeCash(): number {
    const { cash, held, quantity, price } = this.#portfolio;
    let free = cash;
    for (const index of held) if (quantity[index] < 0) free -= Math.abs(quantity[index] * price[index]);
    return free;
  }

  #payBorrow(time: number, from: number, to: number, cause: string): void {
    const { borrowRate, dayCount } = this.#terms;
    if (borrowRate === 0) return;
    const { held, quantity, price, symbols } = this.#portfolio;
    for (const index of held) {
      if (quantity[index] > 0) continue;
      const symbol = symbols[index];
      const rates = borrowOver(borrowRate, symbol, from, to, this.#calendar);
      this.#move(time, "borrow", (-Math.abs(quantity[index] * price[index]) * rates) / dayCount, cause, symbol);
    }
  }

  #move(time: number, kind: CashKind, amount: number, cause: string, symbol?: string): void {
    if (amount === 0) return;
    this.#portfolio.bookCash(amount);
    this.#journal.cashMoved(time, { kind, amount, symbol, cause });
  }
}
