import { TradeLedger } from "../../trades/trade-ledger";
import type { LedgerMaterial } from "../ledger-at";

/** What one fill opened and another closed of a trade. */
export interface PartOfTrade {
  /** The row of the fill that opened it. */
  readonly entry: number;
  /** The row of the fill that closed it; negative if no order did. */
  readonly exit: number;
  /** Epoch milliseconds UTC. */
  readonly exitTime: number;
  /** Units and price in the shares of the exit. */
  readonly quantity: number;
  readonly exitPrice: number;
}

/** Returns the parts of each trade, in the order of the trades. */
export function partsOfTrades({ fills, cash, actions, form }: LedgerMaterial): PartOfTrade[][] {
  const parts: PartOfTrade[][] = [];
  const ledger = new TradeLedger(
    fills,
    cash,
    actions.length > 0 ? actions : undefined,
    form,
    (place, { entry, exit, quantity, exitPrice }, exitTime) => {
      const part = { entry, exit, exitTime, quantity, exitPrice };
      if (place < parts.length) parts[place].push(part);
      else parts.push([part]);
    },
  );
  // Fills are matched when trades are asked for.
  return parts.slice(0, ledger.trades.length);
}
