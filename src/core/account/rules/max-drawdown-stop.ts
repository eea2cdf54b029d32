import { checkNoMore } from "../../checks";
import { type Maker, own } from "../../own";
import { checkedAction, checkedFraction, exceeds, type RiskRule, type StopOptions, stopActions } from "../risk";

/**
 * Stops trading after a step in which the equity is too far below its highest point. The session is then REDUCING until
 * its state is set by hand; with `action: "liquidate"` everything held is also closed at the next bar. Throws
 * INVALID_OPTION or UNKNOWN_OPTION.
 *
 * @param maximum Drawdown, a fraction of the highest equity; 0.2 is 20 %.
 */
export function maxDrawdownStop(maximum: number, options?: StopOptions): RiskRule;
export function maxDrawdownStop(maximum: number, options: StopOptions = {}, ...more: readonly unknown[]): RiskRule {
  checkNoMore("maxDrawdownStop", more);
  checkedFraction("maximum of maxDrawdownStop", maximum);
  const action = checkedAction("maxDrawdownStop", options);
  return own({
    name: "maxDrawdownStop",
    params: Object.freeze({ maximum, action }),
    check: () => undefined,
    afterStep(view) {
      const drawdown = 1 - view.equity / view.peakEquity;
      if (!exceeds(drawdown, maximum)) return undefined;
      const details = { drawdown, maximum, excess: drawdown - maximum };
      return { action: stopActions[action], code: "DRAWDOWN_EXCEEDS_MAXIMUM", details };
    },
  } satisfies RiskRule);
}

/** Makes `maxDrawdownStop` again from its params. */
export const maxDrawdownStopMaker: Maker<RiskRule, { readonly maximum: number } & StopOptions> = ({
  maximum,
  action,
}) => maxDrawdownStop(maximum, { action });
