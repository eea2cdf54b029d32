import { firstPlace } from "../../core/ascending";
import type { CashEntry } from "../../core/journal/cash-entry";
import type { AppliedAction } from "../../core/market/corporate-action";
import type { FillRows } from "../record/fill-rows";
import { type TradeForm, TradeLedger } from "../trades/trade-ledger";

/** What trades and open lots are made from. Everything is by time. */
export interface LedgerMaterial {
  readonly fills: FillRows;
  /** What moved cash other than fills and the initial capital. */
  readonly cash: readonly CashEntry[];
  readonly actions: readonly AppliedAction[];
  readonly form: TradeForm;
}

/** Returns the trade ledger as it was at the end of the step at a time, or of the last step before. */
export function ledgerAt(material: LedgerMaterial, time: number): TradeLedger {
  const { fills, cash, actions, form } = until(material, time);
  return new TradeLedger(fills, cash, actions.length > 0 ? actions : undefined, form);
}

/** Returns what had happened at the end of the step at a time, or of the last step before. */
export function until(material: LedgerMaterial, time: number): LedgerMaterial {
  if (time === Number.POSITIVE_INFINITY) return material;
  const { fills, cash, actions, form } = material;
  return {
    fills: { ...columnsOf(fills), length: countUntil(fills, time) },
    cash: cash.filter((entry) => (entry.time ?? Number.NEGATIVE_INFINITY) <= time),
    actions: actions.filter((action) => action.time <= time),
    form,
  };
}

// The methods of a ledger are not its own properties.
function columnsOf(fills: FillRows): Omit<FillRows, "length"> {
  return {
    orderId: (row) => fills.orderId(row),
    orderKey: (row) => fills.orderKey(row),
    symbol: (row) => fills.symbol(row),
    side: (row) => fills.side(row),
    quantity: (row) => fills.quantity(row),
    price: (row) => fills.price(row),
    commission: (row) => fills.commission(row),
    slippage: (row) => fills.slippage(row),
    time: (row) => fills.time(row),
    tag: (row) => fills.tag(row),
  };
}

function countUntil(fills: FillRows, time: number): number {
  return firstPlace(0, fills.length, (row) => fills.time(row) > time);
}
