import { didYouMean, readable, shown } from "../../core/checks";
import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";
import { listText } from "../../core/short-text";
import { emptyColumns, putBar } from "../bars/columns";
import type { FeedEvent, FeedEventKind, Taken } from "../source/live-source";
import { closedText } from "./closed";
import { tradingBetween } from "./gap";
import { Interruption, messageText, type Row, readMessage, Unreadable } from "./message";

/** What a gatherer must know of its feed. */
export interface GathererTerms {
  readonly symbols: readonly string[];
  readonly interval: number | undefined;
  readonly calendar: Calendar;
  /** Whether bars of a symbol that waited become one. */
  readonly coalesces: boolean;
  /** Whether prices may be at or below zero. */
  readonly allowsNegative: boolean;
}

interface PlacedRow extends Row {
  readonly place: number;
}

// Most events that wait to be handed out. If more come, those of one kind and symbol become one.
const MOST_EVENTS = 64;

const begunAgain = "the source was begun again";

/**
 * Makes steps of messages, for one session: all bars of one time are a step. Drops what is no bar, of an unknown symbol,
 * late or repeated, and notes it.
 */
export class Gatherer {
  readonly #terms: GathererTerms;
  readonly #symbols: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  // By place, the time of the last bar.
  readonly #lastTimes: Float64Array;
  // Time of the last step that is whole, and that of the one that may get more bars.
  #wholeUntil: number;
  #open: PlacedRow[] = [];
  #rows: PlacedRow[] = [];
  // By place, the bar that waits, if later ones are joined to it.
  #waitingAt: (PlacedRow | undefined)[] = [];
  #coalesced = 0;
  #events: FeedEvent[] = [];
  // Why bars may be missing before the next one.
  #hole: string | undefined;

  constructor(terms: GathererTerms, { symbols, columns }: Taken) {
    this.#terms = terms;
    this.#symbols = symbols;
    this.#places = new Map(symbols.map((symbol, place) => [symbol, place]));
    this.#lastTimes = new Float64Array(symbols.length).fill(-Infinity);
    for (let row = 0; row < columns.length; row++) this.#lastTimes[columns.symbol[row]] = columns.time[row];
    this.#wholeUntil = columns.length === 0 ? -Infinity : columns.time[columns.length - 1];
    if (columns.length > 0) this.#hole = begunAgain;
  }

  /** Bars of whole steps that wait. */
  get waiting(): number {
    return this.#rows.length;
  }

  /** Whether there is anything to hand out. */
  get hasNews(): boolean {
    return this.#rows.length > 0 || this.#events.length > 0;
  }

  /** The time of the step that may get more bars. */
  get openTime(): number | undefined {
    return this.#open[0]?.time;
  }

