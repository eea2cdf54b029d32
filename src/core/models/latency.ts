import { exp } from "../chance/exact";
import { normalQuantile } from "../chance/normal";
import { checkKeys, checkNoMore, expected } from "../checks";
import { type Maker, own } from "../own";
import type { RandomStream } from "../random";

/** How long an order takes to reach the broker. */
export interface LatencyModel {
  /** `"latencyBars"`, `"latencyMs"` or `"noLatency"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Number of further bars of its symbol that every order lets pass. */
  readonly bars: number;
  /** Milliseconds after its acceptance at which an order arrives at the earliest. */
  readonly milliseconds: number;
  /** Returns how many more bars one order lets pass, a whole number. `random`: the session's chance for latencies. */
  moreBars?(random: RandomStream): number;
  /** Returns how many milliseconds later one order arrives. */
  moreMilliseconds?(random: RandomStream): number;
}

/** Orders arrive the moment they are accepted. */
export const noLatency: LatencyModel = own({
  name: "noLatency",
  params: Object.freeze({}),
  bars: 0,
  milliseconds: 0,
});

/**
 * Lets `bars` further bars of the symbol pass before an order can fill: a whole number, or `{ from, to }` for a number
 * between these (inclusive) that is drawn for each order, all equally likely. Throws INVALID_OPTION.
 */
export function latencyBars(bars: number | { from: number; to: number }): LatencyModel;
export function latencyBars(bars: number | { from: number; to: number }, ...more: readonly unknown[]): LatencyModel {
  checkNoMore("latencyBars", more);
  if (typeof bars === "object" && bars !== null) return randomBars(bars);
  checkBars("bars", bars);
  return own({ name: "latencyBars", params: Object.freeze({ bars }), bars, milliseconds: 0 });
}

/** Milliseconds that are drawn for each order. */
type RandomMilliseconds =
  | { readonly from: number; readonly to: number }
  | { readonly median: number; readonly sigma: number };

/**
 * Delays an order's arrival by `milliseconds`. If it arrives inside an intraday bar, a market order fills on that bar
 * at the worse of its open and close, and every other order waits for the next bar. On bars of a day or longer, only
 * whole days count. Throws INVALID_OPTION unless it is a number from 0.
 *
 * The delay can be drawn for each order, from the session's seed: `{ from, to }` is uniform between the two; `{ median,
 * sigma }` is lognormal, `median * exp(sigma * z)` with a standard normal z, so that most are short and few are long. The
 * strategy's `random()` does not change.
 */
export function latencyMs(milliseconds: number | RandomMilliseconds): LatencyModel;
export function latencyMs(milliseconds: number | RandomMilliseconds, ...more: readonly unknown[]): LatencyModel {
  checkNoMore("latencyMs", more);
  if (typeof milliseconds === "object" && milliseconds !== null)
    return "median" in milliseconds || "sigma" in milliseconds ? lognormal(milliseconds) : uniform(milliseconds);
  checkMs("milliseconds", milliseconds);
  return own({ name: "latencyMs", params: Object.freeze({ milliseconds }), bars: 0, milliseconds });
}

/** Returns `noLatency`, which has no params. */
export const noLatencyMaker: Maker<LatencyModel> = () => noLatency;

/** Makes a `latencyBars` again from its params. */
export const latencyBarsMaker: Maker<LatencyModel> = ({ bars, from, to }) => latencyBars(bars ?? { from, to });

/** Makes a `latencyMs` again from its params. */
export const latencyMsMaker: Maker<LatencyModel> = ({ milliseconds, ...drawn }) =>
  latencyMs(milliseconds ?? (drawn as RandomMilliseconds));

function randomBars(drawn: { from: number; to: number }): LatencyModel {
  checkKeys("latencyBars", drawn, ["from", "to"]);
  const { from, to } = drawn;
  checkBars("from", from);
  checkBars("to", to);
  if (to < from) throw expected("to of latencyBars", `at least from, ${from}`, to);
  const moreBars = (random: RandomStream) => Math.floor(random() * (to - from + 1));
  return own({ name: "latencyBars", params: Object.freeze({ from, to }), bars: from, milliseconds: 0, moreBars }, 0);
}

function uniform(drawn: object): LatencyModel {
  checkKeys("latencyMs", drawn, ["from", "to", "median", "sigma"]);
  const { from, to } = drawn as { from: number; to: number };
  checkMs("from", from);
  checkMs("to", to);
  if (to < from) throw expected("to of latencyMs", `at least from, ${from}`, to);
  const moreMilliseconds = (random: RandomStream) => random() * (to - from);
  const params = Object.freeze({ from, to });
  return own({ name: "latencyMs", params, bars: 0, milliseconds: from, moreMilliseconds }, 0);
}

const CELLS = 2 ** 52;

function lognormal(drawn: object): LatencyModel {
  checkKeys("latencyMs", drawn, ["median", "sigma"]);
  const { median, sigma } = drawn as { median: number; sigma: number };
  if (!(Number.isFinite(median) && median > 0)) throw expected("median of latencyMs", "a number above 0", median);
  if (!(Number.isFinite(sigma) && sigma >= 0 && sigma <= 10))
    throw expected("sigma of latencyMs", "a number from 0 to 10", sigma);
  // The middle of a cell: a quantile has neither 0 nor 1.
  const moreMilliseconds = (random: RandomStream) =>
    median * exp(sigma * normalQuantile((Math.floor(random() * CELLS) + 0.5) / CELLS));
  const params = Object.freeze({ median, sigma });
  return own({ name: "latencyMs", params, bars: 0, milliseconds: 0, moreMilliseconds }, 0);
}

function checkBars(name: string, bars: number): void {
  if (!(Number.isInteger(bars) && bars >= 0))
    throw expected(`${name} of latencyBars`, "a whole number of at least 0", bars);
}

function checkMs(name: string, milliseconds: number): void {
  if (!(Number.isFinite(milliseconds) && milliseconds >= 0))
    throw expected(`${name} of latencyMs`, "a number of at least 0", milliseconds);
}
