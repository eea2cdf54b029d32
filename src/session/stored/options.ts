import { riskMakers } from "../../core/account/rules/makers";
import { expected } from "../../core/checks";
import { commissionMakers, latencyMakers, slippageMakers } from "../../core/models/makers";
import type { Maker, ModelParams } from "../../core/own";
import type { SessionConfig } from "../config";
import type { SessionOptions } from "../terms/options";

/** Models and rules that are given when a session is reopened. */
export type GivenModels = Pick<SessionOptions, "commission" | "slippage" | "latency" | "risk">;

// How the models and rules of paperlab are made again, by the option that they are given as.
const makers: Readonly<Record<keyof GivenModels, Readonly<Record<string, Maker<unknown>>>>> = {
  commission: commissionMakers,
  slippage: slippageMakers,
  latency: latencyMakers,
  risk: riskMakers,
};

/**
 * Returns the options that a stored session was made with, with the models that are `given` again. Throws INVALID_OPTION
 * for a model or rule of the user's own that was not: it cannot be made again from data.
 */
export function storedOptions({ options, params }: SessionConfig, given: GivenModels): SessionOptions<never> {
  const made: Record<string, unknown> = { ...options, params, ...given };
  for (const key of ["commission", "slippage", "latency"] as const) {
    if (options[key] !== undefined && given[key] === undefined) made[key] = remade(key, options[key]);
  }
  if (Array.isArray(options.risk) && given.risk === undefined) {
    made.risk = options.risk.map((rule) => remade("risk", rule));
  }
  return made as SessionOptions<never>;
}

function remade(option: keyof GivenModels, described: unknown): unknown {
  const { name, params } = described as { name: string; params?: ModelParams };
  const maker = Object.hasOwn(makers[option], name) ? makers[option][name] : undefined;
  if (maker === undefined)
    throw expected(option, `given to lab.session, as "${name}" is not one of paperlab's`, undefined);
  return maker(params ?? {});
}