  /** Takes a message. `now`: epoch milliseconds. */
  take(message: unknown, now: number): void {
    if (message instanceof Interruption) {
      this.#hole = message.why;
      this.note("lost", message.why);
    } else if (message instanceof Unreadable) this.#noteBad(message.message, message.why);
    else {
      const row = readable(
        () => readMessage(message, now, this.#terms.allowsNegative),
        "expected a bar or a trade that can be read",
      );
      if (typeof row === "string") this.#noteBad(message, row);
      else this.#takeRow(row, message);
    }
  }

  /** Notes an event without a bar. */
  note(kind: FeedEventKind, text: string): void {
    this.#add({ kind, count: 1, text });
  }

  /** Treats the step that is open as whole: it gets no more bars. */
  close(): void {
    if (this.#open.length === 0) return;
    const { time } = this.#open[0];
    const rows = this.#open.sort((a, b) => a.place - b.place);
    this.#open = [];
    this.#wholeUntil = time;
    if (this.#terms.coalesces) for (const row of rows) this.#coalesce(row);
    else this.#rows.push(...rows);
  }

  /** Hands out the steps that are whole, and what happened. */
  handOut(): { readonly columns: BarColumns; readonly events: readonly FeedEvent[] } {
    const rows = this.#rows.sort((a, b) => a.time - b.time || a.place - b.place);
    if (this.#coalesced > 0) {
      const text = "waited for the strategy, and were joined to later ones of their symbol";
      this.#events.unshift({ kind: "coalesced", count: this.#coalesced, time: rows[rows.length - 1].time, text });
    }
    const events = this.#events;
    this.#rows = [];
    this.#waitingAt = [];
    this.#coalesced = 0;
    this.#events = [];
    return { columns: columnsOf(rows), events };
  }

  #takeRow(row: Row, message: unknown): void {
    const { symbols, interval, calendar } = this.#terms;
    const { time, isTick, symbol = symbols.length === 1 ? symbols[0] : undefined } = row;
    const place = symbol === undefined ? undefined : this.#places.get(symbol);
    if (symbol === undefined) this.#noteBad(message, `expected symbol to be one of ${listText(symbols)}`);
    else if (isTick && interval !== undefined)
      this.#noteBad(message, "expected a bar, as the feed has an interval, and not a trade");
    else if (place !== undefined) {
      const closed = closedText(calendar, time, isTick ? undefined : (interval ?? 0));
      if (closed === undefined) this.#put({ ...row, place });
      else this.#noteBad(message, closed);
    } else if (!symbols.includes(symbol)) {
      // Other symbols of the feed are those that this session does not trade.
      const cure = didYouMean(symbol, symbols) || ` Known: ${listText(symbols)}`;
      const text = `${shown(symbol)} is not in the feed.${cure}`;
      this.#add({ kind: "unknownSymbol", symbol, time, count: 1, text });
    }
  }

  #put(row: PlacedRow): void {
    const { place, time, isTick } = row;
    const present = this.openTime ?? -Infinity;
    if (isTick && time === present && time === this.#lastTimes[place]) {
      this.#join(row);
      return;
    }
    const drop = this.#dropOf(row, present);
    if (drop !== undefined) {
      this.#add(drop);
      return;
    }
    if (time > present) this.#begin(time);
    this.#lastTimes[place] = time;
    this.#open.push(row);
    // Of trades, the next one may have the same time.
    if (!isTick && this.#open.length === this.#places.size) this.close();
  }

  // Returns what is said of a bar that comes too late.
  #dropOf({ place, time }: PlacedRow, present: number): FeedEvent | undefined {
    const last = this.#lastTimes[place];
    const about = { symbol: this.#symbols[place], time, count: 1 };
    if (time === last) return { kind: "repeated", ...about, text: "its bar of this time had come" };
    if (time < last) return { kind: "outOfOrder", ...about, text: `it came after that of ${textOf(last)}` };
    const over = Math.max(this.#wholeUntil, present);
    if (time >= present && time > this.#wholeUntil) return undefined;
    return { kind: "late", ...about, text: `it came after bars of ${textOf(over)}` };
  }

  // Begins a step, and tells of a gap before it.
  #begin(time: number): void {
    this.close();
    const { interval, calendar } = this.#terms;
    const before = this.#wholeUntil;
    const hole = this.#hole;
    this.#hole = undefined;
    if (before === -Infinity) return;
    const isLong = interval !== undefined && tradingBetween(calendar, before, time) > 2 * interval;
    const isPossible = hole !== undefined && (interval === undefined || hole === begunAgain);
    if (!isLong && !isPossible) return;
    const why = hole ?? "no bars came";
    this.#add({ kind: "gap", time, count: 1, text: `from ${textOf(before)} to ${textOf(time)}: ${why}` });
  }

  // Trades of one millisecond are one bar.
  #join({ place, close, volume }: PlacedRow): void {
    const open = this.#open.find((one) => one.place === place) as PlacedRow;
    joinTo(open, { high: close, low: close, close, volume });
  }

  // A bar that follows one of its symbol that waits becomes a part of it.
  #coalesce(row: PlacedRow): void {
    const waiting = this.#waitingAt[row.place];
    if (waiting === undefined) {
      this.#rows.push(row);
      this.#waitingAt[row.place] = row;
      return;
    }
    this.#coalesced++;
    waiting.time = row.time;
    joinTo(waiting, row);
  }

  #noteBad(message: unknown, why: string): void {
    this.#add({ kind: "bad", count: 1, text: `${why}: ${messageText(message)}` });
  }

  #add(event: FeedEvent): void {
    if (this.#events.length >= MOST_EVENTS) {
      const at = this.#events.findIndex(({ kind, symbol }) => kind === event.kind && symbol === event.symbol);
      const like = at >= 0 ? at : this.#events.findIndex(({ kind }) => kind === event.kind);
      if (like >= 0) {
        this.#events[like] = { ...event, count: this.#events[like].count + event.count };
        return;
      }
    }
    this.#events.push(event);
  }
}

function joinTo(bar: Row, { high, low, close, volume }: Pick<Row, "high" | "low" | "close" | "volume">): void {
  bar.high = Math.max(bar.high, high);
  bar.low = Math.min(bar.low, low);
  bar.close = close;
  bar.volume += volume;
}

function columnsOf(rows: readonly PlacedRow[]): BarColumns {
  const columns = emptyColumns(rows.length);
  for (const [at, row] of rows.entries()) putBar(columns, at, row.time, row.place, row);
  return columns;
}

function textOf(time: number): string {
  return new Date(time).toISOString();
}
