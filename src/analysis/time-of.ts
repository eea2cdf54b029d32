import { expected } from "../core/checks";

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Returns the epoch milliseconds of an ISO date or date-time (UTC where it names no zone, whatever the zone of the
 * computer), of a `Date`, or of a number, which they are already. Throws INVALID_DATA with `name` and the value.
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
  const midnight = Date.parse(`${date}T00:00Z`);
  // 2024-02-31 is read as 2024-03-02.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return Number.NaN;
  return Date.parse(`${date}T${clock}${zone}`);
}
