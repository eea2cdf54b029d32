import type * as indicators from "./indicators/index";
import type { Column, Line } from "./indicators/index";
import type { Crossing } from "./indicators/mechanism/crossing";
import type { BarColumn, OfBars } from "./indicators/mechanism/of-bars";
import type { OfPairs } from "./indicators/mechanism/of-pairs";
import type { OfValues } from "./indicators/mechanism/of-values";
import type { DeclaredParams } from "./param";
import type { Params } from "./strategy";

/** The bars of one symbol as whole columns, oldest first, all of one length. */
export interface SignalBars {
  readonly symbol: string;
  readonly length: number;
  /** When each bar is known, epoch milliseconds UTC. */
  readonly time: Column;
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
}

/**
 * Every indicator, by its name: what paperlab exports, so that a function of columns can take them out of its argument.
 * They give the whole series of any list with a number for each bar.
 */
export type Indicators = {
  readonly [Name in Exclude<keyof typeof indicators, "Column" | "prototype">]: OfWhole<(typeof indicators)[Name]>;
};

type List = ArrayLike<number | undefined | null>;

// Crossings come last: to older compilers, any indicator is one.
type OfWhole<Indicator> =
  Indicator extends OfPairs<infer Parameters, unknown, infer Series>
    ? (one: List, other: List | number, ...parameters: Parameters) => Series
    : Indicator extends OfValues<infer Parameters, unknown, infer Series>
      ? (values: List, ...parameters: Parameters) => Series
      : Indicator extends OfBars<infer Needed, infer Parameters, unknown, infer Series>
        ? (bars: Readonly<Record<Needed, List>>, ...parameters: Parameters) => Series
        : Indicator extends Crossing
          ? WholeCrossing
          : Indicator;

/** Whether one line crosses another, bar by bar: 1 where it does and 0 elsewhere. */
interface WholeCrossing {
  (one: List, other: List | Line): Column;
  (source: List | Readonly<Partial<Record<BarColumn, List>>>, one: Line, other: Line): Column;
}

/** What `signals` is called with, once for each symbol. */
export interface SignalColumns<P = Params> extends SignalBars, Indicators {
  readonly params: Readonly<P>;
  /** The session's symbols. */
  readonly symbols: readonly string[];
}

/** What `signalsAll` is called with, once. */
export interface AllSignalColumns<P = Params> extends Indicators {
  /** The bars of each symbol of the session, by name. */
  readonly symbols: Readonly<Record<string, SignalBars>>;
  readonly params: Readonly<P>;
}

/** One number a bar; `true` is 1 and `false` 0. `NaN`, or nothing, is no opinion: what was wanted before stays. */
export type SignalValues = ArrayLike<number | boolean | undefined | null>;

/** One yes or no a bar; numbers other than 0 and `NaN` are a yes. */
export type SignalFlags = ArrayLike<number | boolean>;

/**
 * What is wanted of one symbol: a weight a bar (a share of the equity), a quantity a bar (units, negative for short), or
 * the bars on which to enter and to leave. Between an entry and an exit, `weight` or `quantity` of the entry's bar is
 * held, by default a weight of 1. A bar with both is an exit.
 */
export type Signals =
  | SignalValues
  | { readonly weight: SignalValues }
  | { readonly quantity: SignalValues }
  | {
      readonly entries: SignalFlags;
      readonly exits?: SignalFlags;
      readonly weight?: number | SignalValues;
      readonly quantity?: number | SignalValues;
    };

/** A strategy of functions over whole columns: a plain object. It has `signals` or `signalsAll`. */
export interface SignalStrategy<P = Params> {
  readonly name: string;
  /** Default parameters, or `param.int(10, { min: 2, max: 200 })` and its like. A session can give other values. */
  readonly params?: DeclaredParams<P>;
  /** Returns what is wanted of a symbol, from its whole columns. */
  signals?(columns: SignalColumns<P>): Signals;
  /** Returns what is wanted of each symbol, from the columns of all. Symbols that it leaves out are not traded. */
  signalsAll?(columns: AllSignalColumns<P>): Readonly<Record<string, Signals>>;
  /**
   * `"refuse"`, the default: a session is refused whose signals change when later bars are left out. `"allow"` trades
   * them all the same.
   */
  readonly lookAhead?: "refuse" | "allow";
}
