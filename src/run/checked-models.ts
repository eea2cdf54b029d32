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
      const charged = answerOf(`Commission model "${name}" failed`, () => model.commission(...asked));
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
      const slipped = answerOf(`Slippage model "${name}" failed`, () => model.slip(price, side, quantity));
      if (Number.isFinite(slipped) && isNotBetter(slipped, price, side)) return slipped;
      const wanted = side === "buy" ? `a price of at least ${price}` : `a price above 0, at most ${price}`;
      throw expected(`the answer of slippage model "${name}"`, wanted, slipped);
    },
  };
}

/**
 * Returns a risk rule with checked answers, as `checkedCommission` does: nothing, or a denial with a code; after a step
 * nothing, or an action. `at`: its index in `risk`.
 */
export function checkedRule(rule: RiskRule, at: number): RiskRule {
  if (isOwn(rule)) return rule;
  const { name, params } = rule;
  return {
    name,
    params,
    ...(rule.afterStep !== undefined && { afterStep: (view: RiskView) => checkedStop(rule, at, view) }),
    check(request, view) {
      let answer: unknown;
      const denial = answerOf(`Risk rule "${name}" failed in check of risk[${at}]`, () => {
        answer = rule.check(request, view);
        return copyOf(answer);
      });
      if (denial === undefined || isDenial(denial)) return denial;
      const wanted = "undefined or { code, details }, details of texts and numbers";
      throw expected(`the answer of check of risk[${at}], "${name}",`, wanted, answer);
    },
  };
}

function checkedStop(rule: RiskRule, at: number, view: RiskView): ReturnType<Required<RiskRule>["afterStep"]> {
  let answer: unknown;
  const asked: unknown = answerOf(`Risk rule "${rule.name}" failed in afterStep of risk[${at}]`, () => {
    answer = rule.afterStep?.(view);
    return typeof answer === "object" && answer !== null ? { ...answer } : answer;
  });
  if (asked === undefined || isAction(asked) || isStop(asked)) return asked;
  const wanted = 'undefined, "HALT", "LIQUIDATE" or { action, code, details, until }';
  throw expected(`the answer of afterStep of risk[${at}], "${rule.name}",`, wanted, answer);
}

function isAction(value: unknown): value is "HALT" | "LIQUIDATE" {
  return value === "HALT" || value === "LIQUIDATE";
}

function isStop(value: unknown): value is RiskStop {
  if (typeof value !== "object" || value === null) return false;
  const { action, code, details, until } = value as Partial<RiskStop>;
  if (details !== undefined && !areDetails(details)) return false;
  return isAction(action) && typeof code === "string" && (until === undefined || until === "day");
}

function answerOf<Answer>(failure: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (cause) {
    throw new PaperLabError("INVALID_OPTION", `${failure}: ${thrownText(cause)}`, { cause });
  }
}

function isNotBetter(slipped: number, price: number, side: Side): boolean {
  return side === "buy" ? slipped >= price : slipped > 0 && slipped <= price;
}

// The denial is read here, so that a getter that throws counts as the rule's failure.
function copyOf(denial: unknown): unknown {
  if (typeof denial !== "object" || denial === null) return denial;
  const { code, details } = denial as Denial;
  if (details === undefined) return { code };
  return { code, details: typeof details === "object" && details !== null ? { ...details } : details };
}

function isDenial(value: unknown): value is Denial {
  if (typeof value !== "object" || value === null) return false;
  const { code, details } = value as Denial;
  return typeof code === "string" && (details === undefined || areDetails(details));
}

function areDetails(details: unknown): boolean {
  if (typeof details !== "object" || details === null) return false;
  return Object.values(details).every((one) => typeof one !== "object" && typeof one !== "function");
}
