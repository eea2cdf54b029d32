import type { Portfolio } from "../../account/portfolio";
import type { EngineTerms } from "../../account/terms";
import type { PaperBroker } from "../../broker/paper-broker";
import { dayOfDate } from "../../days";
import type { CashKind } from "../../journal/cash-entry";
import type { Journal } from "../../journal/journal";
import type { BarColumns } from "../../market/bar";
import { type AppliedAction, actionTypes, type CorporateAction } from "../../market/corporate-action";
import type { Market } from "../../market/market";

/** Told of each action that was applied. */
export type ActionListener = (symbolIndex: number, action: AppliedAction) => void;

/** The actions of one symbol that have not come yet. */
interface Pending {
  readonly symbolIndex: number;
  /** By day; on one day splits come before dividends, and a delisting last. */
  readonly actions: readonly { readonly day: number; readonly action: CorporateAction }[];
  next: number;
}

/**
 * Applies corporate actions before matching: splits and dividends at the first bar of their symbol whose day is the ex-date or
 * later, a delisting at the first step of that day or later, because its symbol has no bars any more. docs/actions.md.
 */
export class CorporateActions {
  /** `pass` must be called before a step that is later than this. */
  due = Number.POSITIVE_INFINITY;
  readonly #terms: EngineTerms;
  readonly #market: Market;
  readonly #portfolio: Portfolio;
  readonly #broker: PaperBroker;
  readonly #journal: Journal;
  readonly #listener: ActionListener | undefined;
  readonly #pending: readonly (Pending | undefined)[];

  constructor(
    terms: EngineTerms,
    market: Market,
    portfolio: Portfolio,
    broker: PaperBroker,
    journal: Journal,
    listener: ActionListener | undefined,
  ) {
    this.#terms = terms;
    this.#market = market;
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#journal = journal;
    this.#listener = listener;
    this.#pending = terms.symbols.map((symbol, symbolIndex) => pendingOf(terms.actions, symbol, symbolIndex));
    this.#findDue();
  }

  /** Applies what is due at the step that begins in a row, before its orders are matched. */
  pass(columns: BarColumns, from: number): void {
    const { time, symbol, open } = columns;
    const now = time[from];
    const day = this.#terms.calendar.dayOf(now);
    let isApplied = false;
    for (let row = from; row < columns.length && time[row] === now; row++) {
      const pending = this.#pending[symbol[row]];
      if (pending !== undefined && this.#applyDue(pending, day, now, open[row])) isApplied = true;
    }
    for (const pending of this.#pending)
      if (pending !== undefined && isDelisted(pending, day) && this.#applyDue(pending, day, now)) isApplied = true;
    if (isApplied) this.#findDue();
  }

  #findDue(): void {
    this.due = Number.POSITIVE_INFINITY;
    for (const pending of this.#pending) {
      const next = pending?.actions[pending.next];
      if (next !== undefined) this.due = Math.min(this.due, this.#terms.calendar.startOf(next.day));
    }
  }

  // Applies what is due of a symbol, and returns whether anything was. `firstPrice`: the open of its bar, if it has one.
  #applyDue(pending: Pending, day: number, time: number, firstPrice?: number): boolean {
    const { actions, symbolIndex, next } = pending;
    // Before its first bar nothing can be held, nor asked for.
    const isKnown = this.#market.lastTime[symbolIndex] > Number.NEGATIVE_INFINITY;
    for (; pending.next < actions.length && actions[pending.next].day <= day; pending.next++)
      if (isKnown) this.#apply(actions[pending.next].action, symbolIndex, time, firstPrice);
    return pending.next > next;
  }

  #apply(action: CorporateAction, symbolIndex: number, time: number, firstPrice: number | undefined): void {
    const closeBefore = this.#market.price[symbolIndex];
    const quantity = this.#portfolio.quantity[symbolIndex];
    const { kind, amount, cause } = this.#change(action, symbolIndex, quantity, firstPrice);
    const applied: AppliedAction = {
      ...action,
      time,
      quantity,
      quantityAfter: this.#portfolio.quantity[symbolIndex],
      amount,
      closeBefore,
      ...(firstPrice !== undefined && { firstPrice }),
    };
    this.#journal.acted(applied);
    if (amount !== 0) {
      this.#portfolio.bookCash(amount);
      this.#journal.cashMoved(time, { kind, amount, symbol: action.symbol, cause });
    }
    this.#changeOrders(action, symbolIndex, time);
    this.#listener?.(symbolIndex, applied);
  }

  // Changes the position and the market. Returns what it moves in cash, and why.
  #change(
    { type, value, ex_date }: CorporateAction,
    symbolIndex: number,
    quantity: number,
    firstPrice: number | undefined,
  ): { kind: CashKind; amount: number; cause: string } {
    if (type === "dividend") {
      const cause = `dividend of ${ex_date}: ${quantity} at ${value}`;
      return { kind: "dividend", amount: quantity * value, cause };
    }
    if (type === "delisting") {
      const taken = this.#portfolio.takeOut(symbolIndex);
      this.#market.delist(symbolIndex);
      return { kind: "delisting", amount: taken * value, cause: `delisting of ${ex_date}: ${taken} at ${value}` };
    }
    const fraction = this.#portfolio.split(symbolIndex, value);
    this.#market.split(symbolIndex, value);
    const price = firstPrice ?? this.#market.price[symbolIndex];
    const cause = `fraction of the split of ${ex_date}: ${fraction} at ${price}`;
    // After a delisting there is no price.
    return { kind: "fraction", amount: fraction === 0 ? 0 : fraction * price, cause };
  }

  #changeOrders({ type, value }: CorporateAction, symbolIndex: number, time: number): void {
    const { actions } = this.#broker;
    if (type === "split") actions.split(symbolIndex, value, time);
    else if (type === "dividend") actions.payDividend(symbolIndex, value, time);
    else actions.cancel(symbolIndex, time, "DELISTED");
  }
}

function pendingOf(all: readonly CorporateAction[], symbol: string, symbolIndex: number): Pending | undefined {
  const own = all.filter((action) => action.symbol === symbol);
  if (own.length === 0) return undefined;
  const actions = own.map((action) => ({ day: dayOfDate(action.ex_date), action }));
  const rank = ({ type }: CorporateAction) => actionTypes.indexOf(type);
  actions.sort((one, other) => one.day - other.day || rank(one.action) - rank(other.action));
  return { symbolIndex, actions, next: 0 };
}

// Whether a delisting is due. What was due before it is applied with it.
function isDelisted({ actions, next }: Pending, day: number): boolean {
  for (let at = next; at < actions.length && actions[at].day <= day; at++)
    if (actions[at].action.type === "delisting") return true;
  return false;
}
