import type { AttributionKey } from "../../../analysis/tracking/attribution";
import type { AttributionPart } from "../../../output/figures/attribution";
import type { ShownTrade } from "../../../output/figures/trades";
import type { SessionCore } from "../../../session/core";
import { attribution } from "../tables/attribution";
import { trades } from "../tables/trades";
import type { TimeRange } from "../tracking/times";

/** Returns the trades of a session with their excursions as fractions of the entry. */
export function tradesWithExcursions(core: SessionCore): ShownTrade[] {
  return trades.rows(core).map((trade) => {
    const notional = Math.abs(trade.entryPrice * trade.quantity);
    const share = (profit: number | null) => (profit === null || notional === 0 ? null : profit / notional);
    return {
      ...trade,
      maxAdverseExcursion: share(trade.adverseExcursion),
      maxFavorableExcursion: share(trade.favorableExcursion),
    };
  });
}

/** Returns what each part of a session earned. */
export function partsOf(core: SessionCore, by: AttributionKey, range?: TimeRange): AttributionPart[] {
  return attribution.rows(core, by, range).map((row) => ({ name: row[by] ?? `no ${by}`, pnl: row.pnl }));
}
