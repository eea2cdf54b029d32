import { isOwn } from "../../core/own";
import { type Condition, isConditionObject } from "../../core/schedule/condition";
import type { Models } from "../../run/models";
import { engineTerms } from "../../run/terms";
import { rebalanceRule } from "../../strategy/rebalance";
import type { PreparedSession } from "./plan";

type Rule = NonNullable<Models["risk"]>[number];

// Limits that are fractions of the equity.
const ofEquity = ["maxPositionWeight", "maxGrossExposure", "maxNetExposure", "maxLeverage"];

/** Returns what to say of limits that are so wide that nothing is beyond them: often percent instead of a fraction. */
export function limitAdvice({ config, material }: Pick<PreparedSession, "config" | "material">): string[] {
  const { leverage } = engineTerms(config, material.models);
  const rules = (material.models?.risk ?? []).flatMap((rule) => adviceOfRule(rule, leverage));
  const rebalance = material.rebalance ?? material.strategy.rebalance;
  if (rebalance === undefined) return rules;
  const { when } = rebalanceRule(rebalance, structuredClone(config.params) as never, material.strategy);
  return [...rules, ...adviceOfCondition(when, leverage)];
}

function adviceOfRule(rule: Rule, leverage: number): string[] {
  const maximum = isOwn(rule) ? rule.params?.maximum : undefined;
  if (typeof maximum !== "number") return [];
  const call = `${rule.name}(${maximum})`;
  if (ofEquity.includes(rule.name) && maximum > leverage)
    return [`${call} allows ${percent(maximum)} of the equity, and the leverage is ${leverage}${instead(maximum)}`];
  if (rule.name === "priceCollar" && maximum > 1)
    return [`${call} allows limits that are ${percent(maximum)} away from the market${instead(maximum)}`];
  return [];
}

function adviceOfCondition(condition: Condition<never> | undefined, leverage: number): string[] {
  if (!isConditionObject(condition)) return [];
  if (condition.kind !== "driftOver") return condition.of.flatMap((one) => adviceOfCondition(one, leverage));
  const limit = "absolute" in condition ? condition.absolute : undefined;
  if (limit === undefined || !(limit > leverage)) return [];
  const away = `a weight is ${percent(limit)} of the equity away from its target`;
  return [`driftOver({ absolute: ${limit} }) is met when ${away}, and the leverage is ${leverage}${instead(limit)}`];
}

// Below 5 it is hardly meant in percent.
function instead(limit: number): string {
  return limit < 5 ? "" : `; for ${percent(limit / 100)} write ${digits(limit / 100)}`;
}

function percent(fraction: number): string {
  return `${digits(fraction * 100)} %`;
}

function digits(value: number): number {
  return Number(value.toPrecision(6));
}
