import type { SessionEvent } from "./events";

/** Where two lists of events differ first. */
export interface EventDifference {
  /** Its number, from 1. */
  readonly event: number;
  /** The field that differs, of the event or of the order, fill or entry that it is about. */
  readonly field: string;
  /** What it was before; `undefined` if there was none. */
  readonly before: unknown;
  /** What it is now; `undefined` if there is none. */
  readonly now: unknown;
}

/** Events by place, of which an earlier one can be looked at without making the others. */
export interface EventList {
  readonly length: number;
  at(place: number): SessionEvent | undefined;
}

/** Returns the first event of two lists that differs in anything that was decided; `undefined` if there is none. */
export function firstDifference(before: EventList, now: EventList): EventDifference | undefined {
  for (let place = 0; place < before.length || place < now.length; place++) {
    const [was, is] = [before, now].map((list) => (place < list.length ? fieldsOf(list.at(place)) : {}));
    const field = Object.keys({ ...is, ...was }).find((key) => !isSame(was[key], is[key]));
    if (field !== undefined) return { event: place + 1, field, before: was[field], now: is[field] };
  }
  return undefined;
}

/** Returns how a value of a field is shown; `none` for `undefined`. */
export function shownField(field: string, value: unknown): string {
  if (value === undefined) return "none";
  const isTime = typeof value === "number" && (field === "time" || field.endsWith("At"));
  return isTime ? new Date(value).toISOString() : JSON.stringify(value);
}

// Some values are objects, such as the exits of an entry. Numbers are the same if their bits are.
function isSame(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));
}

// Every field of an event, including those of its order or fill. Logs decide nothing.
function fieldsOf(event: SessionEvent | undefined): Record<string, unknown> {
  if (event === undefined || event.kind === "log") return { kind: event?.kind };
  const { sequence: _, ...fields } = event;
  const inner: [string, unknown][] = Object.entries(fields).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([name, part]): [string, unknown] => [name, part])
      : [[key, value]],
  );
  return Object.fromEntries(inner);
}
