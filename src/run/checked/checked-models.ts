import type { Behavior } from "../../core/account/behavior";
import { type BorrowRate, checkedBorrow } from "../../core/account/carry/rates";
import type { RiskAction, RiskRule, RiskStop, RiskView } from "../../core/account/risk";
import { didYouMean, expected, expectedOf, shown, thrownText } from "../../core/checks";
import type { FillMarket } from "../../core/market/liquidity/fill-market";
import type { CommissionModel, CommissionOption } from "../../core/models/commission";
import type { LatencyModel } from "../../core/models/latency";
import type { SlippageModel, SlippageOption } from "../../core/models/slippage";
import type { Denial } from "../../core/orders/denial";
import type { OrderRequest, Side } from "../../core/orders/order";
import type { CheckedRequest } from "../../core/orders/requests/checked-request";
import { isOwn, modelName } from "../../core/own";
import type { RandomStream } from "../../core/random";
import { PaperLabError } from "../../errors";
import { guardedOrder, guardedView } from "./guarded-view";

/** Writes the time of the step that the session is at, such as `at 2013-05-15`, for messages. */
export type Moment = () => string;

const anytime: Moment = () => "at some time";

/**
 * Returns a commission model with checked answers. paperlab's own models are returned as they are. Any other, also a
 * function, throws MODEL_FAILED if its answer is not a number from 0, or if it throws.
 */
export function checkedCommission(given: CommissionOption, moment = anytime): CommissionModel {
  if (isOwn(given)) return given as CommissionModel;
  const model: Partial<CommissionModel> & Pick<CommissionModel, "commission"> =
    typeof given === "function" ? { commission: given } : given;
  const name = modelName("commission", given);
  return {
    name,
    params: model.params,
    commission(quantity, price, order) {
      try {
        const charged = model.commission(quantity, price, order);
        if (Number.isFinite(charged) && charged >= 0) return charged;
        throw expected("its answer", "a number of at least 0", charged);
      } catch (thrown) {
        throw modelFailed(`Commission model "${name}" failed ${moment()} (${quantity} at ${price})`, thrown);
      }
    },
  };
}

/** Returns a slippage model with checked answers, as `checkedCommission` does: prices that are not better. */
export function checkedSlippage(given: SlippageOption, behavior: Behavior, moment = anytime): SlippageModel {
  if (isOwn(given)) return given as SlippageModel;
  const model: Partial<SlippageModel> & Pick<SlippageModel, "slip"> =
    typeof given === "function" ? { slip: given } : given;
  const name = modelName("slippage", given);
  return {
    name,
    params: model.params,
    usesMarket: true,
    slip(price, side, quantity, market) {
      try {
        const slipped = model.slip(price, side, quantity, market);
        if (Number.isFinite(slipped) && isNotBetter(slipped, price, side)) return slipped;
        const most = price > 0 ? `a price above 0, at most ${price}` : `a price of at most ${price}`;
        throw expected("its answer", side === "buy" ? `a price of at least ${price}` : most, slipped);
      } catch (thrown) {
        const asked = `(${side} ${quantity} ${market.symbol} at ${price})`;
        throw modelFailed(`Slippage model "${name}" failed ${moment()} ${asked}`, thrown);
      }
    },
    ...(model.refusal !== undefined && {
      refusal(market: FillMarket) {
        try {
          return checkedRefusal(model.refusal?.(market), behavior);
        } catch (thrown) {
          throw modelFailed(`Slippage model "${name}" failed in refusal ${moment()} (${market.symbol})`, thrown);
        }
      },
    }),
  };
}

function checkedRefusal(answer: unknown, behavior: Behavior): Denial | undefined {
  const denial = copyOf(answer);
  if (denial === undefined) return denial;
  checkDenial("its answer", "undefined or { code, details }", denial, denial);
  if (behavior.refusesStrayWords) checkWords("its answer", denial.code, fieldsOf(answer), denialFields, behavior);
  return denial;
}

/**
 * Returns a latency model with checked answers, as `checkedCommission` does: what is added to its bars and milliseconds
 * for an order is a whole number, and a number, of at least 0.
 */
