import type { BarColumns } from "../../core/market/bar";
import type { EndlessSource } from "./source";

/** What can happen on a live feed besides bars. */
export type FeedEventKind =
  | "gap"
  | "late"
  | "repeated"
  | "outOfOrder"
  | "bad"
  | "unknownSymbol"
  | "coalesced"
  | "lost"
  | "failed"
  | "ended";

/** Something that happened on a live feed besides its bars. */
export interface FeedEvent {
  readonly kind: FeedEventKind;
  /** Time of the bar that it is about, epoch milliseconds; for a gap, that of the first bar behind it. */
  readonly time?: number;
  readonly symbol?: string;
  /** How many bars or messages it is about. */
  readonly count: number;
  readonly text: string;
}

/** What came of a live feed. */
export interface Arrived {
  /** Bars of whole steps, later than all before them. */
  readonly columns: BarColumns;
  readonly events: readonly FeedEvent[];
  /** Whether the source has ended or failed, or was closed. Nothing comes after that. */
  readonly end?: "ended" | "failed" | "closed";
}

/** What arrives at one session. */
export interface Arrivals {
  /** Waits until something has come, and hands it out. Must not be called again before it has resolved. */
  next(): Promise<Arrived>;
  /** Closes the source. Returns what came and was not handed out. */
  close(): Arrived;
}

/** Where a session that takes bars of a live feed stands. */
export interface Taken {
  /** The symbols that it trades; those of the bars are places in this list. */
  readonly symbols: readonly string[];
  /** The bars that it was handed before. */
  readonly columns: BarColumns;
}

/** A feed whose bars have yet to come. Its blocks throw INVALID_OPTION. */
export interface LiveSource extends EndlessSource {
  /** Whether its source can be begun only once, as a generator can. Then a pause leaves it open. */
  readonly once: boolean;
  /** What happens if bars come faster than they are taken: the source waits, or bars of a symbol become one. */
  readonly backlog: "wait" | "coalesce";
  /** Begins the source for a session. */
  arrivals(taken: Taken): Arrivals;
}

/** Whether the bars of a feed have yet to come. */
export function isLive(feed: object): feed is LiveSource {
  return "arrivals" in feed;
}

// Most events of one kind that are kept. Later ones are only counted.
const MOST_EVENTS = 1000;

/** An event and its number, from 1. */
export interface NumberedEvent extends FeedEvent {
  readonly number: number;
}

/** Keeps the events of a session's live feed: the first 1,000 of each kind, and how many came after them. */
export class FeedEventLog {
  readonly #list: NumberedEvent[];
  readonly #changed = new Set<number>();
  readonly #ofKind = new Map<FeedEventKind, number[]>();

  /** `list`: the events so far. */
  constructor(list: readonly NumberedEvent[] = []) {
    this.#list = [...list];
    for (const { kind, number } of list) this.#numbersOf(kind).push(number);
  }

  /** The events, in order. */
  get list(): readonly NumberedEvent[] {
    return this.#list;
  }

  /** Those that are new or have changed since `settle` was called. */
  get unsettled(): readonly NumberedEvent[] {
    return Array.from(this.#changed, (number) => this.#list[number - 1]);
  }

  /** Adds an event. The last of its kind that is kept counts those that came after it. */
  add(event: FeedEvent): void {
    const numbers = this.#numbersOf(event.kind);
    if (numbers.length < MOST_EVENTS) {
      const number = this.#list.length + 1;
      this.#list.push({ ...event, number });
      numbers.push(number);
      this.#changed.add(number);
      return;
    }
    const number = numbers[MOST_EVENTS - 1];
    const last = this.#list[number - 1];
    this.#list[number - 1] = { ...event, number, count: last.count + event.count };
    this.#changed.add(number);
  }

  /** Treats some events as stored, unless they have changed meanwhile. */
  settle(stored: readonly NumberedEvent[]): void {
    for (const event of stored) if (this.#list[event.number - 1] === event) this.#changed.delete(event.number);
  }

  /** Returns how many bars or messages there were of each kind. */
  counts(): ReadonlyMap<FeedEventKind, number> {
    const counts = new Map<FeedEventKind, number>();
    for (const { kind, count } of this.#list) counts.set(kind, (counts.get(kind) ?? 0) + count);
    return counts;
  }

  #numbersOf(kind: FeedEventKind): number[] {
    const numbers = this.#ofKind.get(kind) ?? [];
    this.#ofKind.set(kind, numbers);
    return numbers;
  }
}
