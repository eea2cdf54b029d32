import { exp } from "../../core/chance/exact";
import { checkKeys, expected } from "../../core/checks";
import { dateOf, dayOfDate } from "../../core/days";
import type { CorporateAction } from "../../core/market/corporate-action";
import { type Correlation, cholesky, correlationMatrix } from "../path/correlation";
import { GbmPath, type GbmSymbol } from "../path/gbm-path";
import { Grid } from "../path/grid";
import { madeSource } from "../path/made";
import {
  type MadeOptions,
  type MadeTerms,
  madeKeys,
  madeTerms,
  numberIn,
  priceOf,
  type SymbolsInput,
  symbolList,
  volumeOf,
} from "../path/options";
import { type ActionsInput, readActions } from "../read/actions/read-actions";
import type { FeedSource, SymbolTruth, Truth } from "../source/source";

/** One symbol of `gbm`. All numbers have defaults. */
export interface GbmTerms {
  /** The price before the first bar. Default 100. */
  price?: number;
  /** Growth a year, mu: the expected price after t years is price * exp(mu * t). Default 0. */
  drift?: number;
  /** Standard deviation of a year's logarithmic return, sigma. Default 0.2. */
  volatility?: number;
  /** Mean volume of a day. Default a million. */
  volume?: number;
}

/** Jumps of prices (Merton, 1976): each symbol's come on their own, at any time of trading. */
export interface Jumps {
  /** Expected jumps a year. */
  perYear: number;
  /** Mean of the logarithm of price after over price before. Default 0. */
  mean?: number;
  /** Its standard deviation. Default 0. */
  volatility?: number;
}

/** How `gbm` makes prices. All have defaults. */
export interface GbmOptions extends MadeOptions {
  correlation?: Correlation;
  jumps?: Jumps;
  /** The part of a day's variance and drift that lies between its open and the close before, from 0 to 1. Default 0. */
  overnight?: number;
  /** `false` leaves high and low at open and close, which is several times as fast. Default `true`: those of the path. */
  extremes?: boolean;
  /**
   * Splits and dividends at given dates, as those of `replay`: a file or a list. A split divides the price, and a dividend
   * is taken from it, before the open of its day; drift and truth are those of a holder who keeps both.
   */
  actions?: ActionsInput;
}

/**
 * Makes prices that follow a geometric Brownian motion, dS/S = mu dt + sigma dW, by its exact discretisation,
 * S' = S exp((mu - sigma^2/2) dt + sigma sqrt(dt) Z). High and low are those of the path inside the bar, with their joint
 * law given open and close (see `drawExtremes`); those of correlated symbols are right for each symbol, not jointly. The
 * drift of jumps is taken out, so that mu stays the growth. Throws INVALID_OPTION, UNKNOWN_OPTION and UNKNOWN_SYMBOL.
 */
export function gbmSource(input: SymbolsInput<GbmTerms>, options: GbmOptions = {}): FeedSource {
  checkKeys("gbm", options, [...madeKeys, "correlation", "jumps", "overnight", "extremes", "actions"]);
  const terms = madeTerms(options);
  const list = symbolList("gbm", input, ["price", "drift", "volatility", "volume"]);
  const symbols = list.map(({ symbol }) => symbol);
  const { correlation, jumps, overnight: share } = options;
  const overnight = numberIn("overnight", share, { or: 0, least: 0, most: 1 });
  const each = list.map((one) => ({
    symbol: one.symbol,
    price: priceOf(one),
    drift: numberIn(`${one.symbol}.drift`, one.drift, { or: 0, least: -100, most: 100 }),
    volatility: numberIn(`${one.symbol}.volatility`, one.volatility, { or: 0.2, least: 0, most: 100 }),
    volume: volumeOf(one),
  }));
  const matrix = correlationMatrix(symbols, correlation);
  const lower = cholesky(symbols, matrix);
  const jumping = jumps === undefined ? undefined : jumpsOf(jumps);
  const { extremes = true } = options;
  if (typeof extremes !== "boolean") throw expected("extremes", "true or false", extremes);
  const actions = options.actions === undefined ? [] : actionsOf(options.actions, symbols, terms);
  const parts = {
    seed: terms.seed,
    overnight,
    jumps: jumping,
    lower,
    symbols: each,
    actions,
    extremes,
    daysPerYear: terms.calendar.periodsPerYear,
  };
  return madeSource({
    kind: "gbm",
    symbols,
    terms,
    own: {
      symbols: each,
      ...(correlation !== undefined && { correlation }),
      ...(jumping && { jumps: jumping }),
      ...(overnight > 0 && { overnight }),
      ...(!extremes && { extremes }),
      ...(actions.length > 0 && { actions }),
    },
    ...(actions.length > 0 && { actions }),
    truth: truthOf(each, matrix, jumping, parts.daysPerYear),
    path: (places) => new GbmPath(parts, places),
  });
}

