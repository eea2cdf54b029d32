import { type BorrowRate, checkedBorrow } from "../core/account/carry/rates";
import type { RiskRule, RiskStop, RiskView } from "../core/account/risk";
import { expected, thrownText } from "../core/checks";
import type { CommissionModel } from "../core/models/commission";
import type { SlippageModel } from "../core/models/slippage";
import type { Denial } from "../core/orders/denial";
import type { Side } from "../core/orders/order";
import { isOwn } from "../core/own";
import { PaperLabError } from "../errors";

/**
 * Returns a commission model with checked answers. paperlab's own models are returned as they are. Any other throws
 * INVALID_OPTION if its answer is not a number from 0, or if it throws.
 */
export function checkedCommission(model: CommissionModel): CommissionModel {
  if (isOwn(model)) return model;
  const { name, params } = model;
  return {
    name,
    params,
    commission(...asked) {
      const charged = answerOf("Commission model", name, () => model.commission(...asked));
      if (Number.isFinite(charged) && charged >= 0) return charged;
      throw expected(`the answer of commission model "${name}"`, "a number of at least 0", charged);
    },
  };
}

/** Returns a slippage model with checked answers, as `checkedCommission` does: prices that are not better. */
export function checkedSlippage(model: SlippageModel): SlippageModel {
  if (isOwn(model)) return model;
  const { name, params } = model;
  return {
    name,
    params,
    slip(price, side, quantity) {
      const slipped = answerOf("Slippage model", name, () => model.slip(price, side, quantity));
      if (Number.isFinite(slipped) && isNotBetter(slipped, price, side)) return slipped;
      const wanted = side === "buy" ? `a price of at least ${price}` : `a price above 0, at most ${price}`;
      throw expected(`the answer of slippage model "${name}"`, wanted, slipped);
    },
  };
}

/**
 * Returns a risk rule with checked answers, as `checkedCommission` does: nothing, or a denial with a code; after a step
 * nothing, or an action.
 */
export function checkedRule(rule: RiskRule): RiskRule {
  if (isOwn(rule)) return rule;
  const { name, params } = rule;
  return {
    name,
    params,
    ...(rule.afterStep !== undefined && { afterStep: (view: RiskView) => checkedStop(rule, view) }),
    check(request, view) {
      const denial: unknown = answerOf("Risk rule", name, () => copyOf(rule.check(request, view)));
      if (denial === undefined || isDenial(denial)) return denial;
      throw expected(`the answer of risk rule "${name}"`, "undefined or { code, details }", denial);
    },
  };
}

/**
 * Returns a borrow rate. A function gets checked answers: it throws INVALID_OPTION if it fails, or answers something that
 * is no rate.
 */
export function checkedBorrowRate(rate: BorrowRate): BorrowRate {
  if (typeof rate !== "function") return rate;
  return (time, symbol) => {
    const answer = answerOf("Function", "borrowRate", () => rate(time, symbol));
    return checkedBorrow(`the answer of borrowRate for ${symbol}`, answer);
  };
}

function checkedStop(rule: RiskRule, view: RiskView): ReturnType<Required<RiskRule>["afterStep"]> {
  const asked: unknown = answerOf("Risk rule", rule.name, () => {
    const answer: unknown = rule.afterStep?.(view);
    return typeof answer === "object" && answer !== null ? { ...answer } : answer;
  });
  if (asked === undefined || isAction(asked) || isStop(asked)) return asked;
  const wanted = 'undefined, "HALT", "LIQUIDATE" or { action, code, details, until }';
  throw expected(`the answer of afterStep of risk rule "${rule.name}"`, wanted, asked);
}

function isAction(value: unknown): value is "HALT" | "LIQUIDATE" {
  return value === "HALT" || value === "LIQUIDATE";
}

function isStop(value: unknown): value is RiskStop {
  if (typeof value !== "object" || value === null) return false;
  const { action, code, until } = value as Partial<RiskStop>;
  return isAction(action) && typeof code === "string" && (until === undefined || until === "day");
}

function answerOf<Answer>(what: string, name: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (cause) {
    const reason = thrownText(cause);
    throw new PaperLabError("INVALID_OPTION", `${what} "${name}" failed: ${reason}`, { cause });
  }
}

function isNotBetter(slipped: number, price: number, side: Side): boolean {
  return side === "buy" ? slipped >= price : slipped > 0 && slipped <= price;
}

// The denial is read here, so that a getter that throws counts as the rule's failure.
function copyOf(denial: unknown): unknown {
  if (typeof denial !== "object" || denial === null) return denial;
  const { code, details } = denial as Denial;
  return details === undefined ? { code } : { code, details: { ...details } };
}

function isDenial(value: unknown): value is Denial {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}
