import type { Trade } from "../../../core/orders/trade";
import type { FillRows } from "../../record/fill-rows";
import { type Change, changeOfFill, excursionOfChanges } from "./changes";
import {
  type Excursion,
  type HeldRange,
  isNear,
  priceBeforeSlippage,
  type SpansOf,
  unknownExcursion,
  widen,
} from "./excursions";
import type { PartOfTrade } from "./parts-of-trades";
import type { PriceSpans } from "./price-spans";

/**
 * Returns the excursion of each trade: the worst and the best profit by prices alone of all that was bought and sold of it so
 * far, over what was held of it at each time, from its first entry to its last exit. `parts`: those of each trade. Prices are those
 * at which it is sure to have been held: of its fills, and of its bars
 * - the whole of that of an entry if it was filled at its open, else the close;
 * - the whole of those between;
 * - the open of that of an exit, and the whole of it if it was filled at its close.
 */
export function excursionsOf(
  trades: readonly Trade[],
  parts: readonly (readonly PartOfTrade[])[],
  fills: FillRows,
  spansOf: SpansOf,
): Excursion[] {
  return trades.map((trade, at) => {
    const spans = spansOf(trade.symbol);
    // Trades that were stored under rules that are not known may have no parts here.
    const own = parts[at] ?? [];
    if (spans === undefined || own.length === 0) return unknownExcursion;
    if (own.length === 1) return excursionOfOne(trade, own[0], spans, fills);
    return excursionOfChanges(changesOf(trade, own, spans, fills), spans, trade.exitTime);
  });
}

// Most trades are of one part, and there may be forty thousand.
function excursionOfOne(trade: Trade, part: PartOfTrade, spans: PriceSpans, fills: FillRows): Excursion {
  const { entryTime, exitTime, entryPrice, exitPrice, quantity } = trade;
  const entry = spans.rowAt(entryTime);
  if (entry < 0) return unknownExcursion;
  const factor = spans.factorAt(exitTime);
  const found = { low: Math.min(entryPrice, exitPrice), high: Math.max(entryPrice, exitPrice) };
  const end = spans.countUntil(exitTime);
  const isFill = part.exit >= 0;
  const range: HeldRange = {
    entry,
    isAtOpen: isNear(priceBeforeSlippage(fills, part.entry), spans.bars.open[entry]),
    exit: spans.rowAt(exitTime),
    end,
    isAtClose: isFill && isNear(priceBeforeSlippage(fills, part.exit), spans.bars.close[end - 1]),
  };
  widen(found, spans, range, factor);
  const sign = trade.direction === "long" ? 1 : -1;
  const [worst, best] = sign > 0 ? [found.low, found.high] : [found.high, found.low];
  return {
    bars: end - 1 - entry,
    // Plus 0, because nothing is -0.
    adverseExcursion: Math.min(0, quantity * sign * (worst - entryPrice)) + 0,
    favorableExcursion: Math.max(0, quantity * sign * (best - entryPrice)) + 0,
  };
}

// Every change of what was held of a trade, in order.
function changesOf(trade: Trade, parts: readonly PartOfTrade[], spans: PriceSpans, fills: FillRows): Change[] {
  const sign = trade.direction === "long" ? 1 : -1;
  const entered = new Map<number, number>();
  const left = new Map<number, number>();
  const orderless: Change[] = [];
  for (const { entry, exit, exitTime, quantity, exitPrice } of parts) {
    const factor = spans.factorAt(exitTime);
    add(entered, entry, (sign * quantity * factor) / spans.factorAt(fills.time(entry)));
    if (exit >= 0) add(left, exit, -sign * quantity);
    else {
      const units = -sign * quantity * factor;
      orderless.push({ time: exitTime, units, price: exitPrice / factor, isAtOpen: true, isAtClose: false });
    }
  }
  const rows = [...entered, ...left].sort(([one], [other]) => one - other);
  const changes = rows.map(([row, signed]) => changeOfFill(fills, row, signed, spans));
  // What closes without an order comes before the fills of its step.
  return [...orderless, ...changes].sort((one, other) => one.time - other.time);
}

function add(sums: Map<number, number>, row: number, quantity: number): void {
  sums.set(row, (sums.get(row) ?? 0) + quantity);
}
