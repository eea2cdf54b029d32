import type { FillRows } from "../../record/fill-rows";
import { type Excursion, type IsClosing, placeInBar, unknownExcursion } from "./excursions";
import type { PriceSpans } from "./price-spans";

/** A change of what is held, in the shares of the end. */
export interface Change {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** Negative for a sale. */
  readonly units: number;
  readonly price: number;
  readonly isAtOpen: boolean;
  readonly isAtClose: boolean;
}

/** Returns how a fill changed what is held by `signed` units, in the shares of its time. */
export function changeOfFill(
  fills: FillRows,
  row: number,
  signed: number,
  spans: PriceSpans,
  isClosing: IsClosing,
): Change {
  const time = fills.time(row);
  const factor = spans.factorAt(time);
  const place = placeInBar(fills, row, spans, spans.countUntil(time) - 1, isClosing);
  return { time, units: signed * factor, price: fills.price(row) / factor, ...place };
}

/**
 * Returns the excursion of what was held through some changes, up to the exit: of the profit by prices alone of all that
 * was bought and sold so far, over what was held at each time.
 */
export function excursionOfChanges(changes: readonly Change[], spans: PriceSpans, exitTime: number): Excursion {
  const first = spans.rowAt(changes[0].time);
  if (first < 0) return unknownExcursion;
  const walk = new Walk(spans);
  for (let at = 0; at < changes.length; ) {
    let end = at + 1;
    while (end < changes.length && changes[end].time === changes[at].time) end++;
    walk.take(changes.slice(at, end));
    at = end;
  }
  const { worst, best } = walk;
  return { bars: spans.countUntil(exitTime) - 1 - first, adverseExcursion: worst, favorableExcursion: best };
}

/** Goes along the bars of a symbol with what is held of it, and keeps the worst and the best profit. */
class Walk {
  worst = 0;
  best = 0;
  readonly #spans: PriceSpans;
  // What was paid and received, and units held.
  #cash = 0;
  #held = 0;
  // The first bar that has not been passed.
  #next = 0;

  constructor(spans: PriceSpans) {
    this.#spans = spans;
  }

  /** Takes all changes of one time, in their order. */
  take(changes: readonly Change[]): void {
    const [{ time }] = changes;
    const bar = this.#spans.rowAt(time);
    this.#pass(bar < 0 ? this.#spans.countUntil(time) : bar);
    if (bar < 0) for (const change of changes) this.#apply(change);
    else this.#within(bar, changes);
  }

  // What was held is held through whole bars, up to a row.
  #pass(to: number): void {
    const from = this.#next;
    this.#next = Math.max(from, to);
    if (this.#held === 0 || from >= to) return;
    this.#note(this.#spans.lowest(from, to));
    this.#note(this.#spans.highest(from, to));
  }

  // Within a bar it is not known whether its low and its high came before or after a change, so of what they would have made then
  // only the least is sure.
  #within(bar: number, changes: readonly Change[]): void {
    const spans = this.#spans;
    const factor = spans.factorAt(spans.bars.time[bar]);
    const [low, high] = [spans.lowest(bar, bar + 1), spans.highest(bar, bar + 1)];
    let begin = 0;
    while (begin < changes.length && changes[begin].isAtOpen) begin++;
    let end = changes.length;
    while (end > begin && changes[end - 1].isAtClose) end--;
    this.#note(spans.bars.open[bar] / factor);
    for (const change of changes.slice(0, begin)) this.#apply(change);
    const [atLow, atHigh] = [[this.#profit(low)], [this.#profit(high)]];
    for (const change of changes.slice(begin, end)) {
      this.#apply(change);
      atLow.push(this.#profit(low));
      atHigh.push(this.#profit(high));
    }
    for (const profits of [atLow, atHigh]) {
      this.worst = Math.min(this.worst, Math.max(...profits));
      this.best = Math.max(this.best, Math.min(...profits));
    }
    this.#note(spans.bars.close[bar] / factor);
    for (const change of changes.slice(end)) this.#apply(change);
    this.#next = bar + 1;
  }

  #apply({ units, price }: Change): void {
    const held = this.#held;
    // What crosses zero goes on in the next round trip.
    const taken = held !== 0 && Math.abs(units) > Math.abs(held) && units * held < 0 ? -held : units;
    this.#cash -= taken * price;
    this.#held += taken;
    this.#note(price);
  }

  #profit(price: number): number {
    return this.#cash + this.#held * price;
  }

  #note(price: number): void {
    const profit = this.#profit(price);
    this.worst = Math.min(this.worst, profit);
    this.best = Math.max(this.best, profit);
  }
}
