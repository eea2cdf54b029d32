import { PaperLabError } from "../../errors";
import { checkKeys, checkNoMore, expected, isGenerator } from "../checks";

/** How far the weights may drift from the last target weights. It has one of the two. */
export type DriftLimit =
  | {
      /** Largest difference of a weight from its target, a fraction of the equity: 0.05 is five percentage points. */
      readonly absolute: number;
    }
  | {
      /** Largest difference of a weight from its target, a fraction of the target: 0.25 is a quarter of it. */
      readonly relative: number;
    };

/** Whether weights have drifted too far from the last target weights; made by `driftOver`. */
export type DriftCondition = DriftLimit & { readonly kind: "driftOver" };

/** Several conditions as one; made by `any` and `all`. */
export interface JointCondition<Context> {
  readonly kind: "any" | "all";
  readonly of: readonly Condition<Context>[];
}

/** A condition that is plain data if it contains no function. */
export type ConditionObject<Context> = DriftCondition | JointCondition<Context>;

/**
 * A function of something. It has the type of a method, as hooks do: otherwise a strategy with params of its own would
 * be none of the strategies with any params.
 */
export type FunctionOf<Given, Answer> = { of(given: Given): Answer }["of"];

/** A condition that a schedule asks: made by `driftOver`, `any` or `all`, or a function of the context. */
export type Condition<Context> = ConditionObject<Context> | FunctionOf<Context, boolean>;

const kinds = ["driftOver", "any", "all"];

/**
 * Returns a condition that is met if a weight differs from the last target weights by more than `absolute` (a fraction of
 * the equity), or by more than `relative` (a fraction of its target). It is also met as long as there are no target
 * weights yet. Throws INVALID_OPTION unless exactly one of them is given, a positive number.
 */
export function driftOver(limit: DriftLimit): DriftCondition;
export function driftOver(limit: DriftLimit, ...more: readonly unknown[]): DriftCondition {
  checkNoMore("driftOver", more);
  checkLimit("limit of driftOver", limit);
  return Object.freeze({ kind: "driftOver" as const, ...limit });
}

/** Returns a condition that is met if at least one of some conditions is. Throws INVALID_OPTION if there are none. */
export function any<Context>(...conditions: readonly Condition<Context>[]): JointCondition<Context> {
  return joint("any", conditions);
}

/** Returns a condition that is met if all of some conditions are. Throws INVALID_OPTION if there are none. */
export function all<Context>(...conditions: readonly Condition<Context>[]): JointCondition<Context> {
  return joint("all", conditions);
}

function joint<Context>(kind: "any" | "all", of: readonly Condition<Context>[]): JointCondition<Context> {
  if (of.length === 0) {
    const message = `Expected ${kind} to be called with conditions, as in ${kind}(driftOver({ absolute: 0.05 })), but it was called with none`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  of.forEach((one, at) => {
    checkCondition(`condition ${at + 1} of ${kind}`, one);
  });
  return Object.freeze({ kind, of: Object.freeze([...of]) });
}

/** Whether a value is an object made by `driftOver`, `any` or `all`, or looks like one. */
export function isConditionObject(value: unknown): value is ConditionObject<never> {
  return typeof value === "object" && value !== null && "kind" in value && kinds.includes(value.kind as string);
}

/** Throws INVALID_OPTION or UNKNOWN_OPTION unless `value` is a condition. `name`: what the message calls it. */
export function checkCondition(name: string, value: unknown): asserts value is Condition<never> {
  const maker = [driftOver, any, all].find((one) => one === value);
  if (maker !== undefined) {
    const call = maker === driftOver ? "driftOver({ absolute: 0.05 })" : `${maker.name}(driftOver({ absolute: 0.05 }))`;
    const message = `Expected ${name} to be a condition, was the function ${maker.name}. Call it, as in ${call}`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  // What a generator returns is always there, as if it were met.
  if (isGenerator(value)) throw expected(name, "a plain function of the context", value);
  if (typeof value === "function") return;
  if (!isConditionObject(value))
    throw expected(name, "a function of the context, or driftOver(...), any(...) or all(...)", value);
  if (value.kind === "driftOver") {
    const { kind: _, ...limit } = value;
    checkLimit(name, limit);
    return;
  }
  if (!Array.isArray(value.of) || value.of.length === 0) throw expected(`${name}.of`, "a list of conditions", value.of);
  value.of.forEach((one, at) => {
    checkCondition(`${name}.of[${at}]`, one);
  });
}

function checkLimit(name: string, limit: unknown): void {
  if (typeof limit !== "object" || limit === null)
    throw expected(name, "an object such as { absolute: 0.05 } or { relative: 0.25 }", limit);
  checkKeys("driftOver", limit, ["absolute", "relative"]);
  const given = Object.entries(limit).filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    const had = given.length === 0 ? "neither" : "both. Join two conditions with any(...) or all(...)";
    const message = `Expected ${name} to have absolute or relative, such as { absolute: 0.05 }, had ${had}`;
    throw new PaperLabError("INVALID_OPTION", message);
  }
  const [[key, value]] = given;
  if (!(typeof value === "number" && value > 0 && value < Infinity))
    throw expected(`${key} of driftOver`, "a positive fraction, such as 0.05", value);
}

/** What conditions are asked about. */
export interface ConditionView<Context> {
  readonly context: Context;
  /** The largest difference of a weight from its target, as a fraction of the equity and of the target. */
  drift(): { readonly absolute: number; readonly relative: number };
}

/** Returns whether a condition is met. Throws INVALID_STRATEGY if a function answers neither true nor false. */
export function isMet<Context>(condition: Condition<Context>, view: ConditionView<Context>): boolean {
  if (typeof condition === "function") {
    const answer: unknown = condition(view.context);
    if (typeof answer === "boolean") return answer;
    throw expected("what a condition of a schedule returned", "true or false", answer, "INVALID_STRATEGY");
  }
  if (condition.kind === "driftOver") {
    const { absolute, relative } = view.drift();
    // One that was written by hand may have the other limit as undefined.
    const limit: Partial<Record<"absolute" | "relative", number>> = condition;
    return limit.absolute === undefined ? relative > Number(limit.relative) : absolute > limit.absolute;
  }
  const meets = (one: Condition<Context>) => isMet(one, view);
  return condition.kind === "any" ? condition.of.some(meets) : condition.of.every(meets);
}
