import type { Calendar } from "../../core/market/calendar";
import type { StampSide } from "../source/found";

/** What is known of the bars before they are read. */
export interface IntakeOptions {
  /** Only these symbols, in this order. */
  readonly symbols: readonly string[] | undefined;
  /** The declared calendar, against which rows are checked. */
  readonly declared: Calendar | undefined;
  /** The calendar whose days end where rows of days do. */
  readonly days: Calendar;
  /** IANA name of the zone of times that are written without one. */
  readonly timezone: string;
  readonly onBadRow: "error" | "skip";
  /** What times of day are, where that is known before they are read. */
  readonly side: StampSide | undefined;
  /** Whether times that are all at midnight are trading days. */
  readonly midnightsAreDays: boolean;
  /** Whether days may be told by midnights of New York too, as vendors of its stocks stamp them. */
  readonly midnightsMayBeNewYorks: boolean;
  /** Whether rows are taken as they were before tables were turned round: each must be later than the one before it. */
  readonly inOrder: boolean;
  /** Whether of rows that contradict each other one by one the later is left out, which an error names. */
  readonly tiesAreLate: boolean;
  /** Whether highs and lows that are off by a rounding error are taken as meant. */
  readonly rounds: boolean;
  /** Whether rows in an hour that clocks show twice are told apart by their order. */
  readonly tellsTwice: boolean;
  /** Whether rows at times that clocks skipped are bad, not moved on by an hour. */
  readonly refusesSkipped: boolean;
  /** Whether prices may be at or below zero. */
  readonly allowsNegative: boolean;
  /** The rows that are looked for, by symbol and time of their bars: see `barKey`. `places` then has where they stand. */
  readonly sought?: ReadonlySet<string>;
}