export function checkedLatency(model: LatencyModel, moment = anytime): LatencyModel {
  if (isOwn(model)) return model;
  const { name, params, bars, milliseconds } = model;
  const more = (method: "moreBars" | "moreMilliseconds", isRight: (value: number) => boolean, wanted: string) => {
    if (model[method] === undefined) return undefined;
    return (random: RandomStream) => {
      try {
        const added = model[method]?.(random) as number;
        if (isRight(added)) return added;
        throw expected("its answer", wanted, added);
      } catch (thrown) {
        throw modelFailed(`Latency model "${name}" failed in ${method} ${moment()}`, thrown);
      }
    };
  };
  return {
    name,
    params,
    bars,
    milliseconds,
    moreBars: more("moreBars", (value) => Number.isInteger(value) && value >= 0, "a whole number of at least 0"),
    moreMilliseconds: more(
      "moreMilliseconds",
      (value) => Number.isFinite(value) && value >= 0,
      "a number of at least 0",
    ),
  };
}

function modelFailed(what: string, cause: unknown): PaperLabError {
  return new PaperLabError("MODEL_FAILED", `${what}: ${thrownText(cause)}`, { cause });
}

/**
 * Returns a risk rule with checked answers: nothing, or a denial with a code; after a step nothing, or an action. One of a
 * user's own throws RULE_FAILED if it throws, or if its answer is none. `at`: its index in `risk`. `when`: writes the time of a step.
 * Guarded, it also fails if it reads what its view or its order does not have, or changes its view.
 */
export function checkedRule(rule: RiskRule, at: number, behavior: Behavior, when: (time: number) => string): RiskRule {
  if (isOwn(rule)) return rule;
  const shownTo = behavior.guardsRules ? guarding() : unguarded;
  const { name, params } = rule;
  const failed = (method: string, { time }: RiskView, asked: string, cause: unknown) => {
    const text = `Risk rule "${name}" failed in ${method} of risk[${at}] at ${when(time)}${asked}: ${thrownText(cause)}`;
    return new PaperLabError("RULE_FAILED", text, { cause });
  };
  return {
    name,
    params,
    ...(rule.afterStep !== undefined && {
      afterStep(view: RiskView) {
        try {
          return checkedStop(rule, shownTo.view(view), behavior);
        } catch (thrown) {
          throw failed("afterStep", view, "", thrown);
        }
      },
    }),
    check(request, view) {
      try {
        return checkedAnswer(rule, request, view, behavior, shownTo);
      } catch (thrown) {
        throw failed("check", view, ` (${request.side} ${request.quantity} ${request.symbol})`, thrown);
      }
    },
  };
}

/** What a rule of the user's own sees instead of a view and an order. */
interface Shown {
  view(view: RiskView): RiskView;
  copy(request: OrderRequest): OrderRequest;
}

const unguarded: Shown = { view: (view) => view, copy: copied };

function guarding(): Shown {
  let guarded: { readonly of: RiskView; readonly view: RiskView } | undefined;
  const view = (of: RiskView) => {
    // A session has one view.
    if (guarded?.of !== of) guarded = { of, view: guardedView(of) };
    return guarded.view;
  };
  // What is judged is a request with every default filled in.
  return { view, copy: (request) => guardedOrder(request as CheckedRequest) as OrderRequest };
}

// Its answer is read within, so that a getter that throws counts as the rule's failure.
function checkedAnswer(
  rule: RiskRule,
  request: Readonly<OrderRequest>,
  view: RiskView,
  behavior: Behavior,
  shownTo: Shown,
): Denial | undefined {
  const seen = behavior.showsCopiesToRules ? shownTo.copy(request) : request;
  const answer: unknown = rule.check(seen, shownTo.view(view));
  const changed = seen === request ? undefined : changedIn(seen, request);
  if (changed !== undefined)
    throw new PaperLabError("INVALID_OPTION", `Expected it to leave the order as it is, but it changed ${changed}`);
  const denial = copyOf(answer);
  if (denial === undefined) return denial;
  checkDenial("its answer", "undefined or { code, details }, details of texts and numbers", denial, answer);
  checkWords("its answer", denial.code, fieldsOf(answer), denialFields, behavior);
  return denial;
}

// The engine's own must stay as it is.
function copied(request: OrderRequest & { readonly rare?: object }): OrderRequest {
  return request.rare === undefined ? { ...request } : structuredClone(request);
}

function changedIn(seen: OrderRequest, request: OrderRequest): string | undefined {
  const names = Object.keys({ ...request, ...seen }) as (keyof OrderRequest)[];
  return names.find((name) => typeof request[name] !== "object" && seen[name] !== request[name]);
}

/**
 * Returns a borrow rate. A function gets checked answers: it throws MODEL_FAILED if it fails, or answers something that
 * is no rate. `when`: writes a time.
 */
