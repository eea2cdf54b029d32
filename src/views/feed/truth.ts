import { counted } from "../../core/short-text";
import type { FeedSource, SymbolTruth } from "../../feeds/source/source";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";

/** Symbols whose truth a card tells. */
const most = 5;

/** Returns the lines of a card about a feed that was made: its seed, and what is known of its prices. */
export function truthPairs({ truth, manifest }: FeedSource): Pair[] {
  if (truth === undefined) return [];
  const { symbols, halfLife } = truth;
  const each = Object.entries(symbols);
  const more = each.length - most;
  return [
    ["Seed", String(manifest.options.seed)],
    ...each.slice(0, most).map(([symbol, one]): Pair => [symbol, truthText(one)]),
    ...(more > 0 ? [["Others", `${counted(more, "symbol")} more, see truth`] as const] : []),
    ...(halfLife === undefined ? [] : [["Half-life", formatValue(halfLife, "days")] as const]),
  ];
}

function truthText({ drift, volatility, sharpe }: SymbolTruth): string {
  const [growth, deviation] = [drift, volatility].map((value) => formatValue(value, "percent"));
  const ratio = Number.isNaN(sharpe) ? "" : `, Sharpe ratio ${formatValue(sharpe, "ratio")}`;
  return `drift ${growth} and volatility ${deviation} a year${ratio}`;
}
