import { formatValue } from "../output/formats";

/** Writes a number of bad rows that were left out. */
export function badRowsText(rows: number): string {
  return `${formatValue(rows, "count")} bad ${rows === 1 ? "row" : "rows"}`;
}
