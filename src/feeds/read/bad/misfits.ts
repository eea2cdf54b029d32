import { dateOf } from "../../../core/days";
import type { Calendar } from "../../../core/market/calendar";
import { yearLength } from "../../../core/year";
import { PaperLabError } from "../../../errors";
import { strayEnds } from "../../found/strays";
import { barKey, type Intake } from "../intake";

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
 * Leaves rows out of an intake, or throws INVALID_DATA for the first of them unless bad rows are skipped. `wheresOf` returns
 * where the rows of some bars stand, by `barKey`.
 */
export function leaveOut(
  misfits: readonly Misfit[],
  { bars, leftOut }: Intake,
  onBadRow: "error" | "skip",
  wheresOf: (keys: ReadonlySet<string>) => ReadonlyMap<string | number, string>,
): void {
  if (misfits.length === 0) return;
  const sorted = [...misfits].sort((one, other) => one.row - other.row);
  const keyOf = ({ place, time }: Misfit) => barKey(bars.symbols[place], time);
  const wheres = wheresOf(new Set(sorted.map(keyOf)));
  for (const misfit of sorted) {
    const where = wheres.get(keyOf(misfit)) ?? "";
    if (onBadRow === "error") throw new PaperLabError("INVALID_DATA", `${where}: ${misfit.fault()}. ${misfit.cure}`);
    leftOut.add(misfit.row, where, misfit.fault());
  }
  bars.drop(new Set(sorted.map(({ row }) => row)));
}
