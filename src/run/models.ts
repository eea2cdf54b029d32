import type { Behavior } from "../core/account/behavior";
import type { BorrowRate } from "../core/account/carry/rates";
import type { RiskRule } from "../core/account/risk";
import { riskMakers } from "../core/account/rules/makers";
import type { EngineTerms } from "../core/account/terms";
import { expected } from "../core/checks";
import type { CommissionOption } from "../core/models/commission";
import type { LatencyModel } from "../core/models/latency";
import { commissionMakers, latencyMakers, slippageMakers } from "../core/models/makers";
import type { SlippageOption } from "../core/models/slippage";
import type { Maker } from "../core/own";
import {
  checkedBorrowRate,
  checkedCommission,
  checkedLatency,
  checkedRule,
  checkedSlippage,
} from "./checked/checked-models";
import type { DescribedModel, RunOptions } from "./plan";

/** The models and rules as a plan describes them. */
type DescribedModels = Required<Pick<RunOptions, keyof Models>>;

/** Models and rules as objects. A user's own cannot be made from data and must be given. */
export interface Models {
  readonly commission?: CommissionOption;
  readonly slippage?: SlippageOption;
  readonly latency?: LatencyModel;
  readonly risk?: readonly RiskRule[];
  readonly borrowRate?: BorrowRate;
}

/** The options whose models have makers. */
type MadeKey = Exclude<keyof Models, "borrowRate">;

// The makers of paperlab's own models, by the option that takes them.
const makers: Readonly<Record<MadeKey, Readonly<Record<string, Maker<unknown, never>>>>> = {
  commission: commissionMakers,
  slippage: slippageMakers,
  latency: latencyMakers,
  risk: riskMakers,
};

/** Every key of `Models`. */
export const modelKeys = [
  ...(Object.keys(makers) as MadeKey[]),
  "borrowRate",
] as const satisfies readonly (keyof Models)[];

/**
 * Returns the models and rules of a run: those given, and the others made from the plan's descriptions. Throws
 * INVALID_OPTION for a user's own model that was not given. `when`: writes the time of a step. `now`:
 * the time of the step that the session is at.
 */
export function modelsOf(
  described: DescribedModels,
  given: Models,
  behavior: Behavior,
  when: (time: number) => string,
  now: () => number,
): Pick<EngineTerms, Exclude<keyof Models, "borrowRate">> & { borrowRate: BorrowRate } {
  const { commission, slippage, latency, risk, borrowRate } = described;
  const rules = given.risk ?? risk.map((rule) => remade<RiskRule>("risk", rule));
  const moment = () => `at ${when(now())}`;
  return {
    commission: checkedCommission(called("commission", given.commission) ?? remade("commission", commission), moment),
    slippage: checkedSlippage(called("slippage", given.slippage) ?? remade("slippage", slippage), behavior, moment),
    latency: checkedLatency(given.latency ?? remade("latency", latency), moment),
    risk: rules.map((rule, at) => checkedRule(rule, at, behavior, when)),
    borrowRate: checkedBorrowRate(given.borrowRate ?? plainBorrow(borrowRate), when),
  };
}

// commissionBps instead of commissionBps(1) is a function too.
function called<Model>(option: MadeKey, given: Model | undefined): Model | undefined {
  const name = typeof given === "function" ? given.name : "";
  if (!Object.hasOwn(makers[option], name)) return given;
  throw expected(option, `a model such as ${option}Bps(1): call ${name}, with its numbers`, given);
}

function plainBorrow(described: DescribedModels["borrowRate"]): BorrowRate {
  if (described !== "function") return described;
  throw expected("borrowRate", "given to lab.session, because it is a function", undefined);
}

function remade<Model>(option: MadeKey, { name, params }: DescribedModel): Model {
  const maker = Object.hasOwn(makers[option], name) ? makers[option][name] : undefined;
  if (maker !== undefined) return maker((params ?? {}) as never) as Model;
  throw expected(option, `given to lab.session, because "${name}" is not one of paperlab's`, undefined);
}
