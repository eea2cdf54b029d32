import type { DoubtCode } from "./fill";
import type { OrderType, Side, TimeInForce } from "./order";

/** What an order is asked to be, every default filled in. */
export interface OrderTerms {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: OrderType;
  readonly limitPrice: number | undefined;
  readonly stopPrice: number | undefined;
  readonly timeInForce: TimeInForce;
  readonly tag: string | undefined;
}

/** An accepted order while it works, and what the broker must remember of it between bars. */
export class WorkingOrder {
  /** Its row in the ledger of orders. */
  readonly row: number;
  readonly terms: OrderTerms;
  /** Place of its symbol. */
  readonly place: number;
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** When it was accepted, epoch milliseconds. */
  readonly createdAt: number;
  /** When it is with the broker; later than its acceptance where there is latency. */
  readonly arrival: number;
  /** Whether it still works. */
  open = true;
  /** Units not filled yet. */
  remaining: number;
  /** Sum of quantity times price of its fills. */
  filledNotional = 0;
  /** Commission of its fills. */
  chargedCommission = 0;
  /** Bars of its symbol still to let pass. */
  barsToSkip: number;
  /** Whether it has met a bar that it could fill on. */
  met = false;
  /** A stop order that was triggered on an earlier bar: a market order from then on. */
  triggered = false;
  /** End of its first eligible bar's day; `Infinity` until there is one, and for orders that outlive their day. */
  dayEnd = Number.POSITIVE_INFINITY;
  /** Price on the bar being matched, before slippage; `NaN` when it does not trade. */
  price = Number.NaN;
  /** Why that price is doubtful. */
  doubt: DoubtCode | undefined = undefined;

  constructor(row: number, terms: OrderTerms, place: number, createdAt: number, arrival: number, barsToSkip: number) {
    this.row = row;
    this.terms = terms;
    this.place = place;
    this.sign = terms.side === "buy" ? 1 : -1;
    this.createdAt = createdAt;
    this.arrival = arrival;
    this.remaining = terms.quantity;
    this.barsToSkip = barsToSkip;
  }

  /** Units it still wants, negative for a sale. */
  get signedRemaining(): number {
    return this.sign * this.remaining;
  }
}
