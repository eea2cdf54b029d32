import type { ReferenceBar, ReferenceOrder, ReferenceTerms } from "./order";

type Rules = Pick<ReferenceTerms, "touch" | "price">;

/** A computed price, as people write it. */
export function written(price: number): number {
  return Number(price.toPrecision(12));
}

/** Finds the price of an order on a bar, before slippage; `NaN` if it does not fill. Notes the moment and the doubt. */
export function priceOn(order: ReferenceOrder, bar: ReferenceBar, rules: Rules): number {
  order.doubt = undefined;
  order.moment = "open";
  const [open, , , close] = bar;
  const { type, terms, sign } = order;
  if (type === "marketOnClose" || (type === "market" && rules.price === "close")) {
    order.moment = "close";
    return close;
  }
  if (type === "market" || type === "marketOnOpen") return open;
  if (type === "limit") return limitPriceOn(order, bar, rules);
  if (type === "stop") return stopPriceOn(order, terms.stopPrice as number, bar);
  if (type === "trailingStop") return stopPriceOn(order, levelOf(order), bar);
  if (order.isTriggered) return limitPriceOn(order, bar, rules);
  const price = stopPriceOn(order, terms.stopPrice as number, bar);
  if (!order.isTriggered) return Number.NaN;
  if (order.moment === "open") return limitPriceOn(order, bar, rules);
  if (sign * ((terms.limitPrice as number) - price) < 0) return Number.NaN;
  order.doubt = "STOP_LIMIT_INSIDE_BAR";
  return price;
}

/** The exit that fills on the bar of its entry, its price and doubt noted; `undefined` if none does. */
export function exitOnEntryBar(
  entry: ReferenceOrder,
  exits: readonly ReferenceOrder[],
  bar: ReferenceBar,
  rules: Rules,
): ReferenceOrder | undefined {
  if (entry.moment === "close") return undefined;
  const target = exits.find(({ type }) => type === "limit");
  const stop = exits.find(({ type }) => type === "stop");
  for (const exit of exits) exit.price = Number.NaN;
  if (entry.moment === "open") for (const exit of exits) exit.price = priceOn(exit, bar, rules);
  else priceInside(entry, target, stop, bar, rules);
  const hasTarget = target !== undefined && !Number.isNaN(target.price);
  if (stop === undefined || Number.isNaN(stop.price)) return hasTarget ? target : undefined;
  if (hasTarget && target.moment === "open" && stop.moment !== "open") return target;
  if (hasTarget && stop.moment !== "open") stop.doubt = "TWO_OF_A_GROUP";
  return stop;
}

// After an entry inside the bar: what is certain of the rest of it.
function priceInside(
  entry: ReferenceOrder,
  target: ReferenceOrder | undefined,
  stop: ReferenceOrder | undefined,
  bar: ReferenceBar,
  rules: Rules,
): void {
  const [, high, low] = bar;
  const triggered = entry.type === "stop" || entry.type === "trailingStop";
  const isStopEntry = triggered || entry.doubt === "STOP_LIMIT_INSIDE_BAR";
  const stopPrice = stop?.terms.stopPrice ?? Number.NaN;
  if (stop !== undefined && (stop.sign < 0 ? low <= stopPrice : high >= stopPrice)) {
    stop.isTriggered = true;
    stop.price = stop.sign < 0 ? Math.min(stopPrice, entry.price) : Math.max(stopPrice, entry.price);
    stop.doubt = isStopEntry ? "EXIT_ON_ENTRY_BAR" : undefined;
  }
  if (target !== undefined && isStopEntry && !Number.isNaN(priceOn(target, bar, rules))) {
    const limitPrice = target.terms.limitPrice as number;
    target.price = target.sign < 0 ? Math.max(limitPrice, entry.price) : Math.min(limitPrice, entry.price);
  }
  for (const exit of [target, stop]) if (exit !== undefined) exit.moment = "inside";
}

function levelOf({ terms, sign, best }: ReferenceOrder): number {
  const { trailFraction, trailAmount = 0 } = terms;
  return written(trailFraction === undefined ? best + sign * trailAmount : best * (1 + sign * trailFraction));
}

function limitPriceOn(order: ReferenceOrder, [open, high, low]: ReferenceBar, { touch }: Rules): number {
  const { sign, terms, timeInForce } = order;
  const limitPrice = terms.limitPrice as number;
  const reaches = (price: number) =>
    touch === "through" ? sign * (limitPrice - price) > 0 : sign * (limitPrice - price) >= 0;
  if (reaches(open)) return open;
  const extreme = sign > 0 ? low : high;
  if (timeInForce === "IOC" || timeInForce === "FOK" || !reaches(extreme)) return Number.NaN;
  order.moment = "inside";
  if (extreme === limitPrice) order.doubt = "LIMIT_TOUCHED";
  return limitPrice;
}

function stopPriceOn(order: ReferenceOrder, level: number, [open, high, low]: ReferenceBar): number {
  if (order.isTriggered) return open;
  const passes = (price: number) => order.sign * (price - level) >= 0;
  if (!passes(open) && !passes(order.sign > 0 ? high : low)) return Number.NaN;
  order.isTriggered = true;
  if (passes(open)) return open;
  order.moment = "inside";
  return level;
}
