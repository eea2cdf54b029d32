import type { KeptDust, TradeForm } from "../analysis/trades/trade-ledger";
import type { Behavior } from "../core/account/behavior";

/** Returns how trades are told under the rules of a session. `lotSize`: its lot sizes by symbol. */
export function tradeFormOf(behavior: Behavior, lotSize: (symbol: string) => number): TradeForm {
  const { tellsTradesApart, tellsSmallLots } = behavior;
  return { dust: keptDustOf(behavior), tellsApart: tellsTradesApart, ...(tellsSmallLots && { lotSize }) };
}

function keptDustOf({ tellsSmallFractions, clearsDustOfSplits, clearsDustOfTrades }: Behavior): KeptDust {
  if (tellsSmallFractions) return "none";
  if (clearsDustOfSplits) return "ofFractions";
  return clearsDustOfTrades ? "ofSplits" : "all";
}
