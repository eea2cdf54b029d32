import { expected } from "../core/checks";
import { noCommission } from "../core/models/commission";
import { commissionBps } from "../core/models/commission-bps";
import { latencyBars, latencyMs, noLatency } from "../core/models/latency";
import { noSlippage } from "../core/models/slippage";
import { slippageBps } from "../core/models/slippage-bps";
import { maxPositionWeight } from "../core/rules/max-position-weight";
import type { SessionConfig } from "./session-config";
import type { SessionOptions } from "./session-options";

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
 * Returns the options that a stored session was made with. Throws INVALID_OPTION when one of them was a model or rule of
 * the user's own, which cannot be made again from data.
 */
export function storedOptions({ options, params }: SessionConfig): SessionOptions<never> {
  const made: Record<string, unknown> = { ...options, params };
  for (const key of ["commission", "slippage", "latency"]) {
    if (options[key] !== undefined) made[key] = remade(key, options[key]);
  }
  if (Array.isArray(options.risk)) made.risk = options.risk.map((rule) => remade("risk", rule));
  return made as SessionOptions<never>;
}

function remade(option: string, described: unknown): unknown {
  const { name, params } = described as { name: string; params?: Numbers };
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (maker === undefined) throw expected(option, "a model or rule of paperlab, to be made again", name);
  return maker(params ?? {});
}
