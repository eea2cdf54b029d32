import { dayLength } from "../../core/days";
import { counted } from "../../core/short-text";
import type { FeedSource, SymbolTruth, Truth } from "../../feeds/source/source";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";

/** Symbols whose truth a card tells. */
const most = 5;

/** Returns the lines of a card about a feed that was made or drawn: its seed, its blocks, what is known of its prices. */
export function madePairs(source: FeedSource): Pair[] {
  const { seed, block, after } = source.manifest.options;
  const unit = source.daily || (source.interval ?? 0) >= dayLength ? "bar" : "day";
  return [
    ...(seed === undefined ? [] : [["Seed", String(seed)] as const]),
    ...(block === undefined ? [] : [["Blocks", `${counted(Number(block), unit)} on average`] as const]),
    ...(after === undefined ? [] : [["Drawn", drawnText(after)] as const]),
    ...truthPairs(source.truth),
  ];
}

function drawnText(after: unknown): string {
  const isDate = typeof after === "string" && after.length === "2020-01-02".length;
  return isDate ? `from ${after} on` : `after ${new Date(after as string | number).toISOString()}`;
}

function truthPairs(truth: Truth | undefined): Pair[] {
  if (truth === undefined) return [];
  const { symbols, halfLife } = truth;
  const each = Object.entries(symbols);
  const more = each.length - most;
  return [
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
