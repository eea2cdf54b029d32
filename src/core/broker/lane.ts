import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import type { BarColumns } from "../market/bar";
import type { Market } from "../market/market";
import { type CheckedRequest, checkedRequest } from "../orders/requests/checked-request";
import { nothingCharged } from "../orders/working-order";
import { isOwn } from "../own";

/**
 * The way of most orders, shorter than through the book: a market order that works alone, and only opens a position or only
 * reduces one. It is kept as numbers until its symbol's next bar, and fills there as it would from the book, to the last
 * bit. It leaves the lane for the book as soon as somebody looks there, or if its bar does not fill all of it at once.
 */
export class Lane {
  /** Whether the terms of the session let orders take it: nothing delays, cuts or refuses a fill but the cash. */
  readonly isOpen: boolean;
  /** Whether an order is in it. */
  isTaken = false;
  /** The order's row in the ledger. */
  row = -1;
  /** The order's symbol. */
  symbolIndex = -1;
  /** 1 for a buy, -1 for a sale. */
  sign = 1;
  /** Whether the order reduces a position. */
  reduces = false;
  /** Its units. Begins as a fraction, so that V8 keeps it as a double. */
  quantity = 0.5;
  /** When it was accepted, epoch milliseconds UTC. */
  time = 0.5;
  readonly #terms: EngineTerms;
  readonly #fillsAtOpen: boolean;
  readonly #market: Market;
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;

  constructor(terms: EngineTerms, market: Market, portfolio: Portfolio, journal: Journal) {
    this.isOpen = isOpenUnder(terms);
    this.#terms = terms;
    this.#fillsAtOpen = terms.fill.price === "open";
    this.#market = market;
    this.#portfolio = portfolio;
    this.#journal = journal;
  }

  /** Takes an accepted order in. */
  take(row: number, symbolIndex: number, sign: number, quantity: number, reduces: boolean, time: number): void {
    this.isTaken = true;
    this.row = row;
    this.symbolIndex = symbolIndex;
    this.sign = sign;
    this.quantity = quantity;
    this.reduces = reduces;
    this.time = time;
  }

  /**
   * Fills the order at its symbol's bar among the rows `from` to `to` (exclusive), if there is one, and the order can use it
   * and pay for all that it asks. Returns whether it did.
   */
  fill(columns: BarColumns, from: number, to: number): boolean {
    const { symbolIndex, sign, quantity, time: createdAt } = this;
    const { symbol } = columns;
    let row = from;
    while (row < to && symbol[row] !== symbolIndex) row++;
    if (row === to) return false;
    const time = columns.time[row];
    const { interval, slippage, commission, leverage } = this.#terms;
    if (!(Math.max(time - (interval as number), this.#market.lastTime[symbolIndex]) >= createdAt)) return false;
    const unslipped = this.#fillsAtOpen ? columns.open[row] : columns.close[row];
    const market = this.#market.fillMarket(symbolIndex, sign, time);
    const price = slippage.slip(unslipped, sign > 0 ? "buy" : "sell", quantity, market);
    const charge = commission.commission(quantity, price, nothingCharged);
    const portfolio = this.#portfolio;
    const needed = quantity * Math.abs(price) + leverage * charge;
    if (!this.reduces && !(unslipped > 0 && portfolio.hasRoom(needed, leverage, symbolIndex, price))) return false;
    this.isTaken = false;
    portfolio.book(symbolIndex, sign * quantity, price, charge);
    this.#journal.orders.fill(this.row, quantity, quantity * price, price, time);
    this.#journal.filled(this.row, quantity, price, charge, Math.abs(price - unslipped) * quantity, time, undefined);
    return true;
  }

  /** Takes the order out, and returns its request as the account would have returned it. */
  leave(): CheckedRequest {
    const { row, sign, quantity } = this;
    this.isTaken = false;
    const { orders } = this.#journal;
    const tag = orders.tag(row);
    const options = tag === undefined ? undefined : { tag };
    const request = checkedRequest(orders.symbol(row), sign > 0 ? "buy" : "sell", quantity, options);
    return this.reduces ? { ...request, timeInForce: "GTC" } : request;
  }
}

function isOpenUnder(terms: EngineTerms): boolean {
  const { interval, latency, slippage, commission, behavior, volumeLimit, negativePrices } = terms;
  const isPrompt =
    interval !== undefined &&
    latency.bars === 0 &&
    latency.milliseconds === 0 &&
    latency.moreBars === undefined &&
    latency.moreMilliseconds === undefined;
  const isPlainlyPriced =
    isOwn(slippage) &&
    slippage.usesMarket !== true &&
    slippage.refusal === undefined &&
    isOwn(commission) &&
    !negativePrices &&
    volumeLimit === Infinity;
  const isLeftAlone = terms.halted === undefined && terms.risk.length === 0 && terms.actions.length === 0;
  const { exitsAreReduceOnly, exitsOutliveTheirDay, tellsFillPrices } = behavior;
  const isOfThisDay = exitsAreReduceOnly && exitsOutliveTheirDay && tellsFillPrices;
  return isPrompt && isPlainlyPriced && isLeftAlone && isOfThisDay;
}