function actionsOf(input: ActionsInput, symbols: readonly string[], terms: MadeTerms): readonly CorporateAction[] {
  const { actions } = readActions(input, { feed: "gbm", symbols, calendar: terms.calendar, chosen: false });
  const delisted = actions.find(({ type }) => type === "delisting");
  if (delisted !== undefined) throw expected("type of actions of gbm", '"split" or "dividend"', "delisting");
  const grid = new Grid(terms);
  const early = grid.next() ? actions.find(({ ex_date }) => dayOfDate(ex_date) <= grid.day) : undefined;
  if (early === undefined) return actions;
  throw expected(
    `ex_date of the ${early.type} of ${early.symbol}`,
    `after the first day, ${dateOf(grid.day)}`,
    early.ex_date,
  );
}

function jumpsOf(jumps: Jumps): Required<Jumps> {
  if (typeof jumps !== "object" || jumps === null)
    throw expected("jumps", "an object such as { perYear: 4, mean: -0.02, volatility: 0.03 }", jumps);
  checkKeys("jumps", jumps, ["perYear", "mean", "volatility"]);
  if (jumps.perYear === undefined) throw expected("jumps.perYear", "a number from 0 to 10000", undefined);
  return {
    perYear: numberIn("jumps.perYear", jumps.perYear, { or: 0, least: 0, most: 10_000 }),
    mean: numberIn("jumps.mean", jumps.mean, { or: 0, least: -5, most: 5 }),
    volatility: numberIn("jumps.volatility", jumps.volatility, { or: 0, least: 0, most: 5 }),
  };
}

/** Variances of the logarithm add up, and so do the second moments of the simple returns' logarithms (Merton, 1976). */
function truthOf(
  symbols: readonly GbmSymbol[],
  matrix: readonly (readonly number[])[],
  jumps: Required<Jumps> | undefined,
  days: number,
): Truth {
  const { perYear, mean, volatility: deviation } = jumps ?? { perYear: 0, mean: 0, volatility: 0 };
  const inLog = perYear * (mean ** 2 + deviation ** 2);
  // E (e^J - 1)^2
  const inSimple = perYear * (exp(2 * mean + 2 * deviation ** 2) - 2 * exp(mean + deviation ** 2 / 2) + 1);
  const truth = ({ drift, volatility }: GbmSymbol): SymbolTruth => {
    const growth = exp(drift / days);
    const deviationOfDay = growth * Math.sqrt(exp((volatility ** 2 + inSimple) / days) - 1);
    const sharpe = deviationOfDay === 0 ? Number.NaN : ((growth - 1) / deviationOfDay) * Math.sqrt(days);
    return { drift, volatility: Math.sqrt(volatility ** 2 + inLog), sharpe };
  };
  const each = symbols.map(truth);
  // Jumps are each symbol's own.
  const part = (at: number) => (each[at].volatility === 0 ? 0 : symbols[at].volatility / each[at].volatility);
  return {
    symbols: Object.fromEntries(symbols.map(({ symbol }, at) => [symbol, each[at]])),
    correlation: matrix.map((row, i) => row.map((value, j) => (i === j ? 1 : value * part(i) * part(j)))),
  };
}
