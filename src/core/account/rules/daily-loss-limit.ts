import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedAction, checkedFraction, exceeds, type RiskRule, type StopOptions, stopActions } from "../risk";

/**
 * Stops trading after a step in which too much was lost on its trading day, compared with the last equity of the day
 * before. The session is then REDUCING to the end of that day; on bars of a day or longer, for the next bar. With
 * `action: "liquidate"` everything held is also closed at the next bar. Throws INVALID_OPTION or UNKNOWN_OPTION.
 *
 * @param maximum Loss, a fraction of the last equity of the day before; 0.03 is 3 %.
 */
export function dailyLossLimit(maximum: number, options?: StopOptions): RiskRule;
export function dailyLossLimit(maximum: number, options: StopOptions = {}, ...more: readonly unknown[]): RiskRule {
  checkNoMore("dailyLossLimit", more);
  checkedFraction("maximum of dailyLossLimit", maximum);
  const action = checkedAction("dailyLossLimit", options);
  return own({
    name: "dailyLossLimit",
    params: Object.freeze({ maximum, action }),
    check: () => undefined,
    afterStep(view) {
      const loss = 1 - view.equity / view.previousDayEquity;
      if (!exceeds(loss, maximum)) return undefined;
      const details = { loss, maximum, excess: loss - maximum };
      return { action: stopActions[action], code: "DAILY_LOSS_EXCEEDS_MAXIMUM", details, until: "day" };
    },
  } satisfies RiskRule);
}

/** Makes `dailyLossLimit` again from its params. */
export const dailyLossLimitMaker: Maker<RiskRule, { readonly maximum: number } & StopOptions> = ({ maximum, action }) =>
  dailyLossLimit(maximum, { action });
