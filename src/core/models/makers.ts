import type { Maker } from "../own";
import { type CommissionModel, noCommissionMaker } from "./commission";
import { commissionBpsMaker } from "./commission-bps";
import { commissionFixedMaker } from "./commission-fixed";
import { commissionPerShareMaker } from "./commission-per-share";
import { type LatencyModel, latencyBarsMaker, latencyMsMaker, noLatencyMaker } from "./latency";
import { noSlippageMaker, type SlippageModel } from "./slippage";
import { slippageBpsMaker } from "./slippage-bps";
import { slippageFixedMaker } from "./slippage-fixed";
import { slippageSquareRootMaker } from "./slippage-square-root";
import { slippageVolumeShareMaker } from "./slippage-volume-share";
import { spreadBpsMaker } from "./spread-bps";

/** paperlab's commission models by name. Stored sessions make their models with these. */
export const commissionMakers = {
  noCommission: noCommissionMaker,
  commissionBps: commissionBpsMaker,
  commissionPerShare: commissionPerShareMaker,
  commissionFixed: commissionFixedMaker,
} satisfies Record<string, Maker<CommissionModel>>;

/** paperlab's slippage models by name. */
export const slippageMakers = {
  noSlippage: noSlippageMaker,
  slippageBps: slippageBpsMaker,
  slippageFixed: slippageFixedMaker,
  slippageVolumeShare: slippageVolumeShareMaker,
  slippageSquareRoot: slippageSquareRootMaker,
  spreadBps: spreadBpsMaker,
} satisfies Record<string, Maker<SlippageModel>>;

/** paperlab's latency models by name. */
export const latencyMakers = {
  noLatency: noLatencyMaker,
  latencyBars: latencyBarsMaker,
  latencyMs: latencyMsMaker,
} satisfies Record<string, Maker<LatencyModel>>;
