import type { DoubtCode } from "./doubts";
import type { CheckedRequest } from "./requests/checked-request";
import { type FillMoment, type OrderKind, type PricedOrder, Waiting } from "./types/kind";
import { orderTypes } from "./types/order-types";

/** What an order is to the position of its symbol when it is accepted. */
export interface Role {
  /** Whether it is an exit: it never opens a position, and its quantity shrinks with the position. */
  readonly isExit: boolean;
  /** Units that reduce the position, of an order that is no exit; what else it has opens one. */
  readonly reducing: number;
}

/** What an order at any price without fills has traded and paid, as commission models are told of a working order: nothing. */
export const nothingCharged = Object.freeze({
  filledQuantity: 0,
  filledNotional: 0,
  makerNotional: 0,
  chargedCommission: 0,
  isMaker: false,
});

/** The role of an order that opens a position, or whatever it finds when it fills. */
export const plainRole: Role = { isExit: false, reducing: 0 };

// What an order waits for that takes any price.
const nothing = new Waiting(Number.NaN);

/** An accepted order while it works, with what the broker must remember of it between bars. */
export class WorkingOrder implements PricedOrder {
  /** Its row in the ledger of orders. */
  readonly row: number;
  /** Its type. */
  readonly kind: OrderKind;
  /** Index of its symbol. */
  readonly symbolIndex: number;
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  /** Its terms as they are now. */
  request: CheckedRequest;
  /** When it was accepted, or its terms became better for it; epoch milliseconds. */
  createdAt: number;
  /** When it reaches the broker; with latency, later than its acceptance. */
  arrival: number;
  /** Its place among the orders: those accepted earlier come first. */
  place: number;
  /** The order before it and the one after it, of all that work. Before the oldest is the newest. */
  before: WorkingOrder = this;
  after: WorkingOrder | undefined = undefined;
  /** The same among the working orders of its symbol. */
  previous: WorkingOrder = this;
  next: WorkingOrder | undefined = undefined;
  /** The same among the exits of its kind, symbol and direction, if it is one. */
  previousExit: WorkingOrder | undefined = undefined;
  nextExit: WorkingOrder | undefined = undefined;
  /** Whether it still works. */
  open = true;
  /** Units not filled yet. */
  remaining: number;
  /** Whether it is an exit. */
  isExit: boolean;
  /** Whether it was accepted to reduce a position, by some of it at least: that part never opens one. */
  isReducing: boolean;
  /** Units of `remaining` that reduce the position, if it was accepted to do that and is no exit. */
  reducing: number;
  /** The name of the orders of which one cancels the others. */
  group: string | undefined;
  /** The exits that came with it, once it has filled. */
  exits: readonly WorkingOrder[] | undefined = undefined;
  /** Units of its fills, in the shares of each: what was charged for them stays, whatever splits come. */
  filledQuantity = 0;
  /** Whether its price was replaced, so that it is no longer that of its entry's bracket. */
  isRepriced = false;
  /** Price of all its fills; `NaN` if they differ. */
  filledPrice = Number.NaN;
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
  /** When it expires; `Infinity` as long as that is not known, and for orders that do not. */
  dayEnd = Number.POSITIVE_INFINITY;
  /** When the session ends whose closing auction it waits for, as soon as that is known. */
  auctionEnd: number | undefined = undefined;
  /** Price on the bar being matched, before slippage; `NaN` when it does not trade. */
  price = Number.NaN;
  moment: FillMoment = "open";
  doubt: DoubtCode | undefined = undefined;
  readonly waiting: Waiting;

  /** `lastPrice`: its symbol's close when it was accepted. */
  constructor(
    row: number,
    request: CheckedRequest,
    symbolIndex: number,
    createdAt: number,
    arrival: number,
    barsToSkip: number,
    { isExit, reducing }: Role,
    lastPrice: number,
  ) {
    this.row = row;
    this.place = row;
    this.request = request;
    this.kind = orderTypes[request.type];
    this.symbolIndex = symbolIndex;
    this.sign = request.side === "buy" ? 1 : -1;
    this.createdAt = createdAt;
    this.arrival = arrival;
    this.remaining = request.quantity;
    this.isExit = isExit;
    this.reducing = reducing;
    this.isReducing = reducing > 0;
    this.group = request.rare?.ocoGroup;
    this.barsToSkip = barsToSkip;
    this.waiting = this.kind.anyPrice ? nothing : new Waiting(lastPrice);
    if (request.rare?.expiresAt !== undefined) this.dayEnd = request.rare.expiresAt;
  }

  /** Whether its price is its limit, not the open, nor the stop that triggered it. */
  get isMaker(): boolean {
    return !this.kind.slips && this.moment === "inside" && this.doubt !== "STOP_LIMIT_INSIDE_BAR";
  }

  /** Units still to fill, negative for a sale. */
  get signedRemaining(): number {
    return this.sign * this.remaining;
  }
}
