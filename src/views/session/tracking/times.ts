import type { AttributionMaterial, Marked } from "../../../analysis/tracking/attribution";
import { type LedgerMaterial, ledgerAt } from "../../../analysis/tracking/ledger-at";
import { countUntil } from "../../../core/ascending";
import { expected } from "../../../core/checks";
import { dayOfDate } from "../../../core/days";
import type { Calendar } from "../../../core/market/calendar";
import { instantOf } from "../../../core/market/instant";
import type { SessionCore } from "../../../session/core";
import { checkOptions } from "../../../session/options/checks";
import { takenBars } from "./bars";

/** A stretch of time. Dates are trading days, both inclusive; instants are ISO texts, in the feed's zone if they name none, Dates or epoch milliseconds. */
export interface TimeRange {
  readonly from?: string | number | Date;
  readonly to?: string | number | Date;
}

/** A stretch of time in epoch milliseconds. */
export interface Stretch {
  /** The last time before it, minus infinity without a beginning. */
  readonly before: number;
  /** Its last time, infinity without an end. */
  readonly to: number;
}

/** Reads a stretch of time. `where`: what was asked. Throws INVALID_OPTION and UNKNOWN_OPTION. */
export function stretchOf(range: TimeRange, calendar: Calendar, where: string): Stretch {
  checkOptions(where, range, ["from", "to"]);
  const { from, to } = range;
  const stretch = {
    before: from === undefined ? Number.NEGATIVE_INFINITY : lastBefore(from, calendar),
    to: to === undefined ? Number.POSITIVE_INFINITY : instantOf(to, calendar, "to"),
  };
  if (stretch.before < stretch.to) return stretch;
  throw expected("from", "at or before to", from);
}

// The midnight that begins a day belongs to the day before.
function lastBefore(from: string | number | Date, calendar: Calendar): number {
  const isDate = typeof from === "string" && /^\d{4}-\d{2}-\d{2}$/.test(from);
  return isDate ? calendar.startOf(dayOfDate(from, "from")) : instantOf(from, calendar, "from") - 1;
}

/** Returns what the trades and open lots of a session are made from. */
export function ledgerMaterialOf({ content, tradeForm }: SessionCore): LedgerMaterial {
  return { fills: content.fillRows, cash: content.cash, actions: content.actions, form: tradeForm };
}

/** Returns what attributions of a session are made from. */
export function attributionMaterialOf(core: SessionCore): AttributionMaterial {
  const { curve } = core.content;
  const { symbols } = core.record.config;
  return { ...ledgerMaterialOf(core), curve, calendar: core.calendar, symbols };
}

/**
 * Returns a moment of a session with the last closes of what was held then: those of now, of the snapshot of that step, or of its
 * bars. Throws as `core.feed` does if it needs bars that are not there any more.
 */
export function markedAt(core: SessionCore, time: number): Marked {
  const { curve, positions, snapshots } = core.content;
  const place = countUntil(curve.time.subarray(0, curve.length), time) - 1;
  if (place >= curve.length - 1) return { time: Number.POSITIVE_INFINITY, price: priceIn(positions) };
  const snapshot = snapshots.find((one) => one.time === curve.time[place]);
  if (snapshot !== undefined) return { time, price: priceIn(snapshot.positions) };
  const held = new Set(
    ledgerAt(ledgerMaterialOf(core), time)
      .openLots()
      .map(({ symbol }) => symbol),
  );
  const { spansOf, missing } = takenBars(core, [...held]);
  if (missing !== undefined) throw missing;
  return {
    time,
    price(symbol) {
      const spans = spansOf(symbol);
      return spans === undefined ? Number.NaN : spans.bars.close[spans.countUntil(time) - 1];
    },
  };
}

function priceIn(positions: readonly { readonly symbol: string; readonly price: number }[]): Marked["price"] {
  const prices = new Map(positions.map(({ symbol, price }) => [symbol, price]));
  return (symbol) => prices.get(symbol) ?? Number.NaN;
}
