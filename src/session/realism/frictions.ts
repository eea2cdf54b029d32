import type { RunOptions } from "../../run/plan";
import type { RunMaterial } from "../../run/run";
import type { SessionConfig } from "../plan/config";

/** A friction of a market, by the options of a session that set it. */
interface Friction {
  readonly name: FrictionName;
  readonly options: readonly (keyof RunOptions)[];
}

/** The frictions of the ladder, in the order in which they are added. */
export const frictionNames = ["slippage", "commission", "latency", "volume limit", "carry", "halts"] as const;

/** The name of a friction. */
export type FrictionName = (typeof frictionNames)[number];

const optionsOf: Readonly<Record<FrictionName, readonly (keyof RunOptions)[]>> = {
  slippage: ["slippage"],
  commission: ["commission"],
  latency: ["latency"],
  "volume limit": ["volumeLimit"],
  carry: ["borrowRate", "cashRate", "marginRate"],
  halts: ["halts"],
};

const frictions: readonly Friction[] = frictionNames.map((name) => ({ name, options: optionsOf[name] }));

/** Returns the frictions that the options of a session set, in the order of the ladder. */
export function frictionsOf({ options }: Pick<SessionConfig, "options">): FrictionName[] {
  return frictions.filter((one) => one.options.some((key) => isSet(options[key]))).map(({ name }) => name);
}

/** Whether a session has neither a commission nor a slippage or spread. */
export function isWithoutCosts({ options }: Pick<SessionConfig, "options">): boolean {
  return !isSet(options.commission) && !isSet(options.slippage);
}

/** Returns a session's config and material with only some of its frictions. */
export function withFrictions(
  config: SessionConfig,
  material: RunMaterial,
  kept: readonly FrictionName[],
): { readonly config: SessionConfig; readonly material: RunMaterial } {
  const left = new Set<string>(frictions.filter(({ name }) => !kept.includes(name)).flatMap(({ options }) => options));
  const without = <Given extends object>(given: Given): Given =>
    Object.fromEntries(Object.entries(given).filter(([key]) => !left.has(key))) as Given;
  return {
    config: { ...config, options: without(config.options) },
    material: { ...material, models: without(material.models ?? {}) },
  };
}

// JSON has no Infinity and writes null. A model without any number above 0 does nothing.
function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object") return true;
  const { name, params } = value as { name?: unknown; params?: Readonly<Record<string, unknown>> };
  if (name === undefined) return Object.values(value).some(isSet);
  if (params === undefined) return typeof name !== "string" || !/^no[A-Z]/.test(name);
  return Object.values(params).some(isSet);
}
