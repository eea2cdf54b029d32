import type { Maker } from "../own";
import { type CommissionModel, noCommissionMaker } from "./commission";
import { commissionBpsMaker } from "./commission-bps";
import { type LatencyModel, latencyBarsMaker, latencyMsMaker, noLatencyMaker } from "./latency";
import { noSlippageMaker, type SlippageModel } from "./slippage";
import { slippageBpsMaker } from "./slippage-bps";

/** The commission models of paperlab by name: those that a stored session can be made with again. */
export const commissionMakers = {
  noCommission: noCommissionMaker,
  commissionBps: commissionBpsMaker,
} satisfies Record<string, Maker<CommissionModel>>;

/** The slippage models of paperlab by name. */
export const slippageMakers = {
  noSlippage: noSlippageMaker,
  slippageBps: slippageBpsMaker,
} satisfies Record<string, Maker<SlippageModel>>;

/** The latency models of paperlab by name. */
export const latencyMakers = {
  noLatency: noLatencyMaker,
  latencyBars: latencyBarsMaker,
  latencyMs: latencyMsMaker,
} satisfies Record<string, Maker<LatencyModel>>;
