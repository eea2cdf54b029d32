import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedCount, type RiskRule } from "../risk";

/**
 * Denies orders that open a position in a symbol for some bars after a position in it was closed at a loss, commissions
 * included. The step of that fill is the first of them. Throws INVALID_OPTION unless `bars` is a whole number of at
 * least 1.
 *
 * @param bars Steps of the session.
 */
export function cooldown(bars: number): RiskRule;
export function cooldown(bars: number, ...more: readonly unknown[]): RiskRule {
  checkNoMore("cooldown", more);
  checkedCount("bars of cooldown", bars);
  return own({
    name: "cooldown",
    params: Object.freeze({ bars }),
    check({ symbol }, view) {
      const since = view.stepsSinceLoss(symbol);
      return since < bars ? { code: "COOLDOWN_AFTER_LOSS", details: { since, bars } } : undefined;
    },
  } satisfies RiskRule);
}

/** Makes `cooldown` again from its params. */
export const cooldownMaker: Maker<RiskRule> = ({ bars }) => cooldown(bars);
