import { nearest } from "../../core/checks";
import { functionsIn } from "../../core/schedule/rule";
import { hooks } from "../../strategy/define-strategy";
import type {
  BarContext,
  BarsContext,
  CorporateActionContext,
  FillContext,
  StrategyContext,
} from "../../strategy/strategy";
import { readMembers } from "./read-params";

type Member = keyof (StrategyContext | BarContext | BarsContext | FillContext | CorporateActionContext);
type Own = keyof BarContext | keyof BarsContext | keyof FillContext | keyof CorporateActionContext;

// What the contexts of hooks have, all together: one that another hook has is told apart when it is read.
const members: Readonly<Record<Member | Own, true>> = {
  ...{ params: true, state: true, symbols: true, now: true, cash: true, equity: true, positions: true, position: true },
  ...{ history: true, histories: true, buy: true, sell: true, order: true, together: true, cancel: true },
  ...{ replace: true, openOrders: true, orderTarget: true, orderTargetWeight: true, rebalanceTo: true, close: true },
  ...{ schedule: true, random: true, log: true, record: true, bar: true, bars: true, fill: true, action: true },
};
const names = Object.keys(members);

/**
 * Returns a sentence for each member that a hook of a strategy, or a condition of its `rebalance`, reads of its context although
 * no context has it, if one has nearly that name. In JavaScript it is `undefined`, so that a condition is never met.
 */
export function misspelledMembers(strategy: { readonly name: string; readonly rebalance?: unknown }): string[] {
  const own = hooks.map((hook) => [hook, Reflect.get(strategy, hook)] as const);
  const conditions = typeof strategy.rebalance === "object" ? functionsIn(strategy.rebalance, "rebalance") : [];
  return [...own, ...conditions].flatMap(([part, value]) => (typeof value === "function" ? misread(part, value) : []));
}

function misread(part: string, hook: object): string[] {
  return [...readMembers(String(hook), 0)].flatMap((name) => {
    const near = names.includes(name) || name in Object.prototype ? undefined : nearest(name, names);
    return near === undefined ? [] : [`${part} reads ${name} of its context, which has none: did you mean "${near}"?`];
  });
}
