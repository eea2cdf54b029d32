import { describedRule } from "../core/schedule/rule";
import { counted, listText, paramsText } from "../core/short-text";
import { cardDisplay } from "../output/pages/cards";
import { type ParamInfo, paramsOf } from "../strategy/params";
import type { Params, Strategy } from "../strategy/strategy";

const notHooks = ["state", "rebalance", "warmUp"];

/** Returns how a strategy prints itself: its params and hooks. */
export function strategyCard<P extends Params, S>(strategy: Strategy<P, S>) {
  const hooks = Object.entries(strategy).filter(
    ([part, value]) => !notHooks.includes(part) && typeof value === "function",
  );
  const pairs = [
    ["Params", listText(paramsOf(strategy).map(paramText)) || "none"],
    ...(strategy.rebalance === undefined ? [] : [["Rebalance", ruleText(strategy.rebalance)] as const]),
    ...(strategy.warmUp === undefined ? [] : [["Warm-up", warmUpText(strategy.warmUp)] as const]),
    ["Hooks", hooks.map(([part]) => part).join(", ")],
  ] as const;
  return cardDisplay({ title: strategy.name, note: "strategy", pairs });
}

function warmUpText(bars: unknown): string {
  return typeof bars === "number" ? counted(bars, "bar") : "function";
}

// With its range, if it has one: `fast 10 (2 to 200)`.
function paramText({ name, default: value, min, max, below, choices }: ParamInfo): string {
  const limits = choices?.join(", ") ?? rangeText(min, max);
  const parts = [limits, ...(below === undefined ? [] : [`below ${below}`])].filter((part) => part !== "");
  const text = paramsText({ [name]: value });
  return parts.length === 0 ? text : `${text} (${parts.join(", ")})`;
}

function rangeText(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? "" : `at most ${max}`;
}

// As it is typed, with "function" for each function in it.
function ruleText(rule: unknown): string {
  const described = describedRule(rule);
  return typeof described === "string" ? described : paramsText(described as Readonly<Record<string, unknown>>);
}
