import { dateOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { yearLength } from "../../core/year";
import { PaperLabError } from "../../errors";
import { strayEnds } from "../found/strays";
import type { Intake } from "./intake";

/** A row that can be read, and is bad by what the other rows or the calendar say. */
export interface Misfit {
  /** Its place among the bars. */
  readonly row: number;
  /** Its time and the place of its symbol, as they were read. */
  readonly time: number;
  readonly place: number;
  /** Says what is wrong with it, and what to do. */
  readonly fault: () => string;
  readonly cure: string;
}

/** Finds first and last rows that are far from all others of their symbol and table. */
export function strayRows({ bars, tables }: Intake, calendar: Calendar): Misfit[] {
  return tables.flatMap((table) =>
    strayEnds(bars, table.from, table.to).map(({ row, other }) => {
      const [time, place] = [bars.rows.time[row], bars.rows.symbol[row]];
      const text = (at: number) => (table.mode === "days" ? dateOf(calendar.dayOf(at)) : new Date(at).toISOString());
      const years = Number((Math.abs(time - other) / yearLength).toPrecision(2));
      const far = `${years} years ${time > other ? "after" : "before"} ${text(other)}`;
      const fault = () => `Expected time to be near that of other rows, was ${text(time)}, ${far}`;
      return { row, time, place, fault, cure: 'Correct it, or leave it out with onBadRow: "skip"' };
    }),
  );
}

/**
 * Leaves rows out of an intake, or throws INVALID_DATA for the first of them unless bad rows are skipped. `whereOf` returns
 * where the row of a time of a symbol stands.
 */
export function leaveOut(
  misfits: readonly Misfit[],
  intake: Intake,
  onBadRow: "error" | "skip",
  whereOf: (symbol: string, time: number) => string,
): void {
  if (misfits.length === 0) return;
  const first = misfits.reduce((least, one) => (one.row < least.row ? one : least));
  const text = `${whereOf(intake.bars.symbols[first.place], first.time)}: ${first.fault()}`;
  if (onBadRow === "error") throw new PaperLabError("INVALID_DATA", `${text}. ${first.cure}`);
  const rows = new Set(misfits.map(({ row }) => row));
  intake.leaveOut(rows, text, first.row);
}
