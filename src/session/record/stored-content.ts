import { fillRowsOf } from "../../analysis/record/fill-rows";
import { profitsOf } from "../../analysis/record/trade-profits";
import { snapshotRow } from "../../core/account/position";
import type { CashEntry } from "../../core/journal/cash-entry";
import { eventKinds, type SessionEvent } from "../../core/journal/events";
import type { MarginCall } from "../../core/journal/margin-call";
import type { AppliedAction } from "../../core/market/corporate-action";
import type { Fill } from "../../core/orders/fill";
import { orderId } from "../../core/orders/numbers";
import type { Order } from "../../core/orders/order";
import type { TradingStateChange } from "../../core/orders/trading-state";
import { emptyContent, type SessionContent } from "../../run/content";
import type {
  SessionRow,
  StoredContent,
  StoredFill,
  StoredOrder,
  StoredOrderChange,
  StoredPosition,
} from "../../store/store";

/** Shows what the store holds of a session, in the same shapes as a session that runs here. */
export function contentOfStored(stored: StoredContent, { cursor, suppressed }: SessionRow): SessionContent {
  const { positions = [] } = stored;
  const fillRows = once(() => fillRowsOf(stored.fills));
  const curve = once(() => ({ length: stored.curve.time.length, ...stored.curve }));
  const profits = once(() => profitsOf(stored.trades));
  const [costs, deniers] = [once(() => costsOf(stored.fills)), once(() => deniedBy(stored.orders))];
  // Long lists are read when somebody looks at them. Copies, as in a session that runs here: callers cannot change the session.
  return {
    steps: cursor,
    suppressed,
    get curve() {
      return curve();
    },
    get days() {
      return stored.days ?? emptyContent.days;
    },
    get orders() {
      return stored.orders.map(orderOf);
    },
    get fills() {
      return stored.fills.map(fillOf);
    },
    get trades() {
      return stored.trades.map((trade) => ({ ...trade }));
    },
    get profits() {
      return profits();
    },
    get fillRows() {
      return fillRows();
    },
    get snapshots() {
      return stored.snapshots.map(snapshotRow);
    },
    get positions() {
      return positions.map(({ priceTime: _, ...position }) => position);
    },
    priceTimes: priceTimesOf(positions),
    get events() {
      return eventsOf(stored);
    },
    get logs() {
      return stored.logs.map(({ time, text }) => ({ time, text }));
    },
    tradingStates: stored.tradingStates.map(({ sequence: _, ...change }) => change),
    inputs: stored.inputs ?? [],
    cash: stored.cash.map(({ sequence: _, ...entry }) => entry),
    marginCalls: stored.marginCalls.map(({ sequence: _, ...call }) => call),
    actions: stored.actions.map(({ sequence: _, ...action }) => action),
    get deniedBy() {
      return deniers();
    },
    get records() {
      return stored.records;
    },
    get costs() {
      return costs();
    },
  };
}

function priceTimesOf(positions: readonly StoredPosition[]): Map<string, number> {
  return new Map(positions.flatMap(({ symbol, priceTime }) => (priceTime ? [[symbol, priceTime]] : [])));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function costsOf(fills: readonly StoredFill[]): SessionContent["costs"] {
  const costs = { commission: 0, slippage: 0 };
  for (const fill of fills) {
    costs.commission += fill.commission;
    costs.slippage += fill.slippage;
  }
  return costs;
}

// Files before version 6 do not say which rule it was. Then paperlab had only one of its own.
const firstRule = { code: "POSITION_WEIGHT_EXCEEDS_MAXIMUM", rule: "maxPositionWeight" };

function deniedBy(orders: readonly StoredOrder[]): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const { id, reason, rule } of orders) {
    const found = rule ?? (reason?.startsWith(`${firstRule.code}:`) ? firstRule.rule : undefined);
    if (found !== undefined) rules.set(id, found);
  }
  return rules;
}

function orderOf({ acceptedSequence: _, endedSequence: __, rule: ___, ...order }: StoredOrder): Order {
  return order;
}

function fillOf({ sequence: _, ...fill }: StoredFill): Fill {
  return fill;
}

function eventsOf(stored: StoredContent): SessionEvent[] {
  const { orders, fills, logs, tradingStates, orderChanges, cash, marginCalls, actions, events } = stored;
  const ordersById = new Map(orders.map((order) => [order.id, order]));
  const linesBySequence = new Map(logs.map((line) => [line.sequence, line.text]));
  const statesBySequence = new Map(tradingStates.map(({ sequence, ...change }) => [sequence, change]));
  const entriesByNumber = new Map(cash.map(({ sequence: _, ...entry }) => [entry.number, entry]));
  const callsBySequence = new Map(marginCalls.map(({ sequence, ...call }) => [sequence, call]));
  const actionsBySequence = new Map(actions.map(({ sequence, ...action }) => [sequence, action]));
  const changesBySequence = new Map(orderChanges.map((change) => [change.sequence, change]));
  return Array.from(events.kind, (code, place): SessionEvent => {
    const kind = eventKinds[code];
    const number = events.number[place];
    const base = { sequence: place + 1, time: events.time[place] };
    if (kind === "log") return { kind, ...base, text: linesBySequence.get(number) as string };
    if (kind === "tradingState") return { kind, ...base, ...(statesBySequence.get(number) as TradingStateChange) };
    if (kind === "orderChanged" || kind === "orderChangeDenied") {
      const { sequence: _, order, time: __, reason, ...terms } = changesBySequence.get(number) as StoredOrderChange;
      return { kind, ...base, order: orderOf(ordersById.get(order) as StoredOrder), terms, reason };
    }
    if (kind === "cash") return { kind, ...base, entry: entriesByNumber.get(number) as CashEntry };
    if (kind === "marginCall") return { kind, ...base, ...(callsBySequence.get(number) as MarginCall) };
    if (kind === "corporateAction") return { kind, ...base, action: actionsBySequence.get(number) as AppliedAction };
    // A fill's number is its index.
    if (kind === "fill") return { kind, ...base, fill: fillOf(fills[number - 1]) };
    const order = orderOf(ordersById.get(orderId(number)) as StoredOrder);
    return kind === "orderAccepted" ? { kind, ...base, order } : { kind, ...base, order, reason: order.reason ?? "" };
  });
}
