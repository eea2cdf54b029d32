import type { SessionConfig } from "../../session/plan/config";
import type { SweepPlan, SweepPoint } from "./plan";

/** Returns the config of a session with the params and options of a point, on the plan's feed. */
export function pointConfig({ config }: Pick<SweepPlan, "config">, point: SweepPoint): SessionConfig {
  const { params, options, range } = point;
  const ended = range?.flat ? { options: { ...config.options, closeAtEnd: true } } : {};
  const own = { ...config, ...ended, params: { ...config.params, ...params } };
  if (options === undefined) return own;
  const merged = { ...own, options: { ...own.options, ...options } };
  return options.rebalance === undefined ? merged : { ...merged, strategy: withoutRebalance(config.strategy) };
}

// A session's option replaces that of its strategy.
function withoutRebalance({
  rebalance: _,
  functions,
  ...strategy
}: SessionConfig["strategy"]): SessionConfig["strategy"] {
  const others = Object.entries(functions).filter(([part]) => part !== "rebalance" && !part.startsWith("rebalance."));
  return { ...strategy, functions: Object.fromEntries(others) };
}
