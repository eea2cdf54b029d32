import type { RiskRule } from "../../core/account/risk";
import { expected, isAsync, isGenerator, nearest } from "../../core/checks";
import { isOwn } from "../../core/own";
import { PaperLabError } from "../../errors";
import { checkSymbol } from "../../feeds/bars/symbols";

/** Throws INVALID_OPTION unless `rules` is a list of risk rules, and UNKNOWN_OPTION if a member is misspelled. */
export function checkRisk(rules: unknown): void {
  if (!Array.isArray(rules)) throw expected("risk", "an array of rules such as [maxPositionWeight(0.25)]", rules);
  for (let at = 0; at < rules.length; at++) checkRule(`risk[${at}]`, rules[at]);
}

const members = ["name", "params", "check", "afterStep"];

function checkRule(where: string, rule: unknown): void {
  if (typeof rule === "function" && rule.name !== "") {
    const message = `Expected ${where} to be a rule, was the function ${rule.name}. Call it, as in maxPositionWeight(0.25)`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  if (typeof rule !== "object" || rule === null || Array.isArray(rule))
    throw expected(where, "a rule such as maxPositionWeight(0.25), or { name, check }", rule);
  const { name, params, check, afterStep } = rule as Readonly<Record<string, unknown>>;
  // A rule may have members of its own, but not one that was meant to be another.
  for (const key of Object.keys(rule)) {
    const near = members.includes(key) ? undefined : nearest(key, members);
    if (near === undefined || near in rule) continue;
    throw new PaperLabError("UNKNOWN_OPTION", `Unknown member "${key}" of ${where}. Did you mean "${near}"?`);
  }
  if (typeof name !== "string" || name === "") throw expected(`name of ${where}`, "text", name);
  const which = `${where}, "${name}",`;
  if (params !== undefined && (typeof params !== "object" || params === null))
    throw expected(`params of ${which}`, "an object", params);
  checkAnswers(`check of ${which}`, check, "a function of a request and a view that returns a denial or nothing");
  if (afterStep !== undefined)
    checkAnswers(`afterStep of ${which}`, afterStep, "a function of a view that returns an action or nothing");
}

function checkAnswers(name: string, ask: unknown, wanted: string): void {
  if (typeof ask !== "function") throw expected(name, wanted, ask);
  if (isGenerator(ask)) throw expected(name, "a plain function", ask);
  if (!isAsync(ask)) return;
  const message = `Expected ${name} to answer at once, was an async function, whose answer comes later`;
  throw new PaperLabError("INVALID_OPTION", message);
}

/**
 * Throws UNKNOWN_SYMBOL if one of paperlab's rules is about a symbol that is not among those of its session. Such a rule
 * would do nothing, or forbid everything.
 */
export function checkRuleSymbols(rules: readonly RiskRule[] = [], symbols: readonly string[]): void {
  for (const rule of rules) {
    const named = isOwn(rule) ? rule.params?.symbols : undefined;
    if (!Array.isArray(named)) continue;
    for (const symbol of named) checkSymbol(`${rule.name}, a rule of this session`, symbols, symbol);
  }
}
