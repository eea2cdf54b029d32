import type { Maker } from "../../own";
import type { RiskRule } from "../risk";
import { allowedSymbolsMaker } from "./allowed-symbols";
import { cooldownMaker } from "./cooldown";
import { dailyLossLimitMaker } from "./daily-loss-limit";
import { maxDrawdownStopMaker } from "./max-drawdown-stop";
import { maxGrossExposureMaker } from "./max-gross-exposure";
import { maxLeverageMaker } from "./max-leverage";
import { maxNetExposureMaker } from "./max-net-exposure";
import { maxOpenOrdersMaker } from "./max-open-orders";
import { maxOrderNotionalMaker } from "./max-order-notional";
import { maxOrderQuantityMaker } from "./max-order-quantity";
import { maxOrdersPerDayMaker } from "./max-orders-per-day";
import { maxPositionNotionalMaker } from "./max-position-notional";
import { maxPositionWeightMaker } from "./max-position-weight";
import { minCashMaker } from "./min-cash";
import { noShortingMaker } from "./no-shorting";
import { priceCollarMaker } from "./price-collar";

/** The risk rules of paperlab by name: those that a stored session can be made with again. */
export const riskMakers = {
  maxPositionWeight: maxPositionWeightMaker,
  maxPositionNotional: maxPositionNotionalMaker,
  maxOrderNotional: maxOrderNotionalMaker,
  maxOrderQuantity: maxOrderQuantityMaker,
  maxGrossExposure: maxGrossExposureMaker,
  maxNetExposure: maxNetExposureMaker,
  maxLeverage: maxLeverageMaker,
  maxOpenOrders: maxOpenOrdersMaker,
  maxOrdersPerDay: maxOrdersPerDayMaker,
  maxDrawdownStop: maxDrawdownStopMaker,
  dailyLossLimit: dailyLossLimitMaker,
  noShorting: noShortingMaker,
  allowedSymbols: allowedSymbolsMaker,
  priceCollar: priceCollarMaker,
  minCash: minCashMaker,
  cooldown: cooldownMaker,
} satisfies Record<string, Maker<RiskRule, never>>;
