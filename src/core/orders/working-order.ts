import type { CheckedRequest } from "./checked-request";
import type { DoubtCode } from "./doubts";
import type { FindPrice, OrderKind, PricedOrder } from "./types/kind";
import { orderTypes } from "./types/order-types";

/** An accepted order while it works, with what the broker must remember of it between bars. */
export class WorkingOrder implements PricedOrder {
  /** Its row in the ledger of orders. */
  readonly row: number;
  readonly request: CheckedRequest;
  /** Its type. */
  readonly kind: OrderKind;
  /** Finds its prices, and remembers what its type needs between bars. */
  readonly findPrice: FindPrice;
  /** Index of its symbol. */
  readonly symbolIndex: number;
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** When it was accepted, epoch milliseconds. */
  readonly createdAt: number;
  /** When it reaches the broker; with latency, later than its acceptance. */
  readonly arrival: number;
  /** The next working order of its symbol, in the order in which they were accepted. */
  next: WorkingOrder | undefined = undefined;
  /** Whether it still works. */
  open = true;
  /** Units not filled yet. */
  remaining: number;
  /** Units of its fills. */
  filledQuantity = 0;
  /** Sum of quantity times price of its fills. */
  filledNotional = 0;
  /** How much of that was filled at its limit, not at the open. */
  makerNotional = 0;
  /** Commission of its fills. */
  chargedCommission = 0;
  /** Number of bars of its symbol that it still lets pass. */
  barsToSkip: number;
  /** Whether it has met a bar that it could fill on. */
  met = false;
  /** End of its first eligible bar's day; `Infinity` until there is one, and for orders that outlive their day. */
  dayEnd = Number.POSITIVE_INFINITY;
  /** Price on the bar being matched, before slippage; `NaN` when it does not trade. */
  price = Number.NaN;
  /** Whether that price is its limit, not the open: the market came to it. Said by types that have a limit. */
  isMaker = false;
  /** Why that price is doubtful. */
  doubt: DoubtCode | undefined = undefined;

  constructor(
    row: number,
    request: CheckedRequest,
    symbolIndex: number,
    createdAt: number,
    arrival: number,
    barsToSkip: number,
  ) {
    this.row = row;
    this.request = request;
    this.kind = orderTypes[request.type];
    this.findPrice = this.kind.pricing();
    this.symbolIndex = symbolIndex;
    this.sign = request.side === "buy" ? 1 : -1;
    this.createdAt = createdAt;
    this.arrival = arrival;
    this.remaining = request.quantity;
    this.barsToSkip = barsToSkip;
  }

  /** Units still to fill, negative for a sale. */
  get signedRemaining(): number {
    return this.sign * this.remaining;
  }
}
