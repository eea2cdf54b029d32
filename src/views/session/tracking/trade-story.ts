import { ledgerAt } from "../../../analysis/tracking/ledger-at";
import { type HeldPosition, positionsOf } from "../../../analysis/tracking/positions";
import { shown } from "../../../core/checks";
import { PaperLabError } from "../../../errors";
import type { SessionCore } from "../../../session/core";
import { takenBars } from "./bars";
import { type TradeRow, tradeRowsOf } from "./held";
import { ledgerMaterialOf } from "./times";
import { legsOf, type TradeLeg } from "./trade-leg";

/** A trade, and how it came about. */
export interface TradeStory {
  readonly trade: TradeRow;
  readonly entry: TradeLeg;
  /** `null` if no order closed it, but a delisting or a fraction that a split left. */
  readonly exit: TradeLeg | null;
  /** What else was held at the end of the step of its entry. */
  readonly beside: readonly HeldPosition[];
  /** Why the bars are not known; absent if they are. */
  readonly missing?: string;
}

/** Returns a trade of a session with its story. Throws INVALID_OPTION for an unknown id. */
export function tradeStory(core: SessionCore, id: string): TradeStory {
  const trades = tradeRowsOf(core);
  const trade = trades.find((one) => one.id === id);
  if (trade === undefined) throw unknownTrade(core.name, id, trades.length);
  const { spansOf, missing } = takenBars(core, [trade.symbol]);
  const spans = spansOf(trade.symbol);
  const others = ledgerAt(ledgerMaterialOf(core), trade.entryTime)
    .openLots()
    .filter(({ orderId }) => orderId !== trade.entryOrderId);
  const legOf = legsOf(core, spans);
  return {
    trade,
    entry: legOf(trade.entryOrderId) as TradeLeg,
    exit: legOf(trade.exitOrderId),
    beside: positionsOf(others, core.record.config.symbols),
    ...(missing !== undefined && { missing: missing.message }),
  };
}

function unknownTrade(session: string, id: string, count: number): PaperLabError {
  const known = count === 0 ? "no trade" : count === 1 ? "only trade-1" : `trade-1 to trade-${count}`;
  return new PaperLabError("INVALID_OPTION", `Unknown trade ${shown(id)} of session "${session}", which has ${known}`);
}
