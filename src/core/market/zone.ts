import { PaperLabError } from "../../errors";
import { expected, nearest, shown } from "../checks";
import { dayLength } from "../days";

const week = 7 * dayLength;

/** A time zone. Local times are written as the epoch milliseconds at which a UTC clock would show them. */
export interface Zone {
  /** IANA name; "UTC" for every name of UTC. */
  readonly name: string;
  /** Returns the local time of an instant. */
  localOf(time: number): number;
  /**
   * Returns the instant of a local time. If clocks show it twice, it is the first one. If clocks skip it, the offset
   * from before the change applies.
   */
  instantOf(local: number): number;
  /** Returns the second instant of a local time that clocks show twice, and else the only one. */
  laterInstantOf(local: number): number;
}

const utc: Zone = {
  name: "UTC",
  localOf: (time) => time,
  instantOf: (local) => local,
  laterInstantOf: (local) => local,
};
// Making a clock takes milliseconds, so there is one per zone.
const zones = new Map([["UTC", utc]]);

/** Returns the zone of an IANA name, ignoring case. Throws INVALID_OPTION with the near match for an unknown zone. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const clock = clockOf(name);
  const canonical = clock.resolvedOptions().timeZone;
  const zone = canonical === "UTC" ? utc : zoneWith(canonical, offsetIn(clock));
  zones.set(name, zone);
  return zone;
}

function zoneWith(name: string, offsetOf: (time: number) => number): Zone {
  const instantOf = (local: number) => {
    const before = offsetOf(local - dayLength);
    const after = offsetOf(local + dayLength);
    if (before === after || offsetOf(local - before) === before) return local - before;
    return offsetOf(local - after) === after ? local - after : local - before;
  };
  return {
    name,
    localOf: (time) => time + offsetOf(time),
    instantOf,
    laterInstantOf(local) {
      const after = offsetOf(local + dayLength);
      return offsetOf(local - after) === after ? local - after : instantOf(local);
    },
  };
}

/** Offsets from UTC in milliseconds, cached by week: a zone changes its clocks at most once a week. */
function offsetIn(clock: Intl.DateTimeFormat): (time: number) => number {
  const weeks = new Map<number, { change: number; before: number; after: number }>();
  let number = Number.NaN;
  let kept = { change: 0, before: 0, after: 0 };
  return (time) => {
    const asked = Math.floor(time / week);
    if (asked !== number) {
      const found = weeks.get(asked) ?? changeIn(asked * week, (at) => readOffset(clock, at));
      weeks.set(asked, found);
      [number, kept] = [asked, found];
    }
    return time < kept.change ? kept.before : kept.after;
  };
}

/** Finds the second within a week at which the offset changes. */
function changeIn(start: number, offsetAt: (time: number) => number) {
  const before = offsetAt(start);
  const after = offsetAt(start + week - 1000);
  if (before === after) return { change: start, before, after };
  let low = start;
  let high = start + week - 1000;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return { change: high, before, after };
}

// No zone had changed its clocks by then; and of years below 100, a Date makes those of the 20th century.
const beforeZones = Date.UTC(1700, 0);

function readOffset(clock: Intl.DateTimeFormat, asked: number): number {
  const time = Math.max(asked, beforeZones);
  const [month, day, year, hour, minute, second] = clock.format(time).split(/\D+/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - time;
}

function clockOf(name: string): Intl.DateTimeFormat {
  const numeric = "numeric";
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  if (typeof name !== "string" || name === "")
    throw expected("timezone", 'a time zone such as "America/New_York"', name);
  try {
    return new Intl.DateTimeFormat("en-US", { ...fields, hourCycle: "h23", timeZone: name });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw unknownZone(name);
  }
}

function unknownZone(name: string): PaperLabError {
  const near = nearest(name, Intl.supportedValuesOf("timeZone"));
  const hint = near === undefined ? "" : `. Did you mean "${near}"?`;
  const wanted = 'a time zone such as "America/New_York"';
  return new PaperLabError("INVALID_OPTION", `Expected timezone to be ${wanted}, was ${shown(name)}${hint}`);
}
