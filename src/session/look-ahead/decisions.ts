import type { Journal } from "../../core/journal/journal";
import type { Recorder } from "../../core/journal/recorder";
import type { Order } from "../../core/orders/order";
import type { SessionRun } from "../../run/run";

/**
 * How far a run was at a time: its events, the orders that were still to change, as they stood then, by their ids, and of each
 * recorded line the length and the last value.
 */
export interface Mark {
  readonly events: number;
  readonly orders: ReadonlyMap<string, Order>;
  readonly records: ReadonlyMap<string, { readonly length: number; readonly last: number }>;
}

/** One thing that a strategy did, or that happened to its orders. */
interface Decision {
  readonly time: number;
  readonly symbol: string | undefined;
  readonly text: string;
}

/** The first thing that two runs did not do alike. */
export interface Unlike {
  readonly time: number;
  readonly symbol: string | undefined;
  /** What each of them did; `undefined` for nothing. */
  readonly one: string | undefined;
  readonly other: string | undefined;
}

/** Notes how far a run is. */
export function markOf({ engine: { journal, recorder } }: SessionRun): Mark {
  const records = recorder.columns.map(({ name, value }) => {
    return [name, { length: value.length, last: value.values[value.length - 1] }] as const;
  });
  return { events: journal.length, orders: ordersToChange(journal), records: new Map(records) };
}

function ordersToChange({ orders }: Journal): Map<string, Order> {
  const found = new Map<string, Order>();
  for (let row = 0; row < orders.length; row++) if (!orders.hasEnded(row)) found.set(orders.id(row), orders.at(row));
  return found;
}

/** Returns the times at which a run ordered or logged something, in their order. */
export function decisionTimes({ engine: { journal } }: SessionRun): number[] {
  const orders = Array.from({ length: journal.orders.length }, (_, row) => journal.orders.createdAt(row));
  return [...orders, ...journal.logs.map(({ time }) => time)].sort((a, b) => a - b);
}

/** Returns the first difference between what one run had done at a mark, and all that another has done. */
export function firstUnlike(one: SessionRun, mark: Mark, other: SessionRun): Unlike | undefined {
  const event = unlikeEvent(one.engine.journal, mark, other.engine.journal);
  const record = unlikeRecord(one.engine.recorder, mark, other.engine.recorder);
  if (event === undefined || record === undefined) return event ?? record;
  return record.time < event.time ? record : event;
}

function unlikeEvent(one: Journal, { events: length, orders }: Mark, other: Journal): Unlike | undefined {
  const most = Math.max(length, other.length);
  for (let at = 0; at < most; at++) {
    const mine = at < length ? eventAt(one, at, orders) : undefined;
    const theirs = at < other.length ? eventAt(other, at) : undefined;
    if (mine?.time === theirs?.time && mine?.text === theirs?.text) continue;
    return unlike(mine, theirs);
  }
  return undefined;
}

// Of two that are not of one time, the later one has nothing to do with the earlier.
function unlike(mine: Decision | undefined, theirs: Decision | undefined): Unlike {
  const time = Math.min(mine?.time ?? Number.POSITIVE_INFINITY, theirs?.time ?? Number.POSITIVE_INFINITY);
  const [one, other] = [mine, theirs].map((decision) => (decision?.time === time ? decision : undefined));
  return { time, symbol: one?.symbol ?? other?.symbol, one: one?.text, other: other?.text };
}

// `orders`: those that stood otherwise than now.
function eventAt(journal: Journal, at: number, orders?: Mark["orders"]): Decision {
  const event = journal.at(at);
  const { kind, time } = event;
  if (kind === "log") return { time, symbol: undefined, text: `log ${JSON.stringify(event.text)}` };
  if (kind === "fill") {
    const { symbol, side, quantity, price, commission, orderId } = event.fill;
    return { time, symbol, text: `${orderId} filled: ${side} ${quantity} at ${price}, commission ${commission}` };
  }
  if (kind === "tradingState") return { time, symbol: undefined, text: `${event.state}: ${event.reason}` };
  if (kind === "cash") {
    const { kind: moved, symbol, amount } = event.entry;
    return { time, symbol, text: `${moved} ${amount}` };
  }
  if (kind === "marginCall") return { time, symbol: undefined, text: `margin call at equity ${event.equity}` };
  if (kind === "corporateAction") {
    const { type, symbol, value, quantity } = event.action;
    return { time, symbol, text: `${type} ${value} of ${quantity}` };
  }
  const order = orders?.get(event.order.id) ?? event.order;
  const { symbol } = order;
  if (kind === "orderChanged" || kind === "orderChangeDenied") {
    const terms = Object.entries(event.terms).map(([name, value]) => `${name} ${value}`);
    return {
      time,
      symbol,
      text: `${order.id} ${kind === "orderChanged" ? "changed" : "not changed"}: ${terms.join(", ")}, ${event.reason}`,
    };
  }
  if (kind === "orderAccepted") return { time, symbol, text: orderText(order) };
  const how = kind.slice("order".length).toLowerCase();
  const what = kind === "orderDenied" ? orderText(order) : order.id;
  return { time, symbol, text: `${what} ${how}: ${event.reason}` };
}

// What was asked for, and not what came of it, which is not known at that time.
function orderText({ side, quantity, type, limitPrice, stopPrice, timeInForce, tag }: Order): string {
  const prices = [
    ...(limitPrice === undefined ? [] : [`limit ${limitPrice}`]),
    ...(stopPrice === undefined ? [] : [`stop ${stopPrice}`]),
    ...(tag === undefined ? [] : [`tag ${JSON.stringify(tag)}`]),
  ];
  return [`${side} ${quantity}, ${type}`, ...prices, timeInForce].join(", ");
}

function unlikeRecord(one: Recorder, { records }: Mark, other: Recorder): Unlike | undefined {
  let first: Unlike | undefined;
  const names = new Set([...records.keys(), ...other.columns.map(({ name }) => name)]);
  for (const name of names) {
    const mine = one.columns.find((column) => column.name === name);
    const theirs = other.columns.find((column) => column.name === name);
    const { length = 0, last = Number.NaN } = records.get(name) ?? {};
    const most = Math.max(length, theirs?.value.length ?? 0);
    for (let at = 0; at < most; at++) {
      const value = at === length - 1 ? last : mine?.value.values[at];
      const a = at < length ? recordOf(name, mine?.time.values[at], value) : undefined;
      const b =
        at < (theirs?.value.length ?? 0)
          ? recordOf(name, theirs?.time.values[at], theirs?.value.values[at])
          : undefined;
      if (a?.time === b?.time && a?.text === b?.text) continue;
      const found = unlike(a, b);
      if (first === undefined || found.time < first.time) first = found;
      break;
    }
  }
  return first;
}

function recordOf(name: string, time = Number.NaN, value = Number.NaN): Decision {
  return { time, symbol: undefined, text: `record ${name} ${value}` };
}
