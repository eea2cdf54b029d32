import type { Fill } from "../../../core/orders/fill";
import { roundForFigure } from "../../decimate";
import { formatValue } from "../../formats";
import type { ScatterTrace } from "../../plotly/figure";
import { colors, plotText } from "../../plotly/theme";
import { type Candles, candleAt } from "./candles";

const mostMarkers = 300;

/** Fills of one side that share a marker. */
interface Group {
  readonly fills: number;
  readonly time: number;
  readonly quantity: number;
  readonly price: number;
  readonly tag: string | undefined;
}

/**
 * Marks the fills of one side at their candles. Beyond 300 fills, neighbors share a marker at their average price, and the legend says how many at most: the last marker may have fewer.
 */
export function fillMarkers(side: "buy" | "sell", fills: readonly Fill[], candles: Candles): ScatterTrace | undefined {
  const groups = groupsOf(fills.filter((fill) => fill.side === side));
  if (groups.length === 0) return undefined;
  return {
    type: "scatter",
    mode: "markers",
    name: `${side === "buy" ? "Buys" : "Sells"}${groups[0].fills > 1 ? `, up to ${groups[0].fills} a marker` : ""}`,
    x: groups.map((group) => candles.labels[candleAt(candles, group.time)]),
    y: groups.map((group) => roundForFigure(group.price)),
    text: groups.map((group) => hoverText(side, group)),
    hovertemplate: "%{text}<extra></extra>",
    marker: {
      symbol: side === "buy" ? "triangle-up" : "triangle-down",
      color: colors[side],
      ...(groups.length > 100 ? { size: 6 } : { size: 10, line: { color: "#ffffff", width: 1 } }),
    },
  };
}

function groupsOf(fills: readonly Fill[]): Group[] {
  const size = Math.max(1, Math.ceil(fills.length / mostMarkers));
  const groups: Group[] = [];
  for (let from = 0; from < fills.length; from += size) groups.push(groupOf(fills.slice(from, from + size)));
  return groups;
}

function groupOf(fills: readonly Fill[]): Group {
  const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
  const notional = fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0);
  const { time, tag } = fills[fills.length - 1];
  return { fills: fills.length, time, quantity, price: notional / quantity, tag: fills.length === 1 ? tag : undefined };
}

function hoverText(side: "buy" | "sell", group: Group): string {
  const verb = side === "buy" ? "Buy" : "Sell";
  const what = `${formatValue(group.quantity, "quantity")} at ${formatValue(group.price, "price")}`;
  if (group.fills > 1) return `${verb} ${what} on average (${formatValue(group.fills, "count")} fills)`;
  return group.tag === undefined ? `${verb} ${what}` : `${verb} ${what} (${plotText(group.tag)})`;
}
