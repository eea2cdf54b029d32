import type { CommissionModel } from "./commission";
import type { SlippageModel } from "./slippage";

/**
 * Returns a commission model as it is for a feed whose prices may be at or below zero. A share of a price at or below zero
 * is no cost that a broker asks for, so an order that opens a position there is refused, `PRICE_NOT_POSITIVE`. One that
 * reduces pays the share of the size of the price, so that a position can be left. Other models are returned as they are.
 */
export function commissionAtAnyPrice(model: CommissionModel): CommissionModel {
  if (model.isShareOfPrice !== true) return model;
  return {
    ...model,
    commission: (quantity, price, order) =>
      price > 0
        ? model.commission(quantity, price, order)
        : // What an order filled on both sides of zero must not make it a rebate.
          Math.max(0, model.commission(quantity, -price, order)),
  };
}

/**
 * Returns a slippage model as `commissionAtAnyPrice` does: the price moves against the order by the share of its size. A fixed
 * amount moves it across zero where `slipsBelowZero` is set.
 */
export function slippageAtAnyPrice(model: SlippageModel, slipsBelowZero: boolean): SlippageModel {
  const { slipAtAnyPrice } = model;
  if (slipAtAnyPrice !== undefined && slipsBelowZero) return { ...model, slip: slipAtAnyPrice };
  if (model.isShareOfPrice !== true) return model;
  return {
    ...model,
    slip: (price, side, quantity, market) =>
      price > 0
        ? model.slip(price, side, quantity, market)
        : price + (model.slip(-price, side, quantity, market) + price),
  };
}
