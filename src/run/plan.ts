import type { CalendarChoice } from "../core/market/calendar";
import type { Halt } from "../core/market/halts";
import type { FillRules } from "../core/orders/types/kind";
import type { Year } from "../core/year";

/** A model or rule told by its name and params: one of paperlab's can be made from these again. */
export interface DescribedModel {
  readonly name: string;
  readonly params?: Readonly<Record<string, number>>;
}

/** What decides a run beside its strategy and bars, where it was given; what was not has the defaults of its rules. */
export interface RunOptions {
  readonly initialCapital?: number;
  readonly commission?: DescribedModel;
  readonly slippage?: DescribedModel;
  readonly latency?: DescribedModel;
  readonly risk?: readonly DescribedModel[];
  readonly fill?: Partial<FillRules>;
  readonly volumeLimit?: number;
  readonly shorting?: boolean;
  readonly lotSize?: number | Readonly<Record<string, number>>;
  readonly tickSize?: number | Readonly<Record<string, number>>;
  readonly minimumTrade?: number;
  readonly onInsufficientCash?: "reduce" | "reject";
  readonly halts?: readonly Halt[];
  readonly snapshotEvery?: string | number;
  readonly seed?: string | number;
  readonly closeAtEnd?: boolean;
  readonly historyBars?: number;
}

/**
 * Everything that decides a run but its strategy's code and its bars, as plain data: it can be stored, compared, and sent to
 * another thread.
 */
export interface RunPlan {
  /** The number of the rules it is made under; absent for the first. */
  readonly rules?: number;
  /** Whether bars are trading days. */
  readonly daily: boolean;
  /** Milliseconds between the bars of a symbol, where they have one interval. */
  readonly interval?: number;
  readonly calendar: CalendarChoice;
  /** How many days, or longer periods, of a year its symbols have; absent where the calendar says it. */
  readonly year?: Year;
  /** In the order of their places in the blocks of bars. */
  readonly symbols: readonly string[];
  /** Laid over the strategy's own. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly options: RunOptions;
}
