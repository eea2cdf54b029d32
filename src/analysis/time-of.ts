import { expected } from "../core/checks";
import { civilDay, dayLength } from "../core/days";

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Returns the epoch milliseconds of an ISO date or date-time, a `Date`, or a number, which is taken as it is. An ISO
 * text without a zone is UTC, whatever the computer's zone. Throws INVALID_DATA with `name` and the value.
 */
export function timeOf(value: unknown, name: string): number {
  const time = typeof value === "string" ? timeOfText(value) : value instanceof Date ? value.getTime() : value;
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw expected(name, "an ISO date, a Date or epoch milliseconds", value, "INVALID_DATA");
}

function timeOfText(text: string): number {
  const parts = iso.exec(text);
  if (parts === null) return Number.NaN;
  const [, date, clock = "00:00", zone = "Z"] = parts;
  // Date.parse reads 2024-02-31 as 2024-03-02.
  const [year, month, day] = date.split("-").map(Number);
  if (Number.isNaN(civilDay(year, month, day))) return Number.NaN;
  return Date.parse(`${date}T${clock}${zone}`);
}

/**
 * Returns the date of what `timeOf` reads, as whole days since 1970-01-01. A text has the date as it is written, in
 * its own zone. A `Date` or a number has its date in UTC. `time` is what `timeOf` returned.
 */
export function dateIn(value: unknown, time: number): number {
  if (typeof value !== "string") return Math.floor(time / dayLength);
  const [year, month, day] = value.slice(0, 10).split("-").map(Number);
  return civilDay(year, month, day);
}
