import { ledgerAt } from "../../../analysis/tracking/ledger-at";
import { type HeldPosition, positionsOf } from "../../../analysis/tracking/positions";
import { shown } from "../../../core/checks";
import type { AppliedAction } from "../../../core/market/corporate-action";
import { PaperLabError } from "../../../errors";
import type { SessionCore } from "../../../session/core";
import { takenBars } from "./bars";
import { type TradeRow, tradeRowsOf } from "./held";
import { sharesOf } from "./shares";
import { ledgerMaterialOf } from "./times";
import { legsOf, type TradeLeg } from "./trade-leg";

/** A trade, and how it came about: all prices and quantities of its symbol are in the shares of its exit. */
export interface TradeStory {
  readonly trade: TradeRow;
  readonly entry: TradeLeg;
  /** `null` if no order closed it, but a delisting or a fraction that a split left. */
  readonly exit: TradeLeg | null;
  /** What else was held at the end of the step of its entry. */
  readonly beside: readonly HeldPosition[];
  /** The splits from the decision of its entry until its exit; absent without any. */
  readonly splits?: readonly AppliedAction[];
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
  const { actions } = core.content;
  const shares = sharesOf(trade.symbol, actions, trade.exitTime);
  const legOf = legsOf(core, spans, shares);
  const entry = legOf(trade.entryOrderId) as TradeLeg;
  const splits = splitsBetween(actions, trade.symbol, entry.decidedAt, trade.exitTime);
  return {
    trade,
    entry,
    exit: legOf(trade.exitOrderId),
    beside: positionsOf(others, core.record.config.symbols).map((held) =>
      held.symbol === trade.symbol ? inSharesOfExit(held, shares.at(trade.entryTime)) : held,
    ),
    ...(splits.length > 0 && { splits }),
    ...(missing !== undefined && { missing: missing.message }),
  };
}

function splitsBetween(actions: readonly AppliedAction[], symbol: string, after: number, until: number) {
  return actions.filter(
    (one) => one.type === "split" && one.symbol === symbol && one.time > after && one.time <= until,
  );
}

function inSharesOfExit(held: HeldPosition, shares: number): HeldPosition {
  return { ...held, quantity: held.quantity * shares, averagePrice: held.averagePrice / shares };
}

function unknownTrade(session: string, id: string, count: number): PaperLabError {
  const known = count === 0 ? "no trade" : count === 1 ? "only trade-1" : `trade-1 to trade-${count}`;
  return new PaperLabError("INVALID_OPTION", `Unknown trade ${shown(id)} of session "${session}", which has ${known}`);
}
