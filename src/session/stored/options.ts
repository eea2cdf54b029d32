import { maxPositionWeight } from "../../core/account/rules/max-position-weight";
import { expected } from "../../core/checks";
import { noCommission } from "../../core/models/commission";
import { commissionBps } from "../../core/models/commission-bps";
import { latencyBars, latencyMs, noLatency } from "../../core/models/latency";
import { noSlippage } from "../../core/models/slippage";
import { slippageBps } from "../../core/models/slippage-bps";
import type { SessionConfig } from "../config";
import type { SessionOptions } from "../terms/options";

/** Models and rules that are given when a session is reopened. */
export type GivenModels = Pick<SessionOptions, "commission" | "slippage" | "latency" | "risk">;

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
 * Returns the options that a stored session was made with, with the models that are `given` again. Throws INVALID_OPTION
 * for a model or rule of the user's own that was not: it cannot be made again from data.
 */
export function storedOptions({ options, params }: SessionConfig, given: GivenModels): SessionOptions<never> {
  const made: Record<string, unknown> = { ...options, params, ...given };
  for (const key of ["commission", "slippage", "latency"] as const) {
    if (options[key] !== undefined && given[key] === undefined) made[key] = remade(key, options[key]);
  }
  if (Array.isArray(options.risk) && given.risk === undefined) {
    made.risk = options.risk.map((rule) => remade("risk", rule));
  }
  return made as SessionOptions<never>;
}

function remade(option: string, described: unknown): unknown {
  const { name, params } = described as { name: string; params?: Numbers };
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (maker === undefined)
    throw expected(option, `given to lab.session, as "${name}" is not one of paperlab's`, undefined);
  return maker(params ?? {});
}
