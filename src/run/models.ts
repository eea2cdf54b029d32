import type { RiskRule } from "../core/account/risk";
import { maxPositionWeight } from "../core/account/rules/max-position-weight";
import { expected } from "../core/checks";
import { type CommissionModel, noCommission } from "../core/models/commission";
import { commissionBps } from "../core/models/commission-bps";
import { type LatencyModel, latencyBars, latencyMs, noLatency } from "../core/models/latency";
import { noSlippage, type SlippageModel } from "../core/models/slippage";
import { slippageBps } from "../core/models/slippage-bps";
import { checkedCommission, checkedRule, checkedSlippage } from "./checked-models";
import type { DescribedModel, RunOptions } from "./plan";

/** Models and rules as objects: those of a user's own cannot be made from data, and have to be given. */
export interface Models {
  readonly commission?: CommissionModel;
  readonly slippage?: SlippageModel;
  readonly latency?: LatencyModel;
  readonly risk?: readonly RiskRule[];
}

/** Every key of `Models`. */
export const modelKeys = ["commission", "slippage", "latency", "risk"] as const satisfies readonly (keyof Models)[];

type Numbers = Readonly<Record<string, number>>;

/** How each model and rule of paperlab is made again from its params. */
const makers: Readonly<Record<string, (params: Numbers) => unknown>> = {
  noCommission: () => noCommission,
  noSlippage: () => noSlippage,
  noLatency: () => noLatency,
  commissionBps: ({ bps, ...options }) => commissionBps(bps, options),
  slippageBps: ({ bps }) => slippageBps(bps),
  latencyBars: ({ bars }) => latencyBars(bars),
  latencyMs: ({ milliseconds }) => latencyMs(milliseconds),
  maxPositionWeight: ({ maximum }) => maxPositionWeight(maximum),
};

/**
 * Returns the models and rules of a run: those given, the others made again from what the plan says of them. Throws
 * INVALID_OPTION for one of a user's own that was not given.
 */
export function modelsOf(options: RunOptions, given: Models): Required<Models> {
  const { commission = noCommission, slippage = noSlippage, latency = noLatency, risk = [] } = options;
  return {
    commission: checkedCommission(given.commission ?? remade("commission", commission)),
    slippage: checkedSlippage(given.slippage ?? remade("slippage", slippage)),
    latency: given.latency ?? remade("latency", latency),
    risk: (given.risk ?? risk.map((rule) => remade<RiskRule>("risk", rule))).map(checkedRule),
  };
}

function remade<Model>(option: string, { name, params }: DescribedModel): Model {
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (maker !== undefined) return maker(params ?? {}) as Model;
  throw expected(option, `given to lab.session, as "${name}" is not one of paperlab's`, undefined);
}
