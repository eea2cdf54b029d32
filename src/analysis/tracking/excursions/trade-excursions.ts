import type { Trade } from "../../../core/orders/trade";
import type { FillRows } from "../../record/fill-rows";
import { type Change, changeOfFill, excursionOfChanges } from "./changes";
import { type Excursion, type IsClosing, placeInBar, type SpansOf, unknownExcursion } from "./excursions";
import type { PartOfTrade } from "./parts-of-trades";
import type { PriceSpans } from "./price-spans";

/**
 * Returns the excursion of each trade: the worst and the best profit by prices alone of all that was bought and sold of it so
 * far, over what was held of it at each time, from its first entry to its last exit. `parts`: those of each trade. Prices are those
 * at which it is sure to have been held: of its fills, and of its bars
 * - the whole of that of an entry if it was filled at its open, else the close;
 * - the whole of those between;
 * - the open of that of an exit, and the whole of it if it was filled at its close;
 * - the whole of one in which a part was bought or sold, with the lesser of what it made before and after that.
 */
export function excursionsOf(
  trades: readonly Trade[],
  parts: readonly (readonly PartOfTrade[])[],
  fills: FillRows,
  spansOf: SpansOf,
  isClosing: IsClosing,
): Excursion[] {
  return trades.map((trade, at) => {
    const spans = spansOf(trade.symbol);
    // Trades that were stored under rules that are not known may have no parts here.
    const own = parts[at] ?? [];
    if (spans === undefined || own.length === 0) return unknownExcursion;
    if (own.length === 1) return excursionOfOne(trade, own[0], spans, fills, isClosing);
    return excursionOfChanges(changesOf(trade, own, spans, fills, isClosing), spans, trade.exitTime);
  });
}

// Most trades are of one part, and there may be forty thousand.
function excursionOfOne(
  trade: Trade,
  part: PartOfTrade,
  spans: PriceSpans,
  fills: FillRows,
  isClosing: IsClosing,
): Excursion {
  const { entryTime, exitTime, entryPrice, exitPrice, quantity } = trade;
  const entry = spans.rowAt(entryTime);
  if (entry < 0) return unknownExcursion;
  const { bars } = spans;
  const end = spans.countUntil(exitTime);
  const exit = spans.rowAt(exitTime);
  const isLater = exit !== entry;
  const { isAtOpen } = placeInBar(fills, part.entry, spans, entry, isClosing);
  const isAtClose = part.exit >= 0 && placeInBar(fills, part.exit, spans, end - 1, isClosing).isAtClose;
  const from = isAtOpen && (isLater || isAtClose) ? entry : entry + 1;
  const to = exit < 0 || (isAtClose && (isLater || isAtOpen)) ? end : exit;
  // Prices in the shares of the end.
  const factor = spans.factorAt(exitTime);
  const prices = [entryPrice / factor, exitPrice / factor];
  if (from < to) prices.push(spans.lowest(from, to), spans.highest(from, to));
  if (isLater) prices.push(bars.close[entry] / spans.factorAt(bars.time[entry]));
  if (isLater && exit >= 0) prices.push(bars.open[exit] / spans.factorAt(bars.time[exit]));
  const [low, high] = [Math.min(...prices) * factor, Math.max(...prices) * factor];
  const sign = trade.direction === "long" ? 1 : -1;
  const [worst, best] = sign > 0 ? [low, high] : [high, low];
  return {
    bars: end - 1 - entry,
    // Plus 0, because nothing is -0.
    adverseExcursion: Math.min(0, quantity * sign * (worst - entryPrice)) + 0,
    favorableExcursion: Math.max(0, quantity * sign * (best - entryPrice)) + 0,
  };
}

// Every change of what was held of a trade, in order.
function changesOf(
  trade: Trade,
  parts: readonly PartOfTrade[],
  spans: PriceSpans,
  fills: FillRows,
  isClosing: IsClosing,
): Change[] {
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
  const changes = rows.map(([row, signed]) => changeOfFill(fills, row, signed, spans, isClosing));
  // What closes without an order comes before the fills of its step.
  return [...orderless, ...changes].sort((one, other) => one.time - other.time);
}

function add(sums: Map<number, number>, row: number, quantity: number): void {
  sums.set(row, (sums.get(row) ?? 0) + quantity);
}
