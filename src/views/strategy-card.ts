import { describedRule } from "../core/schedule/rule";
import { paramsText } from "../core/short-text";
import { cardDisplay } from "../output/pages/cards";
import type { Params, Strategy } from "../strategy/strategy";

const notHooks = ["state", "rebalance"];

/** Returns how a strategy prints itself: its params and hooks. */
export function strategyCard<P extends Params, S>(strategy: Strategy<P, S>) {
  const hooks = Object.entries(strategy).filter(
    ([part, value]) => !notHooks.includes(part) && typeof value === "function",
  );
  const pairs = [
    ["Params", paramsText(strategy.params ?? {}) || "none"],
    ...(strategy.rebalance === undefined ? [] : [["Rebalance", ruleText(strategy.rebalance)] as const]),
    ["Hooks", hooks.map(([part]) => part).join(", ")],
  ] as const;
  return cardDisplay({ title: strategy.name, note: "strategy", pairs });
}

// As it is typed, with "function" for each function in it.
function ruleText(rule: unknown): string {
  const described = describedRule(rule);
  return typeof described === "string" ? described : paramsText(described as Readonly<Record<string, unknown>>);
}
