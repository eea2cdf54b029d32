import { fillRowsOf } from "../../src/analysis/record/fill-rows";
import { TradeLedger } from "../../src/analysis/trades/trade-ledger";
import type { Fill } from "../../src/core/orders/fill";

/** A trade ledger over a list of fills that grows. */
export function newLedger(fills: Fill[] = []) {
  const ledger = new TradeLedger(fillRowsOf(fills));
  return {
    add: (fill: Fill) => void fills.push(fill),
    openLots: () => ledger.openLots(),
    get trades() {
      return ledger.trades.all();
    },
  };
}
