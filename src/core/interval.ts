import { expected } from "./checks";
import { dayLength } from "./days";

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: dayLength,
  w: 7 * dayLength,
};

const anyInterval = 'an interval such as "1d", "1h" or "5m", or a positive number of milliseconds';

/**
 * Reads an interval, "1d", "1h", "5m", "1s", "250ms", "1w" or a number of milliseconds, as milliseconds. Throws
 * INVALID_OPTION, in which `name` is what the message calls the value, and `wanted` what it could be.
 */
export function parseInterval(interval: string | number, name = "interval", wanted = anyInterval): number {
  const milliseconds = typeof interval === "number" ? interval : readInterval(interval);
  if (milliseconds > 0 && milliseconds < Infinity) return milliseconds;
  throw expected(name, wanted, interval);
}

function readInterval(text: unknown): number {
  const parts = typeof text === "string" ? /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/.exec(text) : null;
  return parts === null ? Number.NaN : Number(parts[1]) * units[parts[2]];
}

/** Writes an interval in its largest whole unit: `1d`, `5m`, `90s`, `1500ms`. */
export function intervalText(milliseconds: number): string {
  const [unit, length] = (["d", "h", "m", "s"] as const)
    .map((name) => [name, units[name]] as const)
    .find(([, size]) => milliseconds % size === 0) ?? ["ms", 1];
  return `${milliseconds / length}${unit}`;
}
