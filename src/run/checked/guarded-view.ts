import type { Position } from "../../core/account/position";
import type { RiskView } from "../../core/account/risk";
import type { OrderRequest, OrderType, Side, TimeInForce } from "../../core/orders/order";
import type { CheckedRequest } from "../../core/orders/requests/checked-request";
import type { RareTerms } from "../../core/orders/types/terms";
import { PaperLabError } from "../../errors";
import { refusalOf } from "../../strategy/signals/members";

/** The members of the view that a risk rule has. */
export const viewMembers = namesOf<RiskView>({
  time: true,
  cash: true,
  equity: true,
  peakEquity: true,
  previousDayEquity: true,
  grossExposure: true,
  netExposure: true,
  openOrders: true,
  ordersToday: true,
  tradingState: true,
  position: true,
  projectedQuantity: true,
  price: true,
  quantityAfter: true,
  weightAfter: true,
  grossExposureAfter: true,
  netExposureAfter: true,
  cashAfter: true,
  stepsSinceLoss: true,
});

/** The members that an order can have which a risk rule is asked about. */
export const orderMembers = namesOf<OrderRequest>({
  symbol: true,
  side: true,
  quantity: true,
  type: true,
  limitPrice: true,
  stopPrice: true,
  trailFraction: true,
  trailAmount: true,
  timeInForce: true,
  expiresAt: true,
  tag: true,
  ocoGroup: true,
  takeProfit: true,
  stopLoss: true,
});

const positionMembers = namesOf<Position>({
  symbol: true,
  quantity: true,
  averagePrice: true,
  price: true,
  marketValue: true,
  unrealizedPnl: true,
});

/** Returns the names of all members of a kind of object: one that is forgotten does not compile. */
export function namesOf<Kind>(names: Readonly<Record<keyof Required<Kind>, true>>): readonly string[] {
  return Object.keys(names);
}

const noView = refusalOf(viewMembers, "member", "the view", "UNKNOWN_OPTION", refuseChange);
const noOrder = refusalOf(orderMembers, "member", "the order", "UNKNOWN_OPTION");
const noPosition = refusalOf(positionMembers, "member", "a position", "UNKNOWN_OPTION");

/**
 * Returns a copy of an order that refuses to be read where no order has anything. Most have no rare terms, and are made
 * as objects of one shape, which takes a fraction of copying them field by field.
 */
export function guardedOrder(request: CheckedRequest): CheckedRequest {
  if (request.rare === undefined) return new PlainOrder(request);
  return Object.assign(Object.create(noOrder), structuredClone(request)) as CheckedRequest;
}

/** An order without rare terms. */
class PlainOrder implements Omit<CheckedRequest, keyof RareTerms> {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: OrderType;
  readonly limitPrice: number | undefined;
  readonly stopPrice: number | undefined;
  readonly timeInForce: TimeInForce;
  readonly isDayByDefault: boolean | undefined;
  readonly tag: string | undefined;
  readonly rare: RareTerms | undefined;

  constructor(request: CheckedRequest) {
    this.symbol = request.symbol;
    this.side = request.side;
    this.quantity = request.quantity;
    this.type = request.type;
    this.limitPrice = request.limitPrice;
    this.stopPrice = request.stopPrice;
    this.timeInForce = request.timeInForce;
    this.isDayByDefault = request.isDayByDefault;
    this.tag = request.tag;
    this.rare = request.rare;
  }
}

Object.setPrototypeOf(PlainOrder.prototype, noOrder);

/**
 * Returns a view for rules of the user's own, which refuses to be changed, and to be read where no view has anything: a limit that
 * compares with `undefined` never denies. Its members are its own, so that a copy of it has them too.
 */
export function guardedView(view: RiskView): RiskView {
  const position = (symbol: string) => Object.assign(Object.create(noPosition), view.position(symbol)) as Position;
  const read = (name: string) => (name === "position" ? position : Reflect.get(view, name));
  const guarded: RiskView = Object.create(noView);
  for (const name of viewMembers) {
    const set = () => refuseChange(name);
    Object.defineProperty(guarded, name, { get: () => read(name), set, enumerable: true });
  }
  const printed = () => Object.fromEntries(Object.entries(guarded).filter(([, value]) => typeof value !== "function"));
  Object.defineProperty(guarded, Symbol.for("nodejs.util.inspect.custom"), { value: printed });
  return Object.freeze(guarded);
}

function refuseChange(name: string): never {
  throw new PaperLabError("INVALID_OPTION", `Expected it to leave the view as it is, but it changed ${name}`);
}
