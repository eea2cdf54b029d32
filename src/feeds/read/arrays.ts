import { shown } from "../../core/checks";
import type { Bar } from "../../core/market/bar";
import { readStampOf } from "./frames";
import type { Intake, RowNumbers, TimeMode } from "./intake";
import { newStamp, type Stamp } from "./stamp";

/** A bar as people write it: `time` may also be a Date or ISO text, `volume` may be left out. */
export interface BarInput extends Omit<Partial<Bar>, "time"> {
  readonly time: number | string | Date;
}

/**
 * Reads an array of bars into an intake. Their `time` is taken as it is, the end of the bar; text that is a date alone is
 * a trading day. Returns "days" when all were such dates. Throws what the intake throws for bad rows.
 */
export function readBars(bars: readonly BarInput[], intake: Intake, symbol: string | undefined): TimeMode {
  const stamp = newStamp();
  const row: RowNumbers = { place: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  intake.mode = bars.every((bar) => isDate(bar?.time)) ? "days" : "instants";
  intake.bars.reserve(bars.length);
  for (let index = 0; index < bars.length; index++) {
    const bar = bars[index];
    const refuse = (wanted: string, value: unknown) =>
      intake.refuse("INVALID_DATA", `bars[${index}]: Expected ${wanted}, was ${shown(value)}`);
    if (typeof bar !== "object" || bar === null) {
      refuse("a bar", bar);
      continue;
    }
    const name = bar.symbol ?? symbol;
    if (typeof name !== "string" || name === "") {
      refuse("symbol to be a name", name);
      continue;
    }
    row.place = intake.bars.placeOf(name);
    if (row.place < 0) continue;
    const time = timeOf(bar.time, intake, stamp);
    if (!Number.isFinite(time)) {
      refuse("time to be epoch milliseconds, a Date or an ISO text", bar.time);
      continue;
    }
    for (const role of ["open", "high", "low", "close"] as const) row[role] = numberOf(bar[role]);
    row.volume = bar.volume === undefined ? 0 : numberOf(bar.volume);
    intake.addBar(time, row, () => ({ place: `bars[${index}]`, tick: false, cell: (role) => bar[role] }));
  }
  return intake.mode;
}

function timeOf(time: unknown, intake: Intake, stamp: Stamp): number {
  if (typeof time === "number") return time;
  if (time instanceof Date) return time.getTime();
  if (typeof time !== "string" || !readStampOf(time, stamp)) return Number.NaN;
  return stamp.clock ? intake.instantOf(stamp) : intake.dayEndOf(stamp);
}

function isDate(time: unknown): boolean {
  return typeof time === "string" && /^\d{4}-?\d{2}-?\d{2}$/.test(time);
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}
