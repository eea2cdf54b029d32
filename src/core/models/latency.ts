import { expected } from "../checks";
import { type Maker, own } from "../own";

/** How long an order takes to reach the broker. */
export interface LatencyModel {
  /** `"latencyBars"`, `"latencyMs"` or `"noLatency"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Number of further bars of its symbol that an order lets pass. */
  readonly bars: number;
  /** Milliseconds after its acceptance at which the order arrives. */
  readonly milliseconds: number;
}

/** Orders arrive the moment they are accepted. */
export const noLatency: LatencyModel = own({
  name: "noLatency",
  params: Object.freeze({}),
  bars: 0,
  milliseconds: 0,
});

/**
 * Lets `bars` further bars of the symbol pass before an order can fill. Throws INVALID_OPTION unless it is a whole
 * number.
 */
export function latencyBars(bars: number): LatencyModel {
  if (!(Number.isInteger(bars) && bars >= 0))
    throw expected("bars of latencyBars", "a whole number of at least 0", bars);
  return own({ name: "latencyBars", params: Object.freeze({ bars }), bars, milliseconds: 0 });
}

/**
 * Delays an order's arrival by `milliseconds`. If it arrives inside an intraday bar, a market order fills on that bar
 * at the worse of its open and close, and every other order waits for the next bar. On bars of a day or longer, only
 * whole days count. Throws INVALID_OPTION unless it is a number from 0.
 */
export function latencyMs(milliseconds: number): LatencyModel {
  if (!(Number.isFinite(milliseconds) && milliseconds >= 0)) {
    throw expected("milliseconds of latencyMs", "a number of at least 0", milliseconds);
  }
  return own({ name: "latencyMs", params: Object.freeze({ milliseconds }), bars: 0, milliseconds });
}

/** Returns `noLatency`, which has no params. */
export const noLatencyMaker: Maker<LatencyModel> = () => noLatency;

/** Makes a `latencyBars` again from its params. */
export const latencyBarsMaker: Maker<LatencyModel> = ({ bars }) => latencyBars(bars);

/** Makes a `latencyMs` again from its params. */
export const latencyMsMaker: Maker<LatencyModel> = ({ milliseconds }) => latencyMs(milliseconds);