export function checkedBorrowRate(rate: BorrowRate, when: (time: number) => string = String): BorrowRate {
  if (typeof rate !== "function") return rate;
  return (time, symbol) => {
    try {
      return checkedBorrow("its answer", rate(time, symbol));
    } catch (thrown) {
      throw modelFailed(`The function borrowRate failed at ${when(time)} (${symbol})`, thrown);
    }
  };
}

function checkedStop(rule: RiskRule, view: RiskView, behavior: Behavior): ReturnType<Required<RiskRule>["afterStep"]> {
  const answer: unknown = rule.afterStep?.(view);
  const asked: unknown = typeof answer === "object" && answer !== null ? { ...answer } : answer;
  if (asked === undefined || isAction(asked)) return asked;
  checkStop("its answer", asked, answer);
  checkWords("its answer", asked.code, fieldsOf(asked), stopFields, behavior);
  return asked;
}

const denialFields = ["code", "details"] as const satisfies readonly (keyof Denial)[];
const stopFields = ["action", "code", "details", "until"] as const satisfies readonly (keyof RiskStop)[];

const capitals = "capitals with underscores, such as TOO_DEAR";

// Reasons are `CODE: key=value, ...`, and are told apart by their codes. A misspelled field would be left out.
function checkWords(
  which: string,
  code: string,
  fields: readonly string[],
  known: readonly string[],
  { refusesOtherCodes, refusesStrayWords }: Behavior,
): void {
  if (refusesOtherCodes && !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))
    throw expected(`code in ${which}`, capitals, code);
  const other = fields.find((field) => !known.includes(field));
  if (other === undefined || !refusesStrayWords) return;
  const near = didYouMean(other, known);
  const text = `Expected ${which} to have no other fields than ${known.join(", ")}, had ${shown(other)}`;
  throw new PaperLabError("INVALID_OPTION", near === "" ? text : `${text}.${near}`);
}

function fieldsOf(answer: unknown): readonly string[] {
  return typeof answer === "object" && answer !== null ? Object.keys(answer) : [];
}

const actions: readonly string[] = ["HALT", "LIQUIDATE"] satisfies RiskAction[];

function isAction(value: unknown): value is RiskAction {
  return actions.includes(value as string);
}

// `answer`: what was given, of which `stop` is a copy.
function checkStop(which: string, stop: unknown, answer: unknown): asserts stop is RiskStop {
  if (typeof stop !== "object" || stop === null || isOther(answer))
    throw expectedOf(which, 'undefined, "HALT", "LIQUIDATE" or { action, code, details, until }', answer, actions);
  const { action, code, details, until } = stop as Partial<RiskStop>;
  if (!isAction(action)) throw expectedOf(`action in ${which}`, '"HALT" or "LIQUIDATE"', action, actions);
  checkReason(which, { code, details });
  if (until !== undefined && until !== "day")
    throw expectedOf(`until in ${which}`, '"day", or left out: until the state is set by hand', until, ["day"]);
}

function isNotBetter(slipped: number, price: number, side: Side): boolean {
  return side === "buy" ? slipped >= price : (slipped > 0 || price <= 0) && slipped <= price;
}

// The denial is read here, so that a getter that throws counts as the failure of what was asked.
function copyOf(denial: unknown): unknown {
  if (typeof denial !== "object" || denial === null) return denial;
  const { code, details } = denial as Denial;
  if (details === undefined) return { code };
  return { code, details: typeof details === "object" && details !== null ? { ...details } : details };
}

function checkDenial(which: string, wanted: string, denial: unknown, answer: unknown): asserts denial is Denial {
  if (typeof denial !== "object" || denial === null || isOther(answer)) throw expected(which, wanted, answer);
  checkReason(which, denial);
}

// A list or a promise has no fields of its own to name.
function isOther(answer: unknown): boolean {
  return Array.isArray(answer) || typeof (answer as { readonly then?: unknown }).then === "function";
}

function checkReason(which: string, { code, details }: { readonly code?: unknown; readonly details?: unknown }): void {
  if (typeof code !== "string") throw expected(`code in ${which}`, capitals, code);
  if (details === undefined) return;
  if (typeof details !== "object" || details === null)
    throw expected(`details in ${which}`, "an object of texts and numbers, or left out", details);
  const wrong = Object.entries(details).find(([, one]) => typeof one === "object" || typeof one === "function");
  if (wrong !== undefined) throw expected(`details.${wrong[0]} in ${which}`, "a text or a number", wrong[1]);
}
