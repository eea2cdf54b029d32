import type { DayCount, MaintenanceMargin } from "../core/account/carry/rates";
import type { CalendarChoice } from "../core/market/calendar";
import type { CorporateAction } from "../core/market/corporate-action";
import type { Halt } from "../core/market/halts";
import type { FillRules } from "../core/orders/types/kind";
import type { ModelParams } from "../core/own";
import type { Year } from "../core/year";

/** The name and params of a model or rule. paperlab's own can be made again from these. */
export interface DescribedModel {
  readonly name: string;
  readonly params?: ModelParams;
}

/**
 * The options that decide a run besides its strategy and bars, if they were given. The others have the defaults of the
 * rules.
 */
export interface RunOptions {
  readonly initialCapital?: number;
  readonly commission?: DescribedModel;
  readonly slippage?: DescribedModel;
  readonly latency?: DescribedModel;
  readonly risk?: readonly DescribedModel[];
  readonly fill?: Partial<FillRules>;
  readonly volumeLimit?: number;
  readonly shorting?: boolean;
  readonly leverage?: number;
  readonly maintenanceMargin?: number | Partial<MaintenanceMargin>;
  /** `"function"` for a function, which is not plain data. */
  readonly borrowRate?: number | Readonly<Record<string, number>> | "function";
  readonly cashRate?: number;
  readonly marginRate?: number;
  readonly dayCount?: DayCount;
  readonly lotSize?: number | Readonly<Record<string, number>>;
  readonly tickSize?: number | Readonly<Record<string, number>>;
  readonly minimumTrade?: number;
  readonly onInsufficientCash?: "reduce" | "reject";
  readonly halts?: readonly Halt[];
  readonly snapshotEvery?: string | number | "fill" | { readonly bars: number };
  readonly seed?: string | number;
  readonly closeAtEnd?: boolean;
  readonly adjustOrders?: boolean;
  readonly historyBars?: number;
  /** A schedule as plain data, with `"function"` for each function in it. */
  readonly rebalance?: unknown;
}

/**
 * Everything that decides a run except its strategy's code and its bars, as plain data. It can be stored, compared,
 * and sent to another thread.
 */
export interface RunPlan {
  /** What is known of its feed, such as the corporate actions. */
  readonly feed?: { readonly actions?: readonly CorporateAction[] };
  /** The corporate actions of a feed that is made of options, of which they are one. */
  readonly actions?: readonly CorporateAction[];
  /** The number of the rules that the run is made under; absent for the first. */
  readonly rules?: number;
  /** Whether bars are trading days. */
  readonly daily: boolean;
  /** Whether the feed has no end. */
  readonly endless?: true;
  /** Whether the feed has an end, but more bars than are kept. */
  readonly long?: true;
  /** Whether prices of the feed may be at or below zero. */
  readonly negativePrices?: true;
  /** Milliseconds between the bars of a symbol, if there is one interval. */
  readonly interval?: number;
  readonly calendar: CalendarChoice;
  /** How many days (or longer periods) per year its symbols have. Absent if the calendar says it. */
  readonly year?: Year;
  /** In the order of their indices in the blocks of bars. */
  readonly symbols: readonly string[];
  /** They override the strategy's own. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly options: RunOptions;
}
