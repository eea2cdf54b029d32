import { exp, log } from "../chance/exact";
import { checkKeys, checkNoMore, expected } from "../checks";
import type { FillMarket } from "../market/liquidity/fill-market";
import type { Denial } from "../orders/denial";
import type { Side } from "../orders/order";
import { type Maker, own } from "../own";
import { movedAgainst, type SlippageModel } from "./slippage";

/** Days whose closes have two returns, with which a deviation can be told. */
const LEAST_DAYS = 3;

/**
 * Moves the price against the order with the square root of its share of a day's volume: by `coefficient * σ * (Q / V) **
 * exponent` of the price. Q is what the session has filled of the symbol on this side on this day, this fill included. A
 * fill pays by how much it raises the cost of the whole, `coefficient * σ * Q ** (1 + exponent) / V ** exponent`, so that
 * slicing an order saves nothing. σ is the standard deviation (over n - 1) of the returns from close to close, V the mean
 * daily volume of the up to 20 days before. A sale keeps at least a ten-thousandth of the price.
 *
 * Where V is 0, the last one that was not counts. Where there is none, or fewer than three days, nothing can be told: an
 * order that opens a position is refused, NO_VOLUME, and one that reduces fills unmoved.
 *
 * Sources: Torre, BARRA Market Impact Model Handbook (1997); Tóth et al., Anomalous price impact and the critical nature
 * of liquidity in financial markets, Physical Review X 1 (2011); Almgren et al., Direct estimation of equity market
 * impact, Risk 18 (2005), who find an exponent of 0.6. Throws INVALID_OPTION.
 *
 * @param options `coefficient`: about 1 for stocks; 0 or more. `exponent`: above 0, at most 1; default 0.5.
 */
export function slippageSquareRoot(options: { coefficient: number; exponent?: number }): SlippageModel;
export function slippageSquareRoot(
  options: { coefficient: number; exponent?: number },
  ...more: readonly unknown[]
): SlippageModel {
  checkNoMore("slippageSquareRoot", more);
  checkKeys("slippageSquareRoot", options, ["coefficient", "exponent"]);
  const { coefficient, exponent = 0.5 } = options;
  if (!(Number.isFinite(coefficient) && coefficient >= 0))
    throw expected("coefficient of slippageSquareRoot", "a number of at least 0", coefficient);
  if (!(Number.isFinite(exponent) && exponent > 0 && exponent <= 1))
    throw expected("exponent of slippageSquareRoot", "a number above 0, at most 1", exponent);
  const power = powerOf(exponent);
  const params: Record<string, number> = { coefficient, ...(exponent !== 0.5 && { exponent }) };
  return own(
    {
      name: "slippageSquareRoot",
      params: Object.freeze(params),
      usesMarket: true,
      isShareOfPrice: coefficient > 0,
      refusal,
      slip(price: number, side: Side, quantity: number, market: FillMarket): number {
        if (refusal(market) !== undefined) return price;
        const { meanDailyVolume, dailyVolatility, filledToday } = market;
        const after = filledToday + quantity;
        const before = filledToday === 0 ? 0 : filledToday * power(filledToday / meanDailyVolume);
        const raised = (after * power(after / meanDailyVolume) - before) / quantity;
        // The last bits of a difference may be below zero.
        return movedAgainst(price, side, Math.max(0, coefficient * dailyVolatility * raised));
      },
    },
    0,
  );
}

/** Makes a `slippageSquareRoot` again from its params. */
export const slippageSquareRootMaker: Maker<SlippageModel> = ({ coefficient, exponent }) =>
  slippageSquareRoot({ coefficient, exponent });

function refusal({ days, meanDailyVolume, dailyVolatility }: FillMarket): Denial | undefined {
  if (meanDailyVolume > 0 && dailyVolatility >= 0) return undefined;
  return { code: "NO_VOLUME", details: days < LEAST_DAYS ? { days, needed: LEAST_DAYS } : { days } };
}

// `**` may differ in the last bit from one build of V8 to another.
function powerOf(exponent: number): (value: number) => number {
  if (exponent === 0.5) return Math.sqrt;
  return exponent === 1 ? (value) => value : (value) => exp(exponent * log(value));
}
